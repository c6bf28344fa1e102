import type { Clock } from '../../runtime/clock.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { Batch } from './batch.ts';
import type { Issue } from './issue.ts';
import { firstCursor } from './issue-moves.ts';
import type { Audience, Batches } from './ports.ts';
import { whyNot } from './who-gets-it.ts';

export interface WalkDeps {
  audience: Audience;
  batches: Pick<Batches, 'last' | 'writeNew'>;
  clock: Clock;
  hasTime: () => boolean;
}

/** Somebody who gets the issue, and where they stand in the walk. */
interface Walked {
  position: string;
  id: string;
}

/** What was read of the index. */
interface Page {
  people: Walked[];
  /** After which the next begins. */
  after: string;
  isEnd: boolean;
}

/**
 * Writes the batches of those who get an issue, in the order of the index, each person as a consistent read has them. A
 * batch is written once it is known whether somebody comes after it, or when the call has to end; the next goes on where
 * the last batch ends.
 * @returns how many people they have; undefined: there was no time for all.
 */
export async function walkAudience(issue: Issue, deps: WalkDeps): Promise<number | undefined> {
  const size = issue.frozen?.batchSize ?? 1;
  let last = await deps.batches.last(issue.id);
  let page = readPage(issue, walkedTo(last), deps);
  let people: Walked[] = [];
  let after = walkedTo(last);
  let isEnd = false;
  while (!last || last.next !== undefined) {
    if (!deps.hasTime()) {
      // Where few of many people get it, a call would find no full batch, and the next begin where it did.
      if (after > walkedTo(last) && people.length <= size)
        await deps.batches.writeNew({ ...batchAfter(last, people, true, issue), next: `${after}-` });
      return undefined;
    }
    if (people.length <= size && !isEnd) {
      const read = await page;
      people = [...people, ...read.people];
      [isEnd, after] = [read.isEnd, read.after];
      if (!isEnd) page = readPage(issue, read.after, deps);
      continue;
    }
    const batch = batchAfter(last, people.slice(0, size), people.length <= size, issue);
    if (await deps.batches.writeNew(batch)) [people, last] = [people.slice(size), batch];
    else {
      // Another walk was here: it goes on behind what that one wrote.
      last = await deps.batches.last(issue.id);
      [people, isEnd, after] = [[], false, walkedTo(last)];
      page = readPage(issue, after, deps);
    }
  }
  return (last.before ?? 0) + last.entries.length;
}

const walkedTo = (last: Batch | undefined): string => last?.next?.replace(/-$/, '') ?? '';

function batchAfter(last: Batch | undefined, people: Walked[], isLast: boolean, { id: issue }: Issue): Batch {
  const before = last ? (last.before ?? 0) + last.entries.length : 0;
  const end = people.at(-1);
  return {
    ...{ issue, position: last?.next ?? firstCursor, attempt: 0, writes: 0 },
    ...(!isLast && end && { next: `${end.position}-` }),
    ...(before && { before }),
    entries: people.map(({ id }) => ({ person: id, state: 'waiting', attempt: 0, round: 0 })),
  };
}

/** People that are read at once, and of how many one consistent read says how they stand. */
const pageSize = 250;
const readSize = 50;

/** Begins to read, so that it goes on while batches are written. A failure shows to whoever waits for it. */
function readPage(issue: Issue, after: string, deps: WalkDeps): Promise<Page> {
  const page = readNow(issue, after, deps);
  page.catch(() => undefined);
  return page;
}

async function readNow(issue: Issue, after: string, { audience, clock }: WalkDeps): Promise<Page> {
  const found = await audience.page(after, pageSize);
  const ids = found.map(({ person }) => person.id);
  const parts = Array.from({ length: Math.ceil(ids.length / readSize) }, (_, at) =>
    ids.slice(at * readSize, (at + 1) * readSize),
  );
  const read = await mapConcurrently(parts, { concurrency: 5 }, (part) => audience.now(part));
  const now = new Map(read.flatMap((part) => [...part]));
  const at = clock.now().toISOString();
  const lists = issue.frozen?.lists ?? [];
  const getIt = found.filter(({ person: { id } }) => whyNot(now.get(id), lists, at) === undefined);
  return {
    people: getIt.map(({ position, person }) => ({ position, id: person.id })),
    after: found.at(-1)?.position ?? after,
    isEnd: found.length === 0,
  };
}
