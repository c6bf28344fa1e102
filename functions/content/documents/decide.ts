import { idOf, isLive, type Revision, revisionOf, type StoredHead } from '../contract/document.ts';
import type { Fields } from '../kinds/kinds.ts';
import { withDerived } from './membership.ts';

/** A manuscript that is read and complete, and is to become a state of its document. */
export interface Incoming {
  slug: string;
  /** Of the document that moves here, or what a new document gets. */
  id: string;
  /** ULID of its upload. */
  order: string;
  by: string;
  /** ISO instant. */
  at: string;
  editor: boolean;
  /** The manuscript itself says so. */
  draft: boolean;
  /** The file's name as handed in. */
  name: string;
  fields: Fields;
  source: string;
  body: string;
  manuscript: string;
  originals: Record<string, string>;
  pages?: Record<string, string>;
  /** When readers first got it under a slug that now leads here. */
  first?: string;
  /** Slugs that lead here from now on, and those that led there before. */
  former?: string[];
}

/**
 * What a manuscript changes at its document.
 * - `accepted`: it is the document's current state.
 * - `stale`: a newer one stands; this one is only added to the revisions.
 * - `pendingReview`: a writer's, added to the revisions until an editor hands it in.
 * - `unchanged`: the document says exactly this already.
 * - `deleted`: the document was deleted after the upload was opened; nothing is written.
 * - `replaced`: another document took the address after the upload was opened; nothing is written.
 */
export type Decision =
  | { outcome: 'accepted' | 'stale' | 'pendingReview'; head: StoredHead; revision: Revision }
  | { outcome: 'unchanged'; head: StoredHead }
  | { outcome: 'deleted' }
  | { outcome: 'replaced' };

/** A decision that is written. */
export type WrittenDecision = Exclude<Decision, { outcome: 'deleted' | 'replaced' }>;

/**
 * The next state of a document. Whichever of several manuscripts arrives first, the same one stands in the end:
 * an editor's before a writer's, then the one with the higher order.
 */
export function decide(seen: StoredHead | undefined, incoming: Incoming): Decision {
  if (seen?.status === 'deleted' && seen.order > incoming.order) return { outcome: 'deleted' };
  if (seen?.since !== undefined && seen.since > incoming.order) return { outcome: 'replaced' };
  const next = nextHead(seen, incoming);
  const pendingReview = isLive(seen) && !incoming.editor && !seen.byWriter;
  if (isLive(seen) && hasTextOf(seen, next) && (pendingReview || seen.status === next.status)) {
    return {
      outcome: 'unchanged',
      head: pendingReview ? seen : withDerived({ ...seen, ...laterOf(seen, next), former: next.former }),
    };
  }
  if (seen && pendingReview) return addRevision('pendingReview', seen, next);
  if (seen && isNewer(seen, incoming)) return addRevision('stale', seen, next);
  return { outcome: 'accepted', head: next, revision: revisionOf(next) };
}

const hasTextOf = (seen: StoredHead, next: StoredHead) =>
  seen.source === next.source && seen.body === next.body;

/** The order counts even where the text is the same: what was handed in between is older than this. */
const laterOf = (seen: StoredHead, next: StoredHead) => ({
  order: [seen.order, next.order].sort()[1] ?? next.order,
  first: next.first,
});

function isNewer(seen: StoredHead, incoming: Incoming): boolean {
  return seen.order > incoming.order && !(seen.byWriter && incoming.editor);
}

/** The document stays as it is; only the revision is added, and when readers first got it may be earlier. */
function addRevision(outcome: 'stale' | 'pendingReview', seen: StoredHead, next: StoredHead): Decision {
  // A marker's document took its former slugs along.
  const former = isLive(seen) ? next.former : undefined;
  const head = withDerived({ ...seen, revisions: next.revisions, first: next.first, former });
  return { outcome, head, revision: revisionOf(next) };
}

function nextHead(seen: StoredHead | undefined, incoming: Incoming): StoredHead {
  const { editor, draft, first: firstElsewhere, former, ...state } = incoming;
  const published = editor && !draft;
  const past = seen && isOfSameDocument(seen, incoming) ? seen : undefined;
  const revision = (past?.revisions ?? 0) + 1;
  const first = earliest(past?.first, firstElsewhere, published ? incoming.at : undefined);
  const status = published ? 'published' : 'draft';
  const byWriter = editor ? {} : { byWriter: true };
  return withDerived({
    ...state,
    ...byWriter,
    id: past ? idOf(past) : incoming.id,
    former: slugsBefore(incoming.slug, past?.former, former),
    since: past ? past.since : seen?.order,
    status,
    revision,
    revisions: revision,
    first,
    lists: [],
    entry: '',
  });
}

/** At an address that was left or emptied begins another document, unless this one comes back to it. */
const isOfSameDocument = (seen: StoredHead, incoming: Incoming): boolean =>
  idOf(seen) === incoming.id || isNewer(seen, incoming) || isLive(seen);

function slugsBefore(slug: string, ...former: (string[] | undefined)[]): string[] | undefined {
  const slugs = new Set(former.flatMap((some) => some ?? []));
  slugs.delete(slug);
  return slugs.size ? [...slugs].sort() : undefined;
}

const earliest = (...instants: (string | undefined)[]): string | undefined =>
  instants.filter((instant) => instant !== undefined).sort()[0];
