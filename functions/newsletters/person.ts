/*
 * Who subscribes, and what each of their decisions makes of their row. Two kinds of changes reach it:
 *
 * - what a person does in a page (confirm, choose, pause, leave): it changes the row before the page answers, and it
 *   counts as later than everything the row holds, whatever the clocks of two functions say (`momentAfter`);
 * - what arrives late and in any order (a sign-up from the table's stream, an entry of the leave log, what `post` heard
 *   of an address): it moves only what is older than itself.
 *
 * Each change reads the rows, works out new ones, and writes them in one transaction that fails when a row was written
 * since; then it is done again from the start. What the function dies of, or what comes twice, leaves this behind:
 *
 * | sign-up | |
 * | --- | --- |
 * | dies before the put of the sign-up | nothing was accepted, and nobody was told so |
 * | dies after it, before the answer | the letter comes all the same; asked again, the limit of letters a day holds |
 * | the stream delivers late, or gave up | the sign-up is due after two minutes, and the tick settles it |
 * | settled twice, or by stream and tick at once | the transaction removes the sign-up: the second finds none |
 * | a leave or an erasure came in between | lists left since, and addresses erased since, are taken out of it |
 *
 * | confirm | |
 * | --- | --- |
 * | dies before the transaction | the link is unused: pressed again, it works |
 * | dies after it, before the log entry | joined; only a restored table forgets it, and it never returns somebody who left |
 * | pressed twice, at once too | the token is spent in the transaction: the second finds it done |
 * | pressed after a leave | joins: it is what the person did last, and the page says so |
 * | pressed after the address changed, or an erasure | declined as expired: the letter went to another address, or to nobody |
 *
 * | leave | |
 * | --- | --- |
 * | dies before the log entry | nothing happened, nobody was told otherwise |
 * | dies after it, before the transaction | the hourly replay finishes it: they did press |
 * | dies after the transaction, before the answer | left; pressed again it stays left, and no second note goes out |
 * | comes twice, or years later | left already: nothing changes; who was erased has left |
 * | an older sign-up is settled afterwards | the lists' `at` is later than it: nothing is asked |
 *
 * | change of address | |
 * | --- | --- |
 * | dies before the transaction | the link is unused |
 * | dies after it | moved, and both letters are in the outbox: one transaction |
 * | … before the log entry | pressed again, it is done once the log has that the old address was left |
 * | the new address became known in the meantime | its row is part of the transaction: done again, as a merge |
 * | two changes of one person at once | one token each, and the version differs for the second: it is declined as expired |
 * | an old leave link afterwards | acts on the entry that survives, as the closed one says where it went |
 */

import { type AddressRow, type Departures, heard, type Instant, type Suppressed } from './address.ts';

export type PersonState = 'pending' | 'confirmed' | 'unsubscribed' | 'bounced' | 'complained';

export interface ListState {
  /** `asked`: not confirmed yet. */
  state: 'asked' | 'on' | 'off';
  /** When it became so. */
  at: Instant;
  /** When they last left this list; gone once they confirm it again. */
  leftAt?: Instant;
}

export interface Person {
  /** ULID; all links of their letters name it. */
  id: string;
  /** As `parseAddress` writes it. */
  email: string;
  addressHash: string;
  name?: string;
  /** Follows from the rest: `stateOf`. */
  state: PersonState;
  /** By the list's name; lists that left the press document stay. */
  lists: Record<string, ListState>;
  /** No newsletters before. */
  pausedUntil?: Instant;
  suppressed?: Suppressed;
  /** Rises with a change of address: links that carry an older one are revoked. */
  version: number;
  createdAt: Instant;
  /** Since when they are at this address, if it is not their first. */
  movedAt?: Instant;
  /** When they last confirmed anything. */
  confirmedAt?: Instant;
  /** When they left everything; gone once they confirm again. */
  leftAt?: Instant;
  /** BCP 47, of the page on which they signed up. */
  language?: string;
  /** Their links that may still be pressed: hash and the instant after which the row is removed. */
  tokens: { hash: string; until: Instant }[];
  /** Ids of entries that were joined to this one: their evidence stands under those. */
  former?: string[];
  /** Counts the writes of the row, from 1: each write demands the one it read. */
  writes: number;
}

