import { idOf, type StoredHead } from '../contract/document.ts';
import type { ContentStore } from '../ports.ts';
import { type Command, type CommandDeps, changeDocument, nextRevision, notFound } from './change-document.ts';

interface Deps extends CommandDeps {
  content: Pick<ContentStore, 'lookUp' | 'write' | 'deleteRevisions'>;
}

/**
 * Deletes a document with its history; a tombstone without any text stays, so that nothing older revives it.
 * Called again, it finishes what a death in the middle has left, and counts: what was opened between the two calls
 * is older than the second.
 *
 * | dies                             | what stands                               | called again                   |
 * | before the tombstone             | the document                              | as the first time              |
 * | before the revisions are deleted | a tombstone, revisions that no page shows | newer order, revisions deleted |
 * | after                            | a tombstone                               | newer order                    |
 */
export async function deleteDocument(slug: string, by: string, deps: Deps): Promise<StoredHead> {
  const head = await changeDocument(
    slug,
    by,
    (seen, command) => {
      if (!seen) throw notFound(slug);
      return seen.status === 'deleted' ? deletedAgain(seen, command) : tombstone(seen, command);
    },
    deps,
  );
  // What was handed in since then has revisions of its own.
  await deps.content.deleteRevisions(slug, head.revision, head.since);
  return head;
}

const deletedAgain = (seen: StoredHead, { order }: Command): StoredHead =>
  order > seen.order ? { ...seen, order } : seen;

/** What is left of a deleted document: that there was one, and the order, so that nothing older revives it. */
export function tombstone(seen: StoredHead, command: Command): StoredHead {
  return {
    ...command,
    ...nextRevision(seen),
    slug: seen.slug,
    // Where a document has moved on, only the address is deleted.
    id: seen.status === 'moved' ? command.order : idOf(seen),
    former: seen.former,
    since: seen.since,
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
