import { isDeepStrictEqual } from 'node:util';
import { parseAddress } from '../../runtime/people/address.ts';
import type { Keys } from '../../runtime/people/keys.ts';
import type { Limit } from '../../runtime/people/limits.ts';
import { readName } from '../../runtime/people/name.ts';
import type { Complaint } from '../../runtime/problem.ts';
import type { Instant } from '../address.ts';
import { type LinkLetter, newAddressLetter, ownDataLetter, withLink } from '../letters.ts';
import { readPreferencesLink } from '../links.ts';
import type { MailingList } from '../lists.ts';
import { chose, isClosed, listsIn, momentAfter, type Person, withoutPause } from '../person.ts';
import type { Evidence, LogEntry, Write } from '../ports.ts';
import { decideAndWrite } from '../write-again.ts';
import { type Deps as LeaveDeps, leaveAll } from './leave-newsletters.ts';

export type Deps = LeaveDeps & { keys: Pick<Keys, 'verify' | 'hash'> };

/** Months for which newsletters can be paused. */
export const pauses = [1, 3, 6] as const;

/** What a form of the page of preferences asks for. */
export type Choice =
  | { do: 'save'; lists: readonly string[]; name?: string | undefined }
  | { do: 'pause'; months: (typeof pauses)[number] }
  | { do: 'resume' }
  | { do: 'leave' }
  | { do: 'change'; email: string }
  | { do: 'export' }
  | { do: 'erase' };

export type Outcome =
  /** Done, or a letter with a link is on its way. */
  | { outcome: 'done' }
  | { outcome: 'refused'; complaints: Complaint[] }
  /** The link is not ours, or from before a change of address. */
  | { outcome: 'expired' };

/** Whose preferences the link opens; undefined when it opens none any more. Changes nothing. */
export async function ownerOfPreferences(
  link: string,
  { subscribers, keys }: Pick<Deps, 'subscribers' | 'keys'>,
): Promise<Person | undefined> {
  const read = await readPreferencesLink(keys, link);
  const row = read && (await subscribers.person(read.person));
  return row && !isClosed(row) && row.version === read.version ? row : undefined;
}

/** Does what a form asked for, in the person's own row before it answers; what a stranger with a forwarded mail must not
 *  do only sends a link to the address. @param network Whose letters are counted together (`networkOf`). */
export async function setPreferences(
  link: string,
  choice: Choice,
  network: string,
  deps: Deps,
): Promise<Outcome> {
  switch (choice.do) {
    case 'save':
      return save(link, choice, deps);
    case 'pause':
    case 'resume':
      return pause(link, choice, deps);
    case 'leave':
      return leave(link, deps);
    case 'change':
      return askForAddress(link, choice.email, network, deps);
    default:
      return askForOwnData(link, choice.do, network, deps);
  }
}

async function leave(link: string, deps: Deps): Promise<Outcome> {
  const person = await ownerOfPreferences(link, deps);
  if (!person) return { outcome: 'expired' };
  await leaveAll(person.id, deps);
  return { outcome: 'done' };
}

/** Reads the owner and writes what `decide` makes of their row, again while somebody else writes it. */
async function change(
  link: string,
  deps: Deps,
  decide: (person: Person, at: Instant) => Promise<Write | undefined>,
): Promise<Outcome> {
  const { result } = await decideAndWrite(deps, async (): Promise<{ write?: Write; result: Outcome }> => {
    const person = await ownerOfPreferences(link, deps);
    if (!person) return { result: { outcome: 'expired' } };
    const write = await decide(person, momentAfter(person, deps.clock.now()));
    return { result: { outcome: 'done' }, ...(write && { write }) };
  });
  return result;
}

/** What was left is in the log before the row changes, what was joined after it. A form that changes nothing leaves no
 *  trace, however often a link sends it. */