/** What stays of an entry that was joined to another. */
export interface ClosedPerson {
  id: string;
  into: string;
  at: Instant;
  writes: number;
}

export const isClosed = (row: Person | ClosedPerson): row is ClosedPerson => 'into' in row;

/** What is known of an address with its person: an import goes by it. A list that is on again was not left. */
export function departuresOf(address: AddressRow | undefined, person: Person | undefined): Departures {
  const lists = Object.entries(person?.lists ?? {});
  const leftLists = {
    ...address?.leftLists,
    ...Object.fromEntries(lists.flatMap(([name, { leftAt }]) => (leftAt ? [[name, leftAt]] : []))),
  };
  for (const [name, { state }] of lists) if (state === 'on') delete leftLists[name];
  const leftAt = person ? person.leftAt : address?.leftAt;
  return {
    ...(address?.erasedAt && !person && { erasedAt: address.erasedAt }),
    ...(leftAt && { leftAt }),
    ...(Object.keys(leftLists).length > 0 && { leftLists }),
  };
}

/** How long somebody may take to confirm before they are forgotten. */
const pendingDays = 30;
const dayInMs = 86_400_000;

/** A new entry, which asked for nothing yet. */
export const newPerson = (
  given: Pick<Person, 'id' | 'email' | 'addressHash' | 'createdAt'> &
    Partial<Pick<Person, 'name' | 'language'>>,
): Person => ({ ...given, state: 'unsubscribed', lists: {}, version: 1, tokens: [], writes: 0 });

/** What the rest of the row says of the person. */
export function stateOf({ lists, suppressed }: Pick<Person, 'lists' | 'suppressed'>): PersonState {
  if (suppressed) return suppressed.why === 'complaint' ? 'complained' : 'bounced';
  const states = new Set(Object.values(lists).map(({ state }) => state));
  if (states.has('on')) return 'confirmed';
  return states.has('asked') ? 'pending' : 'unsubscribed';
}

/** The person with these members, and the state that follows. */
export function changed(person: Person, members: Partial<Person>): Person {
  const next = { ...person, ...members };
  return { ...next, state: stateOf(next) };
}

export const listsIn = (person: Pick<Person, 'lists'>, state: ListState['state']): string[] =>
  Object.keys(person.lists).filter((name) => person.lists[name]?.state === state);

/** Whether newsletters go to them at this instant. */
export const isPaused = ({ pausedUntil }: Pick<Person, 'pausedUntil'>, now: Instant): boolean =>
  pausedUntil !== undefined && pausedUntil > now;

/** An instant that is later than everything in the row: what a person does now is the last they did. */
export function momentAfter({ lists, leftAt = '' }: Pick<Person, 'lists' | 'leftAt'>, now: Date): Instant {
  const known = [leftAt, ...Object.values(lists).map(({ at }) => at)].sort().at(-1);
  const after = known ? Date.parse(known) + 1 : 0;
  return new Date(Math.max(now.getTime(), after)).toISOString();
}

/** Of the wanted lists those that a request from `at` may still ask for: not on, and not left since. */
export const askable = ({ lists }: Pick<Person, 'lists'>, wanted: readonly string[], at: Instant): string[] =>
  wanted.filter((name) => {
    const list = lists[name];
    return list === undefined || (list.state !== 'on' && !(list.leftAt !== undefined && list.leftAt >= at));
  });

/** Asked for these lists, which they have to confirm. */
export const asked = (person: Person, names: readonly string[], at: Instant): Person =>
  changed(person, {
    lists: withLists(person, names, (before) => ({ state: 'asked', at, ...leftOf(before) })),
  });

/** Confirmed these lists. */
export function joined(person: Person, names: readonly string[], at: Instant): Person {
  const { leftAt, ...others } = person;
  return changed(others, { lists: withLists(person, names, () => ({ state: 'on', at })), confirmedAt: at });
}

/** Left these lists: all without names. What was asked for and not confirmed is off the table, too. */
export function left(
  person: Person,
  at: Instant,
  names: readonly string[] = Object.keys(person.lists),
): Person {
  const older = names.filter((name) => (person.lists[name]?.at ?? '') <= at);
  const next = changed(person, {
    lists: withLists(person, older, (before) =>
      before?.state === 'off' ? before : { state: 'off', at, leftAt: at },
    ),
  });
  const isGone = listsIn(next, 'on').length === 0 && listsIn(next, 'asked').length === 0;
  return isGone ? changed(withoutPause(next), { leftAt: person.leftAt ?? at }) : next;
}

