import { Problem } from '../../runtime/problem.ts';
import { isLive, type StoredHead } from '../contract/document.ts';
import { isSingle } from '../kinds/kinds.ts';
import { type Command, type CommandDeps, changeDocument, nextRevision, notFound } from './change-document.ts';
import { withDerived } from './membership.ts';

/** Takes a document from the readers, who are told why. Handing it in again publishes it again. The press and its front
 *  page have no address of their own that could say why: they are refused. */
export const withdrawDocument = (
  slug: string,
  by: string,
  reason: string,
  deps: CommandDeps,
): Promise<StoredHead> =>
  changeDocument(
    slug,
    by,
    (seen, command) => {
      if (isSingle(slug)) throw new Problem(409, cannotBeWithdrawn(slug));
      if (!isLive(seen)) throw notFound(slug);
      if (seen.status === 'withdrawn') {
        throw new Problem(409, `Unchanged: “${slug}” is withdrawn already, with the reason given then.`);
      }
      if (seen.status === 'draft') {
        throw new Problem(409, `“${slug}” is a draft: readers do not see it. Delete it if it is not wanted.`);
      }
      return withdrawn(seen, command, reason);
    },
    deps,
  );

const cannotBeWithdrawn = (slug: string): string =>
  `“${slug}” cannot be withdrawn: the site stands on it. Hand in another version of it instead, or delete it to have what
    a new press has.`.replace(/\s+/g, ' ');

/** Out of every list; its address says why. */
export function withdrawn(seen: StoredHead, command: Command, reason: string): StoredHead {
  return withDerived({ ...seen, ...command, ...nextRevision(seen), status: 'withdrawn', reason });
}
