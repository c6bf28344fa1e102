import { scopeOf } from '../post/contract/letter.ts';
import type { Backoff } from '../runtime/backoff.ts';
import type { Clock } from '../runtime/clock.ts';
import { timeOf, ulids } from '../runtime/ids.ts';
import type { Log } from '../runtime/log.ts';
import { type AddressRow, cameAfter, isClosed, joined, left, type Person } from './person.ts';
import type {
  FollowedEntry,
  LeaveLog,
  LogEntry,
  LoggedEntry,
  LogPosition,
  Subscribers,
  Write,
} from './ports.ts';
import { suppress, unsuppress } from './standing.ts';
import { decideAndWrite } from './write-again.ts';

export interface Deps {
  subscribers: Pick<Subscribers, 'address' | 'person' | 'write'>;
  leaveLog: Pick<LeaveLog, 'read'>;
  position: LogPosition;
  report: Pick<Log, 'error'>;
  /** Has every room forget whoever was known at an address before this instant; it goes on when this returns. */
  erase: (erasure: { hash: string; at: string }) => Promise<void>;
  clock: Clock;
  backoff: Backoff;
}

/** Milliseconds by which the clocks of writers may differ: so much of the log is read again now and then. */
const lookBack = 10 * 60_000;
const lookBackEvery = 60 * 60_000;
/** Milliseconds for which whoever wrote an entry may still be at work on the rows. */
const settling = 60_000;
const entriesACall = 500;

/**
 * Has the table follow the log of who left: what was logged since its position, and now and then a little from before
 * that. In a table from a backup the position is as old as the rest. An entry moves only what is older than itself, so
 * that following changes nothing of a table that has it.
 *
 * An entry that cannot be followed stops no other: the position waits before it, and each call tries it again. After an
 * hour, when the next look back is due, it is left behind.
 * @returns the keys of entries that were not followed.
 */
export async function replayLog(deps: Deps): Promise<string[]> {
  const now = deps.clock.now();
  const position = await deps.position.read();
  const last = position?.key ?? '';
  const age = position ? Math.abs(now.getTime() - Date.parse(position.at)) : Number.POSITIVE_INFINITY;
  const isFresh = position !== undefined && age < lookBackEvery;
  const at = isFresh ? position.at : now.toISOString();
  // Of a table from a backup the position is older than that: there nothing was tried for an hour.
  const isLastTry = !isFresh && age < 2 * lookBackEvery;
  const failed: string[] = [];
  let held: string | undefined;
  let key = isFresh ? position.key : startBefore(position?.key);
  for (let isWhole = false; !isWhole; ) {
    const found = await deps.leaveLog.read(key, entriesACall);
    const settled = found.filter((one) => timeOf(one.key) <= now.getTime() - settling);
    for (const one of settled) {
      const outcome = await tryToFollow(one, deps);
      if (outcome !== 'followed') failed.push(one.key);
      const wasWaitedFor = isLastTry && key <= last;
      if (outcome === 'failed' && one.key > last && !wasWaitedFor) held ??= key;
      key = one.key;
    }
    isWhole = settled.length < entriesACall;
    // Begun again after a crash, it goes on from here, and looks back again.
    const reached = held ?? key;
    const next = isWhole && reached < last ? last : reached;
    const isNews = next !== position?.key || at !== position.at;
    if (isNews) await deps.position.store({ key: next, at: isWhole ? at : (position?.at ?? '') });
  }
  return failed;
}

/** What is no entry of this version is not tried again. */
async function tryToFollow(
  { key, entry }: LoggedEntry,
  deps: Deps,
): Promise<'followed' | 'failed' | 'unreadable'> {
  if (!entry) {
    deps.report.error('An entry of the log cannot be read', { key });
    return 'unreadable';
  }
  try {
    await follow(entry, deps);
    return 'followed';
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error;
    deps.report.error('An entry of the log cannot be followed', { key, error: name });
    return 'failed';
  }
}

/** The lowest key that a writer whose clock is behind may have given. */
function startBefore(key: string | undefined): string {
  if (!key) return '';
  const time = new Date(timeOf(key) - lookBack);
  return ulids({ now: () => time }, (bytes) => bytes.fill(0)).next();
}

async function follow(entry: FollowedEntry, deps: Deps): Promise<void> {
  const { hash, at } = entry;
  if (entry.what === 'suppressed')
    return suppress({ hash, at, why: entry.why, scope: scopeOf(entry.why) }, deps);
  if (entry.what === 'unsuppressed') return unsuppress({ hash, at }, deps);
  await decideAndWrite(deps, async () => {
    const address = await deps.subscribers.address(entry.hash);
    const row = address?.person === undefined ? undefined : await deps.subscribers.person(address.person);
    const person = row && !isClosed(row) ? row : undefined;
    if (entry.what === 'erased' && person && !cameAfter(person, at)) await deps.erase({ hash, at });
    const write =
      person && entry.what !== 'erased' ? changeOfPerson(person, entry) : changeOfAddress(address, entry);
    return { result: undefined, ...(write && { write }) };
  });
}

/** What was logged before they came to the address concerned somebody else. */
function changeOfPerson(person: Person, { what, list = '', at }: LogEntry): Write | undefined {
  if (cameAfter(person, at)) return undefined;
  const after =
    what === 'joined' ? rejoined(person, list, at) : left(person, at, what === 'left' ? undefined : [list]);
  const isSame = JSON.stringify(after) === JSON.stringify(person);
  return isSame ? undefined : { at, people: [{ before: person, after }] };
}

const rejoined = (person: Person, list: string, at: string): Person => {
  const known = person.lists[list];
  const isOlder = (known?.at ?? '') < at && (person.leftAt ?? '') < at;
  return known?.state !== 'on' && isOlder ? joined(person, [list], at) : person;
};

/** Where nobody is known the address itself remembers, for imports. */
function changeOfAddress(
  address: AddressRow | undefined,
  { hash, what, list, at }: LogEntry,
): Write | undefined {
  const before = address ?? { hash, writes: 0 };
  if (before.person !== undefined || what === 'joined') return undefined;
  const after = remembering(before, what, list, at);
  return after && { at, addresses: [{ ...(address && { before: address }), after }] };
}

function remembering(
  row: AddressRow,
  what: 'left' | 'left-list' | 'erased',
  list: string | undefined,
  at: string,
): AddressRow | undefined {
  if (what === 'left-list') {
    const known = list === undefined ? at : (row.leftLists?.[list] ?? '');
    return known >= at || list === undefined
      ? undefined
      : { ...row, leftLists: { ...row.leftLists, [list]: at } };
  }
  const member = what === 'left' ? 'leftAt' : 'erasedAt';
  return (row[member] ?? '') >= at ? undefined : { ...row, [member]: at };
}