/** Exactly these lists from now on; lists not among `offered` stay as they are. What was never asked for is on record as
 *  not wanted: an older record cannot bring it. */
export function chose(
  person: Person,
  wanted: readonly string[],
  offered: readonly string[],
  at: Instant,
): Person {
  const on = wanted.filter((name) => offered.includes(name) && person.lists[name]?.state !== 'on');
  const off = offered.filter((name) => !wanted.includes(name));
  const unknown = off.filter((name) => person.lists[name] === undefined);
  const reduced = left(
    person,
    at,
    off.filter((name) => !unknown.includes(name)),
  );
  const known = { ...reduced, lists: withLists(reduced, unknown, () => ({ state: 'off', at })) };
  return on.length ? joined(known, on, at) : known;
}

export const suppressedBy = (person: Person, news: Suppressed): Person =>
  changed(person, { suppressed: heard(person.suppressed, news) });

export function unsuppressed(person: Person): Person {
  const { suppressed, ...others } = person;
  return changed(others, {});
}

export function withoutPause(person: Person): Person {
  const { pausedUntil, ...others } = person;
  return others;
}

/** Without what was asked for 30 days ago; undefined when nothing else is known of them: they are forgotten. What stops
 *  mail to their address stands in the row of that. */
export function withoutOldRequests(person: Person, now: Date): Person | undefined {
  const limit = new Date(now.getTime() - pendingDays * dayInMs).toISOString();
  const lists: Person['lists'] = {};
  for (const [name, list] of Object.entries(person.lists)) {
    if (list.state !== 'asked' || list.at > limit) lists[name] = list;
    else if (list.leftAt) lists[name] = { state: 'off', at: list.leftAt, leftAt: list.leftAt };
  }
  const isKnown = Object.keys(lists).length > 0 || person.confirmedAt || person.leftAt;
  return isKnown ? changed(person, { lists }) : undefined;
}

/** When the row next changes by itself: a request is forgotten, or a pause ends. */
export function dueAt({ lists, pausedUntil }: Pick<Person, 'lists' | 'pausedUntil'>): Instant | undefined {
  const requests = Object.values(lists)
    .filter(({ state }) => state === 'asked')
    .map(({ at }) => new Date(Date.parse(at) + pendingDays * dayInMs).toISOString());
  return [...requests, ...(pausedUntil ? [pausedUntil] : [])].sort()[0];
}

/** Whether they came to their address only after what is told of it: of an erasure, which meant somebody else. */
export const cameAfter = (
  { createdAt, movedAt }: Pick<Person, 'createdAt' | 'movedAt'>,
  at: Instant,
): boolean => (movedAt ?? createdAt) > at;

/** The entry of the new address with all that the older one had: its lists, its name where there is none, and its past. */
export function merged(older: Person, newer: Person, at: Instant): Person {
  const both = joined(newer, listsIn(older, 'on'), at);
  const former = [...(newer.former ?? []), older.id, ...(older.former ?? [])];
  return { ...both, ...(both.name === undefined && older.name && { name: older.name }), former };
}

/** How the lists' numbers of people change, by list: 1 for one more, -1 for one fewer. */
export function growth(before: Person | undefined, after: Person | undefined): Record<string, 1 | -1> {
  const [was, is] = [new Set(before && listsIn(before, 'on')), new Set(after && listsIn(after, 'on'))];
  const joins = [...is].filter((name) => !was.has(name)).map((name) => [name, 1] as const);
  const leaves = [...was].filter((name) => !is.has(name)).map((name) => [name, -1] as const);
  return Object.fromEntries([...joins, ...leaves]);
}

const leftOf = (list: ListState | undefined) => (list?.leftAt ? { leftAt: list.leftAt } : {});

const withLists = (
  { lists }: Person,
  names: readonly string[],
  next: (before: ListState | undefined) => ListState,
): Person['lists'] => ({ ...lists, ...Object.fromEntries(names.map((name) => [name, next(lists[name])])) });
