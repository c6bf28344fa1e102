import type { StoredHead } from '../contract/document.ts';
import { type Command, type CommandDeps, changeDocument, nextRevision, notFound } from './change-document.ts';

/**
 * Deletes a document with its history; a tombstone without any text stays, so that nothing older revives it. What was
 * stored of it is erased by `take-down`, which the tombstone's announcement wakes.
 */
export const deleteDocument = (slug: string, by: string, deps: CommandDeps): Promise<StoredHead> =>
  changeDocument(
    slug,
    by,
    (seen, command) => {
      if (!seen) throw notFound(slug);
      return seen.status === 'deleted' ? seen : tombstone(seen, command);
    },
    deps,
  );

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
