import { Problem } from '../../runtime/problem.ts';
import { type ChangedBy, isLive, type StoredHead, textOrderOf } from '../contract/document.ts';
import { isSingle } from '../kinds/kinds.ts';
import { type Command, type CommandDeps, changeDocument, nextRevision, notFound } from './change-document.ts';
import { withDerived } from './membership.ts';
import { draftsOf, withDrafts } from './pending-revision.ts';
import { later } from './text-order.ts';

/** Takes a document from the readers, who are told why. Handing it in again publishes it again. The press and its front
 *  page have no address of their own that could say why: they are refused. */
export const withdrawDocument = (
  slug: string,
  who: ChangedBy,
  reason: string,
  deps: CommandDeps,
): Promise<StoredHead> =>
  changeDocument(
    slug,
    who,
    (seen, command) => {
      if (isSingle(slug)) throw new Problem(409, cannotBeWithdrawn(slug));
      if (!isLive(seen)) throw notFound(slug);
      if (seen.status === 'withdrawn') {
        throw new Problem(409, `Unchanged: “${slug}” is withdrawn already, with the reason given then.`);
      }
      if (seen.status === 'draft') {
        throw new Problem(409, `“${slug}” is a draft: readers do not see it. Delete it if it is not wanted.`);
      }
      if (seen.status === 'scheduled') {
        throw new Problem(
          409,
          `“${slug}” is scheduled: readers do not see it yet. “press unschedule ${slug}” keeps it as a draft; delete it
          if it is not wanted.`.replace(/\s+/g, ' '),
        );
      }
      return withdrawn(seen, command, reason);
    },
    deps,
  );

const cannotBeWithdrawn = (slug: string): string =>
  `“${slug}” cannot be withdrawn: the site stands on it. Hand in another version of it instead, or delete it to have what
    a new press has.`.replace(/\s+/g, ' ');

const unscheduled = { withdrawAt: undefined, withdrawReason: undefined };

/** Out of every list; its address says why. What waits beside it goes on waiting. */
export const withdrawn = (seen: StoredHead, command: Command, reason: string): StoredHead =>
  goneWith({ ...seen, textDecided: undefined }, command, reason, command.order);

/** The same by the clock: what was to follow it still does. */
export const withdrawnInTime = (seen: StoredHead, command: Command, reason: string): StoredHead =>
  goneWith(seen, command, reason, later(textOrderOf(seen), seen.ordering?.after ?? ''));

function goneWith(seen: StoredHead, command: Command, reason: string, after: string): StoredHead {
  const ordering = { after };
  const state = { ...command, ...nextRevision(seen), handedIn: textOrderOf(seen), ordering };
  const head = withDerived({ ...seen, ...state, status: 'withdrawn', reason, ...unscheduled });
  return withDrafts(head, draftsOf(seen));
}
