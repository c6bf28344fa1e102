import type { StoredHead } from '../contract/document.ts';
import { refreshed } from './next-state.ts';

/** Something an editor did to a document by command: who, when (ISO instant), and its order (ULID). */
export interface Command {
  order: string;
  by: string;
  at: string;
}

/** Out of every list; its address says why. */
export function withdrawn(seen: StoredHead, command: Command, reason: string): StoredHead {
  return refreshed({ ...seen, ...command, ...nextRevision(seen), status: 'withdrawn', reason });
}

/** What is left of a deleted document: that there was one, and the order, so that nothing older revives it. */
export function tombstone(seen: StoredHead, command: Command): StoredHead {
  return {
    ...command,
    ...nextRevision(seen),
    slug: seen.slug,
    status: 'deleted',
    fields: { kind: seen.fields.kind, title: '', tags: [], authors: [] },
    name: '',
    source: '',
    body: '',
    manuscript: '',
    originals: {},
    lists: [],
    entry: '',
  };
}

const nextRevision = ({ revisions }: StoredHead) => ({ revision: revisions + 1, revisions: revisions + 1 });
