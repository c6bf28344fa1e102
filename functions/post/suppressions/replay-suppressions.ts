import type { Clock } from '../../runtime/clock.ts';
import { timeOf, ulids } from '../../runtime/ids.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { AddressBook, LogEntry, LogPosition, SuppressionLog } from '../ports.ts';

export interface ReplayDeps {
  suppressionLog: SuppressionLog;
  position: LogPosition;
  addresses: Pick<AddressBook, 'marks' | 'mark'>;
  clock: Clock;
}

/** Clocks of those who write into the log may differ by so many milliseconds, and a write takes its time. */
const lookBack = 10 * 60_000;

const concurrency = 16;

/**
 * Brings the table up to the log, which is ahead of it when the table is an older or an empty one: called before any
 * mail goes. Marks only rise, so entries that are there already change nothing; after each page the position moves on,
 * and a call that dies goes on from there. Entries may appear a while before the last one: once it is older than that
 * while, and all before it was read since, later calls begin behind it.
 */
export async function replaySuppressions(deps: ReplayDeps): Promise<void> {
  const startedAt = deps.clock.now().getTime();
  const known = await deps.position.read();
  const last = await readOn(known && start(known), known?.key, deps);
  const isOver = last !== undefined && startedAt - timeOf(last) > lookBack;
  if (isOver && last !== known?.settled) await deps.position.settle(last);
}

function start({ key, settled = '' }: { key: string; settled?: string }): string {
  const before = keyBefore(key);
  return settled > before ? settled : before;
}

/** Reads what follows `after`. Returns the key of the last entry that is known. */
async function readOn(
  after: string | undefined,
  reached: string | undefined,
  deps: ReplayDeps,
): Promise<string | undefined> {
  const { suppressionLog, position, addresses } = deps;
  const { entries, hasMore } = await suppressionLog.entries(after);
  await mapConcurrently(entries, { concurrency }, async ({ entry }) => entry && replay(entry, addresses));
  const last = entries.at(-1)?.key;
  const isNew = last !== undefined && last > (reached ?? '');
  if (isNew) await position.advance(last);
  const furthest = isNew ? last : reached;
  return hasMore && last !== undefined ? readOn(last, furthest, deps) : furthest;
}

async function replay(entry: LogEntry, addresses: ReplayDeps['addresses']): Promise<void> {
  const mark = entry.what === 'unsuppressed' ? 'freed' : entry.why;
  if (!mark) return;
  const known = (await addresses.marks(entry.hash))[mark];
  if (known === undefined || known < entry.at) await addresses.mark(entry.hash, mark, entry.at);
}

/** A ULID that sorts before all that were made at most `lookBack` before this one. */
const keyBefore = (ulid: string): string =>
  ulids({ now: () => new Date(Math.max(0, timeOf(ulid) - lookBack)) }, () => undefined).next();
