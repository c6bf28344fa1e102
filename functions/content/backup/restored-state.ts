import { basename } from 'node:path';
import { type Revision, revisionOf, type StoredHead } from '../contract/document.ts';
import { refreshed } from '../documents/next-state.ts';
import type { Kind } from '../kinds/kinds.ts';
import type { History, PastState } from './history.ts';

/** What the files of a state say, read anew. */
export type ReadAnew = Pick<StoredHead, 'fields' | 'source' | 'body' | 'manuscript' | 'originals'>;

/** What a document that never had a text says: a marker at an old address, or what is left of a deleted one. */
export const nothingSaid = (kind: Kind): ReadAnew => ({
  fields: { kind, title: '', tags: [], authors: [] },
  source: '',
  body: '',
  manuscript: '',
  originals: {},
});

/**
 * What restoring still has to do where `seen` stands. A press that knows the document already keeps what is
 * newer, and takes up only what continues its own past.
 */
export type ToRestore =
  | { outcome: 'there' | 'newer' | 'another' }
  /** The states still to be added, oldest first; none when only the last touch is missing. */
  | { outcome: 'left'; states: PastState[] };

export function leftToRestore(seen: StoredHead | undefined, saved: History): ToRestore {
  if (!seen) return { outcome: 'left', states: saved.past };
  const { past, order, revisions } = saved;
  if (seen.order === order && seen.revisions === revisions) return { outcome: 'there' };
  if (isOnItsWay(seen, saved) || (seen.order <= order && isEarlier(seen, saved))) {
    return { outcome: 'left', states: past.filter(({ revision }) => revision > seen.revisions) };
  }
  return { outcome: seen.order > order ? 'newer' : 'another' };
}

/** Restoring has come so far: the last state that was added lent its order. */
const isOnItsWay = ({ order, revisions }: StoredHead, { past }: History): boolean =>
  past.some((state) => state.revision === revisions && state.order === order);

/** The document as it once stood. Its order may be any: it rises with a hand-in that changes nothing, and stays
 *  when a revision is added that does not stand. */
const isEarlier = (seen: StoredHead, { past }: History): boolean =>
  past.some(({ revision }) => revision === seen.revisions) &&
  past.some((state) => state.revision === seen.revision && state.at === seen.at && hasTextOf(state, seen));

const hasTextOf = ({ manuscript }: PastState, seen: StoredHead): boolean =>
  (manuscript ?? '') === basename(seen.manuscript);

/** A state as its revision keeps it. */
export function restoredRevision(slug: string, state: PastState, read: ReadAnew): Revision {
  const { kind, manuscript, pictures, ...said } = state;
  return revisionOf({ ...said, slug, ...read, revisions: state.revision, lists: [], entry: '' });
}

/** The document as it stood when its past was copied. */
export function restoredHead({ order, revisions, first }: History, current: Revision): StoredHead {
  const head = { ...current, order, revisions, first, lists: [], entry: '' };
  return head.status === 'deleted' ? head : refreshed(head);
}

/** What stands while older states are added: what stood, or nothing that readers see. */
export const headMeanwhile = (seen: StoredHead | undefined, revision: Revision): StoredHead =>
  seen
    ? { ...seen, order: revision.order, revisions: revision.revision }
    : refreshed({ ...revision, status: 'draft', revisions: revision.revision, lists: [], entry: '' });
