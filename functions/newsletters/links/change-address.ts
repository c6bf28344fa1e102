import type { Backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { AddressRow, Instant } from '../address.ts';
import { type FoundLink, findLink } from '../find-person.ts';
import { addressChangedLetter } from '../letters.ts';
import { changed, departuresOf, isClosed, listsIn, merged, momentAfter, type Person } from '../person.ts';
import type { Evidence, LeaveLog, LogEntry, RowChange, Subscribers, Token, Write } from '../ports.ts';
import type { Press } from '../press.ts';
import { decideAndWrite } from '../write-again.ts';

export interface Deps {
  subscribers: Pick<Subscribers, 'person' | 'address' | 'token' | 'write'>;
  leaveLog: Pick<LeaveLog, 'write'>;
  press: () => Promise<Press>;
  clock: Clock;
  ids: Ids;
  backoff: Backoff;
}

/**
 * Moves a person to the address that the link was mailed to; where somebody is known there, the entry of the old
 * address is closed and its lists are joined to that one. The log follows: with an entry before the move, a crash
 * between the two would have the replay take their newsletters from them.
 */
export async function changeAddress(text: string, deps: Deps): Promise<FoundLink['outcome']> {
  const { result } = await decideAndWrite<Result>(deps, async () => {
    const found = await findLink(text, ['change'], { subscribers: deps.subscribers, now: deps.clock.now() });
    if (found.outcome !== 'open') return { result: { outcome: found.outcome, entries: entriesAgain(found) } };
    const at = momentAfter(found.person, deps.clock.now());
    const write = await moveTo(found, at, deps);
    return { write, result: { outcome: found.outcome, entries: entriesFor(found, at) } };
  });
  for (const entry of result.entries) await deps.leaveLog.write(entry);
  return result.outcome;
}

interface Result {
  outcome: FoundLink['outcome'];
  entries: LogEntry[];
}

function entriesFor({ person, token }: { person: Person; token: Token }, at: Instant): LogEntry[] {
  const joins = listsIn(person, 'on').map(
    (list): LogEntry => ({ hash: token.newHash ?? '', what: 'joined', list, at }),
  );
  return [{ hash: person.addressHash, what: 'left', at }, ...joins];
}

/** Whoever used the link first may have died before the log had it: nobody is told that it is done without. */
function entriesAgain(found: Exclude<FoundLink, { outcome: 'open' }>): LogEntry[] {
  if (found.outcome !== 'done' || !found.token.usedAt) return [];
  return [{ hash: found.token.addressHash, what: 'left', at: found.token.usedAt }];
}

interface Move {
  person: Person;
  token: Token;
}

async function moveTo(move: Move, at: Instant, deps: Deps): Promise<Write> {
  const { person, token } = move;
  const { email = '', newHash: hash = '' } = token;
  const [own, there] = await Promise.all([
    deps.subscribers.address(person.addressHash),
    deps.subscribers.address(hash),
  ]);
  const other = there?.person === undefined ? undefined : await deps.subscribers.person(there.person);
  const newer = other && !isClosed(other) ? other : undefined;
  const notice = addressChangedLetter({ press: await deps.press(), person, at }, email, deps);
  const evidence: Evidence = {
    ...{ id: deps.ids.next(), at, lists: listsIn(person, 'on') },
    ...(newer ? { person: newer.id, what: 'merged' } : { person: person.id, what: 'moved' }),
  };
  return {
    at,
    people: newer
      ? joinTo(person, newer, at)
      : [{ before: person, after: moved(person, { email, hash, there, at }) }],
    addresses: [leave(own, person, at), ...(newer ? [] : [arrive(there, hash, person)])],
    evidence: [evidence],
    uses: { hash: token.hash, at },
    // The entry that is closed names them no longer, and an erasure has to find them.
    ...(newer && { removesTokens: otherLinks(person, token) }),
    ...(person.suppressed?.scope !== 'all' && { letters: [notice] }),
  };
}

const otherLinks = ({ tokens }: Person, used: Token): string[] =>
  tokens.flatMap(({ hash }) => (hash === used.hash ? [] : [hash]));

/** Links that carry the old version are revoked, and one-time links went to the old address. What was left or erased at
 *  the new address before concerned somebody else: their lists count from now on. */
function moved(
  person: Person,
  { email, hash, there, at }: { email: string; hash: string; there: AddressRow | undefined; at: Instant },
): Person {
  const { suppressed: _, ...others } = person;
  const lists = { ...person.lists };
  for (const name of listsIn(person, 'on')) lists[name] = { state: 'on', at };
  return changed(others, {
    ...{ email, addressHash: hash, version: person.version + 1, movedAt: at, lists },
    ...(there?.suppressed && { suppressed: there.suppressed }),
  });
}

const joinTo = (person: Person, newer: Person, at: Instant): RowChange<Person | ClosedRow>[] => [
  { before: person, after: { id: person.id, into: newer.id, at, writes: person.writes } },
  { before: newer, after: merged(person, newer, momentAfter(newer, new Date(at))) },
];

type ClosedRow = Extract<NonNullable<RowChange<Parameters<typeof isClosed>[0]>['after']>, { into: string }>;

/** The old address has no person any more; what was left there stays in its row. */
function leave(own: AddressRow | undefined, person: Person, at: Instant): RowChange<AddressRow> {
  const { person: _, ...others } = own ?? { hash: person.addressHash, writes: 0 };
  const after = { ...others, ...departuresOf(own, person), leftAt: at };
  return { ...(own && { before: own }), after };
}

function arrive(there: AddressRow | undefined, hash: string, person: Person): RowChange<AddressRow> {
  const after = { writes: 0, ...there, hash, person: person.id };
  return { ...(there && { before: there }), after };
}
