import {
  isPublic,
  type PendingRevision,
  type Revision,
  type StoredHead,
  textOrderOf,
} from '../contract/document.ts';
import { kindRules } from '../kinds/kinds.ts';
import { withDerived } from './membership.ts';
import { later } from './text-order.ts';

/** The state as what waits beside another one. */
export function pendingOf(state: PendingRevision): PendingRevision {
  const { revision, status, order, published, source, body, by, byName, at, aliases, replaces } = state;
  const { publishAt, withdrawAt, byWriter, basedOn, overtaken } = state;
  const said = { aliases, replaces, publishAt, withdrawAt, byWriter, basedOn, overtaken };
  return { revision, status, order, published, source, body, by, byName, at, ...said };
}

/** The newest hand-ins that readers did not get, as `ordering` keeps them; a head without an ordering tells only some. */
export const draftsOf = (head: StoredHead): PendingRevision[] =>
  head.ordering?.drafts ?? newestOfEach([head.pending ?? [], isPublic(head) ? [] : pendingOf(head)].flat());

/** The head with these drafts of its document, and the newest of them that is another text than its own and newer, which
 *  waits. Of two one is another text, so no more are kept. */
export function withDrafts(head: StoredHead, all: PendingRevision[]): StoredHead {
  const drafts = newestOfEach(all);
  const pending = newestTwo(drafts).find((one) => waitsBeside(one, head));
  const { after, repeats } = head.ordering ?? {};
  const isEmpty = !drafts.length && after === undefined && repeats === undefined;
  const ordering = { drafts: drafts.length ? drafts : undefined, after, repeats };
  return relisted({ ...head, pending, ordering: isEmpty ? undefined : ordering });
}

/** Of some kinds a list has what waits. */
const relisted = (head: StoredHead): StoredHead =>
  kindRules(head.fields.kind).waits ? withDerived(head) : head;

/** Everything that is newer than its text, the newest first. */
export const waitingIn = (head: StoredHead): PendingRevision[] =>
  draftsOf(head).filter((one) => waitsBeside(one, head));

const waitsBeside = (one: PendingRevision, head: StoredHead): boolean =>
  isNewer(one, head) && isUnread(one, head);

/** Of what was stored with one order, as what was judged by what it began from once was, the numbers tell. */
const isNewer = (one: PendingRevision, head: StoredHead): boolean =>
  one.order > textOrderOf(head) || (one.order === textOrderOf(head) && one.revision > head.revision);

/** What waits beside it, and its own text where readers do not have that: all that somebody may still publish. What was
 *  replaced by something newer is not among them. */
export const openDrafts = (head: StoredHead): PendingRevision[] =>
  draftsOf(head).filter((one) => waitsBeside(one, head) || (!isPublic(head) && hasTextOf(one, head)));

/** The newest two of all, those of editors, and those of editors which were overtaken: no writer's draft puts an
 *  editor's aside, and no editor's puts one aside that somebody has to compare with it. */
const newestOfEach = (all: PendingRevision[]): PendingRevision[] => {
  const overtaken = all.filter((one) => one.overtaken && !one.byWriter);
  const kept = [all, all.filter(isEditors), overtaken].flatMap(newestTwo);
  return [...new Set(kept)].sort(byNewest);
};

/** Decided by an editor: neither a writer's nor one that began from an older revision. */
export const isEditors = ({
  byWriter,
  overtaken,
}: Pick<PendingRevision, 'byWriter' | 'overtaken'>): boolean => !byWriter && !overtaken;

/** The newest, and the newest of another text. */
function newestTwo(all: PendingRevision[]): PendingRevision[] {
  const sorted = [...all].sort(byNewest);
  const [newest] = sorted;
  const other = newest && sorted.find((one) => !hasTextOf(one, newest));
  return [newest ?? [], other ?? []].flat();
}

const byNewest = (a: PendingRevision, b: PendingRevision): number =>
  a.order === b.order ? b.revision - a.revision : a.order < b.order ? 1 : -1;

export const newestOf = (all: readonly PendingRevision[]): PendingRevision | undefined =>
  [...all].sort(byNewest)[0];

/** The number of the newest revision that readers do not have, whoever handed it in. */
export function newestDraft(seen: StoredHead): number | undefined {
  const own = isPublic(seen) ? [] : [pendingOf(seen)];
  return newestOf([...own, seen.pending ?? []].flat())?.revision;
}

type Text = Pick<StoredHead, 'source' | 'body'>;

/** Whether both say the same, word for word and picture for picture. */
export const hasTextOf = (one: Text, other: Text): boolean =>
  one.source === other.source && one.body === other.body;

/** Whether readers do not have it: it says something else, or the same that was withdrawn, scheduled anew since. */
export const isUnread = (
  one: Pick<PendingRevision, 'status' | 'order' | 'source' | 'body'>,
  head: StoredHead,
): boolean =>
  !hasTextOf(one, head) ||
  (head.status === 'withdrawn' && one.status === 'scheduled' && one.order > head.order);

/** Order of the newest hand-in of a revision, which may have come again. */
export const newestOrderOf = (seen: StoredHead, revision: Revision): string => {
  const standing = hasTextOf(seen, revision) ? [textOrderOf(seen), ...(seen.ordering?.repeats ?? [])] : [];
  const drafts = draftsOf(seen).filter((draft) => hasTextOf(draft, revision));
  return [...standing, ...drafts.map(({ order }) => order)].reduce(later, revision.order);
};
