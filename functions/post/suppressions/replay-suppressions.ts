import { timeOf, ulids } from '../../runtime/ids.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { AddressBook, LogEntry, LogPosition, SuppressionLog } from '../ports.ts';

export interface ReplayDeps {
  suppressionLog: SuppressionLog;
  position: LogPosition;
  addresses: Pick<AddressBook, 'marks' | 'mark'>;
}

/** Clocks of those who write into the log may differ by so many milliseconds, and a write takes its time. */
const lookBack = 10 * 60_000;

const concurrency = 16;

/**
 * Brings the table up to the log, which is ahead of it when the table is an older or an empty one: called before any
 * mail goes. Marks only rise, so entries that are there already change nothing; after each page the position moves on,
 * and a call that dies goes on from there.
 */
export async function replaySuppressions({ suppressionLog, position, addresses }: ReplayDeps): Promise<void> {
  const reached = await position.read();
  let after = reached && keyBefore(reached);
  for (;;) {
    const { entries, hasMore } = await suppressionLog.entries(after);
    const last = entries.at(-1)?.key;
    await mapConcurrently(entries, { concurrency }, async ({ entry }) => entry && replay(entry, addresses));
    if (last !== undefined && last > (reached ?? '')) await position.advance(last);
    if (!hasMore || last === undefined) return;
    after = last;
  }
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
