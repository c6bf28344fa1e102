import type { Backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import { Problem } from '../../runtime/problem.ts';
import { type ChangedBy, revisionOf, type StoredHead } from '../contract/document.ts';
import type { ContentStore } from '../ports.ts';
import type { DocumentWrite } from './document-write.ts';

/** Something an editor did to a document by command: who, when (ISO instant), and its order (ULID). */
export interface Command extends ChangedBy {
  order: string;
  at: string;
}

export interface CommandDeps {
  content: Pick<ContentStore, 'lookUp' | 'write'>;
  clock: Clock;
  ids: Ids;
  backoff: Backoff;
}

const mostAttempts = 12;

/** What a command makes of a document, with the markers that change with it, and the revision where that is another than
 *  the head. */
export type Change = Pick<DocumentWrite, 'head' | 'markers' | 'revision' | 'asSeen'>;

/**
 * Puts a document into another state by command. `next` is called again whenever something else was written
 * meanwhile; it throws a Problem when the command makes no sense for what stands there.
 */
export async function changeDocument(
  slug: string,
  { by, byName }: ChangedBy,
  next: (seen: StoredHead | undefined, command: Command) => StoredHead | Promise<Change>,
  { content, clock, ids, backoff }: CommandDeps,
): Promise<StoredHead> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    if (attempt) await backoff(attempt);
    const seen = (await content.lookUp({ slugs: [slug], filenames: [] })).heads.get(slug);
    const made = await next(seen, { order: ids.next(), by, byName, at: clock.now().toISOString() });
    const { head, markers, revision: own, asSeen }: Change = 'head' in made ? made : { head: made };
    // A tombstone has no revision: no text of the document stays. Where only markers change, none is added.
    const isAdded = head.status !== 'deleted' && head.revisions !== seen?.revisions;
    const revision = own ?? (isAdded ? revisionOf(head) : undefined);
    if ((await content.write({ seen, head, revision, markers, asSeen })) === 'written') return head;
  }
  throw new Problem(409, 'Others are changing this document right now. Please try again.');
}

export const notFound = (slug: string) => new Problem(404, `There is no document “${slug}”.`);

export const noRevision = (slug: string, revision: number | string) =>
  new Problem(404, `“${slug}” has no revision ${revision} with a text: “press show ${slug}” lists them.`);

/** The number of the next revision, which is also how many there are then. */
export const nextRevision = ({ revisions }: StoredHead) => ({
  revision: revisions + 1,
  revisions: revisions + 1,
  restores: undefined,
});
