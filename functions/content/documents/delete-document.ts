import { type ChangedBy, idOf, type StoredHead } from '../contract/document.ts';
import { blankFields } from '../kinds/kinds.ts';
import { type Command, type CommandDeps, changeDocument, nextRevision, notFound } from './change-document.ts';

/**
 * Deletes a document with its history; a tombstone without any text stays, so that nothing older revives it. What was
 * stored of it is erased by `take-down`, which the tombstone's announcement wakes. Deleted again, it only gets the
 * newer order: what was opened between the two is older than the second.
 */
export const deleteDocument = (slug: string, who: ChangedBy, deps: CommandDeps): Promise<StoredHead> =>
  changeDocument(
    slug,
    who,
    (seen, command) => {
      if (!seen) throw notFound(slug);
      return seen.status === 'deleted' ? deletedAgain(seen, command) : tombstone(seen, command);
    },
    deps,
  );

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
    going: seen.going,
    status: 'deleted',
    fields: blankFields(seen.fields.kind),
    name: '',
    source: '',
    body: '',
    manuscript: '',
    originals: {},
    lists: [],
    entry: '',
  };
}
