import {
  type ChangedBy,
  idOf,
  isLive,
  isPublic,
  type Revision,
  revisionOf,
  type Status,
  type StoredHead,
  textOrderOf,
} from '../contract/document.ts';
import { isAfter } from '../contract/values.ts';
import { commonFields, type Fields } from '../kinds/kinds.ts';
import { withDerived } from './membership.ts';
import { hasTextOf, newestPending, pendingOf } from './pending-revision.ts';

/** A manuscript that is read and complete, and is to become a state of its document. */
export interface Incoming extends ChangedBy {
  slug: string;
  /** Of the document that moves here, or what a new document gets. */
  id: string;
  /** ULID of its upload. */
  order: string;
  /** When its upload was opened (ISO instant): a date after it is still to come. */
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
  /** As the manuscript names them. */
  aliases?: string[];
  replaces?: string[];
}

/**
 * What a manuscript changes at its document.
 * - `accepted`: it is the document's current state.
 * - `stale`: a newer one came before; this one is only added to the revisions.
 * - `pendingReview`: a writer's, a draft or one that is scheduled; added to the revisions beside what stands, until an
 *   editor publishes it.
 * - `unchanged`: the document says exactly this already, or what waits beside it does: `same`.
 * - `deleted`: the document was deleted after the upload was opened; nothing is written.
 * - `replaced`: another document took the address after the upload was opened; nothing is written.
 */
export type Decision =
  | { outcome: 'accepted' | 'stale' | 'pendingReview'; head: StoredHead; revision: Revision }
  | { outcome: 'unchanged'; head: StoredHead; same: Revision }
  | { outcome: 'deleted' }
  | { outcome: 'replaced' };

/** A decision that is written. */
export type WrittenDecision = Exclude<Decision, { outcome: 'deleted' | 'replaced' }>;

/**
 * The next state of a document. Whichever of several manuscripts arrives first, the same one stands in the end, and the
 * same one waits beside it: what readers may have before what they may not, an editor's before a writer's, then the one
 * with the higher order. So neither a draft nor a date to come takes anything from the readers.
 */
export function decide(seen: StoredHead | undefined, incoming: Incoming): Decision {
  if (seen?.status === 'deleted' && seen.order > incoming.order) return { outcome: 'deleted' };
  if (seen?.since !== undefined && seen.since > incoming.order) return { outcome: 'replaced' };
  const next = nextHead(seen, incoming);
  return isLive(seen) ? decideBetween(seen, next) : decideAnew(seen, next);
}

/** Where nothing stands, or what moved on or was deleted. */
const decideAnew = (seen: StoredHead | undefined, next: StoredHead): Decision =>
  seen && seen.order > next.order ? addRevision('stale', seen, next) : accept(next);

function decideBetween(seen: StoredHead, next: StoredHead): Decision {
  const [standing, coming] = [rankOf(seen), rankOf(next)];
  const isRepeated = hasTextOf(seen, next);
  if (isRepeated && coming < standing) return { outcome: 'unchanged', head: seen, same: revisionOf(seen) };
  if (coming < standing) return addBeside(seen, next);
  if (isRepeated && coming === standing && seen.status === next.status) return repeat(seen, next);
  if (coming === standing && seen.order > next.order) return addRevision('stale', seen, next);
  const waiting = coming > standing ? [pendingOf(seen), seen.pending] : [seen.pending];
  return accept({ ...next, pending: newestPending(next, waiting) });
}

/** The higher one stands. */
function rankOf({ status, byWriter }: Pick<StoredHead, 'status' | 'byWriter'>): number {
  if (isPublic({ status })) return 2;
  return byWriter ? 0 : 1;
}

const accept = (head: StoredHead): Decision => ({ outcome: 'accepted', head, revision: revisionOf(head) });

/** The order counts even where the text is the same: what was handed in between is older than this. A draft that waits
 *  is newer than the text, however often that comes again. */
