import type { Kind } from './document.ts';
import type { History, PastState } from './history.ts';
import { refreshed } from './next-state.ts';
import { type Revision, revisionOf, type StoredHead } from './stored-head.ts';

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

export function leftToRestore(seen: StoredHead | undefined, { past, order, revisions }: History): ToRestore {
  if (!seen) return { outcome: 'left', states: past };
  if (seen.order === order && seen.revisions === revisions) return { outcome: 'there' };
  const states = past.filter(({ revision }) => revision > seen.revisions);
  if (past.some((state) => state.revision === seen.revisions && state.order === seen.order)) {
    return { outcome: 'left', states };
  }
  return { outcome: seen.order > order ? 'newer' : 'another' };
}

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
