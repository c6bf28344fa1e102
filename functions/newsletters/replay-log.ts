import { isDeepStrictEqual } from 'node:util';
import { scopeOf } from '../post/contract/letter.ts';
import type { Backoff } from '../runtime/backoff.ts';
import type { Clock } from '../runtime/clock.ts';
import { timeOf, ulids } from '../runtime/ids.ts';
import type { Log } from '../runtime/log.ts';
import type { AddressRow } from './address.ts';
import { cameAfter, isClosed, joined, left, type Person } from './person.ts';
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
/** Entries that are set aside at most: more cannot be followed because of the table, and the position waits. */
const mostAside = 100;

/**
 * Has the table follow the log of who left: what was logged since its position, and now and then a little from before
 * that. In a table from a backup the position is as old as the rest. An entry moves only what is older than itself, so
 * that following changes nothing of a table that has it.
 *
 * An entry that cannot be followed stops no other: it is set aside beside the position, and each call tries it again.
 * Every entry up to the position was followed or is set aside, whichever of two calls at once writes last.
 * @returns the keys of entries that are set aside.
 */
export async function replayLog(deps: Deps): Promise<string[]> {
  const now = deps.clock.now();
  const position = await deps.position.read();
  const last = position?.key ?? '';
  const age = position ? Math.abs(now.getTime() - Date.parse(position.at)) : Number.POSITIVE_INFINITY;
  const isFresh = position !== undefined && age < lookBackEvery;
  const at = isFresh ? position.at : now.toISOString();
  const aside = await stillAside(position?.aside ?? [], deps);
  let key = isFresh ? position.key : startBefore(position?.key);
  for (let isWhole = false; !isWhole; ) {
    const found = await deps.leaveLog.read(key, entriesACall);
    const settled = found.filter((one) => timeOf(one.key) <= now.getTime() - settling);
    const taken = await followAll(settled, aside, deps);
    key = settled[taken - 1]?.key ?? key;
    isWhole = taken < entriesACall;
    const next = {
      // Begun again after a crash, it goes on from here, and looks back again.
      key: isWhole && key < last ? last : key,
      at: isWhole ? at : (position?.at ?? ''),
      ...(aside.size > 0 && { aside: [...aside].sort() }),
    };
    if (!isDeepStrictEqual(next, position)) await deps.position.store(next);
  }
  return [...aside];
}

/** Those of the entries that cannot be followed now either. What is no more in the log is set aside no longer. */
async function stillAside(keys: readonly string[], deps: Deps): Promise<Set<string>> {
  const aside = new Set<string>();
  for (const key of keys) {
    // A ULID less its last character sorts before it, and at most 32 begin with that.
    const one = (await deps.leaveLog.read(key.slice(0, -1), 32)).find((found) => found.key === key);
    if (one && !(await isFollowed(one, deps))) aside.add(key);
  }
  return aside;
}

/** Follows entries in their order, and sets aside what cannot be followed. @returns how many, until `aside` is full. */
async function followAll(entries: readonly LoggedEntry[], aside: Set<string>, deps: Deps): Promise<number> {
  for (const [at, one] of entries.entries()) {
    if (await isFollowed(one, deps)) continue;
    if (!aside.has(one.key) && aside.size >= mostAside) return at;
    aside.add(one.key);
  }
  return entries.length;
}

async function isFollowed({ key, entry }: LoggedEntry, deps: Deps): Promise<boolean> {
  if (!entry) {
    deps.report.error('An entry of the log cannot be read', { key });
    return false;
  }
  try {
    await follow(entry, deps);
    return true;
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error;
    deps.report.error('An entry of the log cannot be followed', { key, error: name });
    return false;
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

/** Where there is no person the row of the address has it, for imports. */
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
