import { isLive, type Revision, revisionOf, type StoredHead } from '../contract/document.ts';
import type { PartialDate } from '../contract/values.ts';
import { commonFields, type Fields } from '../kinds/kinds.ts';
import { entryHash, listItemsOf, membershipOf } from './membership.ts';

/** A manuscript that was read and is to become a state of its document. */
export interface Incoming {
  slug: string;
  order: string;
  by: string;
  /** ISO instant. */
  at: string;
  editor: boolean;
  /** The manuscript itself says so. */
  draft: boolean;
  name: string;
  fields: Fields;
  source: string;
  body: string;
  manuscript: string;
  originals: Record<string, string>;
  /** When readers first got it under a slug that now leads here. */
  first?: string;
}

/** What a hand-in makes of a document. The head is written in every case; not so in `deleted`. */
export type Decision =
  | { outcome: 'taken' | 'stale' | 'beside'; head: StoredHead; revision: Revision }
  | { outcome: 'unchanged'; head: StoredHead }
  | { outcome: 'deleted' };

/**
 * The next state of a document. Whichever of several hand-ins arrives first, the same one stands in the end:
 * an editor's before a writer's, then the one with the higher order.
 */
export function decide(seen: StoredHead | undefined, incoming: Incoming): Decision {
  if (seen?.status === 'deleted' && seen.order > incoming.order) return { outcome: 'deleted' };
  const next = stateOf(seen, incoming);
  const beside = isLive(seen) && !incoming.editor && !seen.byWriter;
  if (isLive(seen) && shows(seen, next) && (beside || seen.status === next.status)) {
    return { outcome: 'unchanged', head: beside ? seen : refreshed({ ...seen, ...laterOf(seen, next) }) };
  }
  if (seen && beside) return keptBeside('beside', seen, next);
  if (seen && isNewer(seen, incoming)) return keptBeside('stale', seen, next);
  return { outcome: 'taken', head: next, revision: revisionOf(next) };
}

const shows = (seen: StoredHead, next: StoredHead) => seen.source === next.source && seen.body === next.body;

/** The order counts even where the text is the same: what was handed in between is older than this. */
const laterOf = (seen: StoredHead, next: StoredHead) => ({
  order: [seen.order, next.order].sort()[1] ?? next.order,
  first: next.first,
});

function isNewer(seen: StoredHead, incoming: Incoming): boolean {
  return seen.order > incoming.order && !(seen.byWriter && incoming.editor);
}

/** The document stays as it is; only the revision is added, and when readers first got it may be earlier. */
function keptBeside(outcome: 'stale' | 'beside', seen: StoredHead, next: StoredHead): Decision {
  const head = refreshed({ ...seen, revisions: next.revisions, first: next.first });
  return { outcome, head, revision: revisionOf(next) };
}

function stateOf(seen: StoredHead | undefined, incoming: Incoming): StoredHead {
  const { editor, draft, first: firstElsewhere, ...state } = incoming;
  const published = editor && !draft;
  const revision = (seen?.revisions ?? 0) + 1;
  const first = earliest(seen?.first, firstElsewhere, published ? incoming.at : undefined);
  const status = published ? 'published' : 'draft';
  const byWriter = editor ? {} : { byWriter: true };
  return refreshed({
    ...state,
    ...byWriter,
    status,
    revision,
    revisions: revision,
    first,
    lists: [],
    entry: '',
  });
}

const earliest = (...instants: (string | undefined)[]): string | undefined =>
  instants.filter((instant) => instant !== undefined).sort()[0];

/** The head with its date and lists worked out anew. */
export function refreshed(head: StoredHead): StoredHead {
  const dated = { ...head, published: head.status === 'published' ? publishedOf(head) : head.published };
  return { ...dated, lists: listItemsOf(dated).map(membershipOf), entry: entryHash(dated) };
}

function publishedOf({ fields, first }: StoredHead): PartialDate | undefined {
  return commonFields(fields).published ?? first?.replace(/\.\d+Z$/, 'Z');
}

/** What stands at an old slug once its document has moved on; the past of the document stays with it. */
export function movedMarker(seen: StoredHead | undefined, from: string, to: Incoming): StoredHead {
  const { slug, order, by, at, name } = { ...to, slug: from };
  const blank = { fields: { kind: to.fields.kind, title: '', tags: [], authors: [] }, source: '', body: '' };
  const past = seen ?? { ...blank, name, manuscript: '', originals: {}, revision: 0, revisions: 0 };
  const revisions = past.revisions + 1;
  return refreshed({
    ...past,
    lists: [],
    entry: '',
    slug,
    order,
    by,
    at,
    status: 'moved',
    to: to.slug,
    revision: revisions,
    revisions,
  });
}
