import { ulidAfter } from '../../runtime/ids.ts';
import {
  type ChangedBy,
  idOf,
  isLive,
  isPublic,
  type PendingRevision,
  type Revision,
  revisionOf,
  type Status,
  type StoredHead,
  wasPublic,
} from '../contract/document.ts';
import type { PartialDate } from '../contract/values.ts';
import { commonFields, type Fields, withGivenDate } from '../kinds/kinds.ts';
import { withDerived } from './membership.ts';
import { draftsOf, hasTextOf, isUnread, pendingOf, withDrafts } from './pending-revision.ts';
import { startOf } from './schedule.ts';
import { interruptedAt, later, repeatedAt, textDecidedOf } from './text-order.ts';

/** A manuscript that is read and complete, and is to become a state of its document. */
export interface Incoming extends ChangedBy {
  slug: string;
  /** Of the document that moves here, or what a new document gets. */
  id: string;
  /** A document that stands elsewhere moves here with this id; what readers never had here takes it over. */
  moves?: boolean;
  /** ULID of its upload. */
  order: string;
  /** When its upload was opened (ISO instant): a date after it is still to come. */
  at: string;
  /** When readers are to get it (ISO instant); absent: when its date begins, in UTC. */
  publishAt?: string;
  /** When it is to be withdrawn (ISO instant). */
  withdrawAt?: string;
  /** That was past when its upload was opened: nothing but what the press has already can say so. */
  isOver?: boolean;
  editor: boolean;
  /** The time zone by which its dates fall into years. */
  zone?: string;
  /** The manuscript itself says so. */
  draft: boolean;
  /** Id of the revision that it began from. */
  basedOn?: string;
  /** Something newer than that stands: it is to wait for an editor. */
  overtaken?: boolean;
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
  /** The date that an edition gave it there. */
  givenDate?: PartialDate;
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
 * - `over`: it is new, and says of itself that it was to be withdrawn by now; nothing is written.
 */
export type Decision =
  | { outcome: 'accepted' | 'stale' | 'pendingReview'; head: StoredHead; revision: Revision }
  | { outcome: 'unchanged'; head: StoredHead; same: Revision }
  | { outcome: 'deleted' }
  | { outcome: 'replaced' }
  | { outcome: 'over' };

/** A decision that is written. */
export type WrittenDecision = Exclude<Decision, { outcome: 'deleted' | 'replaced' | 'over' }>;

/**
 * The next state of a document. Whichever of several manuscripts arrives first, the same one stands in the end, and the
 * same one waits beside it: what readers may have before what they may not, an editor's before a writer's, then the one
 * with the higher order. So neither a draft nor a date to come takes anything from the readers. One that names the
 * revision which it began from goes by that (`base-revision.ts`), and by the order of its arrival.
 */
export function decide(seen: StoredHead | undefined, incoming: Incoming): Decision {
  if (seen?.status === 'deleted' && seen.order > incoming.order) return { outcome: 'deleted' };
  if (seen?.since !== undefined && seen.since > incoming.order) return { outcome: 'replaced' };
  const next = nextHead(seen, incoming);
  if (incoming.isOver) return sameAgain(seen, next) ?? { outcome: 'over' };
  if (!isLive(seen)) return decideAnew(seen, next);
  if (incoming.overtaken) return addBeside(seen, after(seen, next));
  return decideBetween(seen, incoming.basedOn === undefined ? next : after(seen, next));
}

/** What the press has exactly so, if it has. */
function sameAgain(seen: StoredHead | undefined, next: StoredHead): Decision | undefined {
  if (!isLive(seen)) return undefined;
  if (hasTextOf(seen, next)) return repeat(seen, next);
  const waiting = seen.pending && hasTextOf(seen.pending, next) ? seen.pending : undefined;
  return waiting && { outcome: 'unchanged', head: seen, same: sameAs(waiting, next) };
}

const sameAs = ({ revision, status }: PendingRevision, next: StoredHead): Revision =>
  revisionOf({ ...next, revision, status });

/** It was judged by what it began from, so it is the newest, whatever came with uploads that were opened later. */
function after(seen: StoredHead, next: StoredHead): StoredHead {
  const newest = [seen, ...draftsOf(seen)].map(({ order }) => order).reduce(later);
  return next.order > newest ? next : { ...next, order: ulidAfter(newest) };
}

/** Where nothing stands, or what moved on or was deleted. */
const decideAnew = (seen: StoredHead | undefined, next: StoredHead): Decision =>
  seen && seen.order > next.order
    ? addRevision('stale', seen, next)
    : accept({ ...next, ordering: { after: seen?.order } }, []);

function decideBetween(seen: StoredHead, next: StoredHead): Decision {
  const [standing, coming] = [rankOf(seen), rankOf(next)];
  if (coming < standing) return addBeside(seen, next);
  if (coming > standing) return accept(next, draftsOf(seen));
  if (hasTextOf(seen, next) && seen.status === next.status) return repeat(seen, next);
  if (seen.order <= next.order) return accept({ ...next, ordering: { after: seen.order } }, draftsOf(seen));
  return textDecidedOf(seen) > next.order ? addRevision('stale', seen, next) : acceptText(seen, next);
}

/**
 * A command that came after its upload was opened has said when the document is withdrawn, and nothing of its text: both
 * stand. Where that time has come since, the text is withdrawn already.
 */
function acceptText(seen: StoredHead, next: StoredHead): Decision {
  const { order, status, reason, withdrawAt, withdrawReason } = seen;
  const decided = { order, textDecided: next.order, handedIn: next.order };
  const gone = status === 'withdrawn' ? { status, reason } : {};
  const head = withDerived({ ...next, ...decided, withdrawAt, withdrawReason, ...gone });
  return accept({ ...head, ordering: { after: textDecidedOf(seen) } }, draftsOf(seen));
}

/** The higher one stands. */
function rankOf({ status, byWriter }: Pick<StoredHead, 'status' | 'byWriter'>): number {
  if (isPublic({ status })) return 2;
  return byWriter ? 0 : 1;
}

function accept(next: StoredHead, drafts: PendingRevision[]): Decision {
  const head = withDrafts(next, [...drafts, ...unseen(next)]);
  return { outcome: 'accepted', head, revision: revisionOf(head) };
}

/** As what may come to wait beside something that readers get. */
const unseen = (next: StoredHead): PendingRevision[] => (isPublic(next) ? [] : [pendingOf(next)]);

/** The order counts even where the text is the same: what was handed in between is older than this. A draft that waits
 *  is newer than the text, however often that comes again. */
function repeat(seen: StoredHead, next: StoredHead): Decision {
  const { first, former, order, zone } = next;
  const repeated = withDerived({ ...repeatedAt(seen, order), first, former, zone });
  const drafts = unseen(next).map((one) => ({ ...one, revision: seen.revision }));
  const head = withDrafts(repeated, [...draftsOf(seen), ...drafts]);
  return { outcome: 'unchanged', head, same: revisionOf(head) };
}

/** Readers and editors keep what stands. */
function addBeside(seen: StoredHead, next: StoredHead): Decision {
  const { pending } = seen;
  if (!isUnread(next, seen)) {
    return { outcome: 'unchanged', head: withRepeatedDraft(seen, next, seen), same: revisionOf(seen) };
  }
  if (pending && hasTextOf(pending, next) && pending.status === next.status) {
    const head = withRepeatedDraft(seen, next, pending);
    return { outcome: 'unchanged', head, same: sameAs(pending, next) };
  }
  const head = withAddedRevision(seen, next);
  const outcome = head.pending?.order === next.order ? 'pendingReview' : 'stale';
  return { outcome, head, revision: revisionOf(next) };
}

/** Another text may come to stand late, and then this waits beside it. It stands for the revision that it repeats. */
const withRepeatedDraft = (
  seen: StoredHead,
  next: StoredHead,
  { revision, aliases, replaces }: PendingRevision,
): StoredHead => withDrafts(seen, [...draftsOf(seen), { ...pendingOf(next), revision, aliases, replaces }]);

const addRevision = (outcome: 'stale', seen: StoredHead, next: StoredHead): Decision => ({
  outcome,
  head: withAddedRevision(seen, next),
  revision: revisionOf(next),
});

/** The document stays as it is; only the revision is added, and when readers first got it may be earlier. */
function withAddedRevision(seen: StoredHead, next: StoredHead): StoredHead {
  const { revisions, first } = next;
  // What readers would have got between this text and its repetition is newer than what was drafted before it.
  const hasRank = isLive(seen) && rankOf(next) === rankOf(seen) && !next.overtaken;
  const isBetween = hasRank && !hasTextOf(seen, next);
  const placed = isBetween ? interruptedAt(seen, next.order) : seen;
  // A marker's document took its former slugs along.
  const former = isLive(seen) ? next.former : undefined;
  const head = withDerived({ ...placed, revisions, first, former });
  return isLive(seen) ? withDrafts(head, [...draftsOf(seen), ...unseen(next)]) : head;
}

function nextHead(seen: StoredHead | undefined, incoming: Incoming): StoredHead {
  const {
    editor,
    draft,
    isOver,
    moves,
    first: firstElsewhere,
    givenDate,
    former,
    aliases,
    replaces,
    ...state
  } = incoming;
  const publishAt = publishAtOf(incoming);
  const status = statusOf(incoming, publishAt);
  const past = seen && isOfSameDocument(seen, incoming) ? seen : undefined;
  const revision = (past?.revisions ?? 0) + 1;
  const byWriter = editor ? {} : { byWriter: true };
  const got = status === 'published' ? [firstElsewhere, incoming.at] : [];
  return withDerived({
    ...state,
    ...withGivenDate(state.fields, past?.givenDate ?? givenDate),
    ...byWriter,
    ...(status === 'published' ? {} : unlessEmpty({ aliases, replaces })),
    id: past && !(incoming.moves && !wasPublic(past)) ? idOf(past) : incoming.id,
    former: slugsBefore(incoming.slug, past?.former, former),
    since: past ? past.since : seen?.order,
    status,
    publishAt: status === 'scheduled' ? publishAt : undefined,
    revision,
    revisions: revision,
    first: earliest(past?.first, ...got),
    ...(past?.restored && { restored: past.restored }),
    ...(seen?.going && { going: seen.going }),
    lists: [],
    entry: '',
  });
}

function publishAtOf({ publishAt, fields }: Incoming): string | undefined {
  const { published } = commonFields(fields);
  return publishAt ?? (published === undefined ? undefined : startOf(published, 'UTC'));
}

function statusOf({ editor, draft, at, fields }: Incoming, publishAt: string | undefined): Status {
  if (!editor || draft) return 'draft';
  // It goes with its documents or not at all, which is found out when its moment comes, or has come.
  if (fields.kind === 'edition') return publishAt === undefined ? 'draft' : 'scheduled';
  return publishAt !== undefined && publishAt > at ? 'scheduled' : 'published';
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