async function save(link: string, choice: Extract<Choice, { do: 'save' }>, deps: Deps): Promise<Outcome> {
  const name = readName(choice.name);
  if (!name.ok) return { outcome: 'refused', complaints: [{ where: 'name', text: name.why }] };
  const { lists } = await deps.press();
  let joins: LogEntry[] = [];
  const outcome = await change(link, deps, async (person, at) => {
    const { name: _, ...others } = chose(person, choice.lists, offeredTo(person, lists), at);
    const after: Person = { ...others, ...(name.name && { name: name.name }) };
    joins = entriesFor(person, after, at, 'joined');
    if (isDeepStrictEqual(after, person)) return undefined;
    for (const entry of entriesFor(person, after, at, 'left-list')) await deps.leaveLog.write(entry);
    const on = listsIn(after, 'on');
    const evidence: Evidence = { id: deps.ids.next(), person: person.id, at, what: 'chose', lists: on };
    return { at, people: [{ before: person, after }], evidence: [evidence] };
  });
  for (const entry of joins) await deps.leaveLog.write(entry);
  return outcome;
}

/** The lists of the press, and those that left its document and that the person still has. */
export const offeredTo = (person: Person, lists: readonly MailingList[]): string[] => [
  ...new Set([...lists.map(({ name }) => name), ...listsIn(person, 'on')]),
];

function entriesFor(before: Person, after: Person, at: Instant, what: 'joined' | 'left-list'): LogEntry[] {
  const [from, to] = what === 'joined' ? [before, after] : [after, before];
  const had = new Set(listsIn(from, 'on'));
  return listsIn(to, 'on')
    .filter((list) => !had.has(list))
    .map((list) => ({ hash: before.addressHash, what, list, at }));
}

const pause = (link: string, choice: Extract<Choice, { do: 'pause' | 'resume' }>, deps: Deps) =>
  change(link, deps, async (person, at) => {
    const awake = withoutPause(person);
    if (choice.do === 'resume' && !person.pausedUntil) return undefined;
    const after =
      choice.do === 'resume'
        ? awake
        : { ...awake, pausedUntil: monthsAfter(deps.clock.now(), choice.months) };
    const evidence: Evidence = { id: deps.ids.next(), person: person.id, at, what: 'paused' };
    return { at, people: [{ before: person, after }], evidence: [evidence] };
  });

/** The same day of a later month, or its last day. */
export function monthsAfter(now: Date, months: number): Instant {
  const then = new Date(now);
  then.setUTCMonth(then.getUTCMonth() + months);
  if (then.getUTCDate() !== now.getUTCDate()) then.setUTCDate(0);
  return then.toISOString();
}

const day = 86_400;
/** Letters a day that a person can have sent for one reason, and that go to one address. */
const mostLinks = 3;
/** Letters from one network in ten minutes. */
const mostOfNetwork = 20;

async function limitsOf(
  limited: { name: string; hash: string }[],
  network: string,
  { keys }: Deps,
): Promise<Limit[]> {
  const hash = await keys.hash(network);
  return [
    ...limited.map((one) => ({ ...one, most: mostLinks, seconds: day })),
    { name: 'links', hash, most: mostOfNetwork, seconds: 600 },
  ];
}

async function askForAddress(link: string, typed: string, network: string, deps: Deps): Promise<Outcome> {
  const address = parseAddress(typed);
  if (!address.ok) return { outcome: 'refused', complaints: [{ where: 'email', text: address.why }] };
  const to = { email: address.address, hash: await deps.keys.hash(address.key) };
  return change(link, deps, async (person, at) => {
    if (person.addressHash === to.hash) return undefined;
    const letter = newAddressLetter({ press: await deps.press(), person, at }, to, deps);
    const own = { name: 'changes', hash: person.addressHash };
    const theirs = { name: 'confirmations', hash: to.hash };
    return linkWrite(person, letter, at, await limitsOf([own, theirs], network, deps));
  });
}

const askForOwnData = (
  link: string,
  action: 'export' | 'erase',
  network: string,
  deps: Deps,
): Promise<Outcome> =>
  change(link, deps, async (person, at) => {
    const letter = ownDataLetter({ press: await deps.press(), person, at }, action, deps);
    const own = { name: `${action}s`, hash: person.addressHash };
    return linkWrite(person, letter, at, await limitsOf([own], network, deps));
  });

/** Beyond the limit nothing is written, and the page says the same. */
function linkWrite(before: Person, { token, letter }: LinkLetter, at: Instant, counts: Limit[]): Write {
  const { person: after, old } = withLink(before, token, at);
  return {
    ...{ at, people: [{ before, after }], tokens: [token], removesTokens: old, letters: [letter] },
    counts,
  };
}
