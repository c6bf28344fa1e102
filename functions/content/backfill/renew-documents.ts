import type { Backoff } from '../../runtime/backoff.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { isLive, type PendingRevision, revisionOf, type StoredHead } from '../contract/document.ts';
import { termsOf, withDerived } from '../documents/membership.ts';
import { startOf, zoneOf } from '../documents/schedule.ts';
import type { ContentStore, HistoryReader } from '../ports.ts';

/*
 * What follows from a document is stored with it: its places in lists, what they show, when it is due. Where a newer part
 * of the press works that out otherwise, or the press goes by another time zone, it is worked out again. Nothing else of
 * the document changes, and no revision is added, but for one that earlier versions left out where a document followed its
 * edition: without it there is no history to read or back up. The write announces itself as every other does.
 *
 * | what comes between                     | and then                                                             |
 * | -------------------------------------- | -------------------------------------------------------------------- |
 * | a hand-in or a command                 | the write is refused; what stands then is looked at again            |
 * | another time zone                      | begins another renewal. This one looks up documents first and the    |
 * |                                        | zone after them: where it goes by the old one, it read the documents |
 * |                                        | before the change, and the other one comes later                     |
 * | it dies, or comes twice                | what is renewed already stays as it is                               |
 * | a deploy of an older part of the press | stores again what that knows; the next newer one renews it           |
 */

export interface RenewDeps {
  content: Pick<ContentStore, 'lookUp' | 'write' | 'addTerms'>;
  histories: Pick<HistoryReader, 'withoutRevision'>;
  backoff: Backoff;
}

const concurrency = 8;
const mostAttempts = 12;

/** Renews the documents at these slugs. @throws when others change one again and again. */
export async function renewDocuments(slugs: string[], deps: RenewDeps): Promise<void> {
  for (let [left, attempt] = [slugs, 0]; left.length; attempt++) {
    if (attempt === mostAttempts) throw new Error('Documents were changed again and again');
    if (attempt) await deps.backoff(attempt);
    left = await renewOnce(left, deps);
  }
}

/** Returns those that somebody else changed meanwhile. */
async function renewOnce(slugs: string[], { content, histories }: RenewDeps): Promise<string[]> {
  const { heads } = await content.lookUp({ slugs, filenames: [] });
  const press = (await content.lookUp({ slugs: ['press'], filenames: [] })).heads.get('press');
  const live = [...heads.values()].filter(isLive);
  const lacking = await histories.withoutRevision(live);
  const changes = live.flatMap((seen) => {
    const head = renewed(seen, zoneOf(press));
    const revision = lacking.has(seen.slug) ? revisionOf(seen) : undefined;
    return head || revision ? [{ seen, head: head ?? seen, revision }] : [];
  });
  const outcomes = await mapConcurrently(changes, { concurrency }, async (change) => {
    if (change.head.status === 'published') await content.addTerms(termsOf(change.head));
    return (await content.write(change)) === 'written' ? [] : [change.head.slug];
  });
  return outcomes.flat();
}

/** The document as it would be stored now; undefined where that is how it is stored. */
export function renewed(seen: StoredHead, zone: string): StoredHead | undefined {
  const head = withDerived({ ...withDueTimes(seen, zone), zone });
  return isStoredAs(seen, head) ? undefined : head;
}

const isStoredAs = (seen: StoredHead, head: StoredHead): boolean =>
  seen.entry === head.entry &&
  seen.published === head.published &&
  placesIn(seen) === placesIn(head) &&
  timesIn(seen) === timesIn(head);

const placesIn = ({ lists }: StoredHead): string =>
  JSON.stringify(lists.map(({ list, sort, border }) => [list, sort, border === true]).sort());

const timesIn = ({ publishAt, pending, ordering }: StoredHead): string =>
  JSON.stringify([publishAt, pending?.publishAt, ordering?.drafts?.map((draft) => draft.publishAt)]);

/** What was scheduled before the due times were stored has a date to come alone. */
function withDueTimes({ pending, ordering, ...head }: StoredHead, zone: string): StoredHead {
  const due = (state: Pick<PendingRevision, 'status' | 'published' | 'publishAt'>) =>
    state.status === 'scheduled' && state.publishAt === undefined && state.published !== undefined
      ? { publishAt: startOf(state.published, zone) }
      : {};
  const drafts = ordering?.drafts?.map((draft) => ({ ...draft, ...due(draft) }));
  return {
    ...head,
    ...due(head),
    ...(pending && { pending: { ...pending, ...due(pending) } }),
    ...(ordering && { ordering: { ...ordering, ...(drafts && { drafts }) } }),
  };
}
