import type { StoredHead } from '../contract/document.ts';
import type { ContentStore } from '../ports.ts';
import { type Command, type CommandDeps, changeDocument, nextRevision, notFound } from './change-document.ts';

interface Deps extends CommandDeps {
  content: Pick<ContentStore, 'lookUp' | 'write' | 'deleteRevisions'>;
}

/**
 * Deletes a document with its history; a tombstone without any text stays, so that nothing older revives it.
 * Called again, it finishes what a death in the middle has left.
 */
export async function deleteDocument(slug: string, by: string, deps: Deps): Promise<StoredHead> {
  const head = await changeDocument(
    slug,
    by,
    (seen, command) => {
      if (!seen) throw notFound(slug);
      return seen.status === 'deleted' ? seen : tombstone(seen, command);
    },
    deps,
  );
  // What was handed in since then has revisions of its own.
  await deps.content.deleteRevisions(slug, head.revision);
  return head;
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
