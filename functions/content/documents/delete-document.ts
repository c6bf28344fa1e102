import type { StoredHead } from '../contract/document.ts';
import { type CommandDeps, changeDocument, notFound } from './change-document.ts';
import { tombstone } from './taken-down.ts';

/**
 * Deletes a document with its history; a tombstone without any text stays, so that nothing older revives it.
 * Asked again, it finishes what a death in the middle has left.
 */
export async function deleteDocument(slug: string, by: string, deps: CommandDeps): Promise<StoredHead> {
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
  await deps.content.forgetRevisions(slug, head.revision);
  return head;
}
