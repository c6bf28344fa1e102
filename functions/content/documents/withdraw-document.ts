import { Problem } from '../../runtime/problem.ts';
import { isLive, type StoredHead } from '../contract/document.ts';
import { type CommandDeps, changeDocument, notFound } from './change-document.ts';
import { withdrawn } from './taken-down.ts';

/** Takes a document from the readers, who are told why. Handing it in again publishes it again. */
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
      if (!isLive(seen)) throw notFound(slug);
      if (seen.status === 'withdrawn') throw new Problem(409, `“${slug}” is withdrawn already.`);
      if (seen.status === 'draft') {
        throw new Problem(409, `“${slug}” is a draft: readers do not see it. Delete it if it is not wanted.`);
      }
      return withdrawn(seen, command, reason);
    },
    deps,
  );