function repeat(seen: StoredHead, { order, first, former }: StoredHead): Decision {
  const [earlier = order] = [textOrderOf(seen), order].sort();
  const later = seen.order > order ? seen.order : order;
  const handedIn = earlier === later ? undefined : earlier;
  const head = withDerived({ ...seen, order: later, handedIn, first, former });
  return { outcome: 'unchanged', head, same: revisionOf(head) };
}

/** Readers and editors keep what stands. */
function addBeside(seen: StoredHead, next: StoredHead): Decision {
  const { pending } = seen;
  if (pending && hasTextOf(pending, next)) {
    const order = pending.order > next.order ? pending.order : next.order;
    const { revision, status } = pending;
    const head = { ...seen, pending: { ...pending, order } };
    return { outcome: 'unchanged', head, same: revisionOf({ ...next, revision, status }) };
  }
  const newest = newestPending(seen, [pending, pendingOf(next)]);
  return addRevision(newest?.order === next.order ? 'pendingReview' : 'stale', seen, next);
}

/** The document stays as it is; only the revision is added, and when readers first got it may be earlier. */
function addRevision(outcome: 'stale' | 'pendingReview', seen: StoredHead, next: StoredHead): Decision {
  // A marker's document took its former slugs along.
  const former = isLive(seen) ? next.former : undefined;
  const changes = { revisions: next.revisions, first: next.first, former, ...laterText(seen, next) };
  const pending = newestPending({ ...seen, ...changes }, [
    seen.pending,
    rankOf(next) < rankOf(seen) ? pendingOf(next) : undefined,
  ]);
  return {
    outcome,
    head: withDerived({ ...seen, ...changes, pending: isLive(seen) ? pending : undefined }),
    revision: revisionOf(next),
  };
}

/** What readers would have got between this text and its repetition is newer than what was drafted before it. */
function laterText(seen: StoredHead, next: StoredHead): Pick<StoredHead, 'handedIn'> {
  const { handedIn } = seen;
  const isBetween = handedIn !== undefined && handedIn < next.order && rankOf(next) === rankOf(seen);
  return { handedIn: isBetween ? next.order : handedIn };
}

function nextHead(seen: StoredHead | undefined, incoming: Incoming): StoredHead {
  const { editor, draft, first: firstElsewhere, former, aliases, replaces, ...state } = incoming;
  const status = statusOf(incoming);
  const past = seen && isOfSameDocument(seen, incoming) ? seen : undefined;
  const revision = (past?.revisions ?? 0) + 1;
  const byWriter = editor ? {} : { byWriter: true };
  const got = status === 'published' ? [firstElsewhere, incoming.at] : [];
  return withDerived({
    ...state,
    ...byWriter,
    ...(status === 'published' ? {} : unlessEmpty({ aliases, replaces })),
    id: past ? idOf(past) : incoming.id,
    former: slugsBefore(incoming.slug, past?.former, former),
    since: past ? past.since : seen?.order,
    status,
    revision,
    revisions: revision,
    first: earliest(past?.first, ...got),
    lists: [],
    entry: '',
  });
}

function statusOf({ editor, draft, fields, at }: Incoming): Status {
  if (!editor || draft) return 'draft';
  return isAfter(commonFields(fields).published, at) ? 'scheduled' : 'published';
}

const unlessEmpty = ({ aliases, replaces }: Pick<Incoming, 'aliases' | 'replaces'>) => ({
  ...(aliases?.length && { aliases }),
  ...(replaces?.length && { replaces }),
});

/** At an address that was left or emptied begins another document, unless this one comes back to it. */
const isOfSameDocument = (seen: StoredHead, incoming: Incoming): boolean =>
  idOf(seen) === incoming.id || seen.order > incoming.order || isLive(seen);

function slugsBefore(slug: string, ...former: (string[] | undefined)[]): string[] | undefined {
  const slugs = new Set(former.flatMap((some) => some ?? []));
  slugs.delete(slug);
  return slugs.size ? [...slugs].sort() : undefined;
}

export const earliest = (...instants: (string | undefined)[]): string | undefined =>
  instants.filter((instant) => instant !== undefined).sort()[0];
