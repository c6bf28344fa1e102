import type { AddressRow } from '../address.ts';
import { type MailingList, titleOf } from '../lists.ts';
import { departuresOf, isPaused, listsIn, type Person } from '../person.ts';
import type { Evidence } from '../ports.ts';

/** As editors see it: whoever pauses is told from the confirmed, who get newsletters. */
export const stateShown = (person: Person, now: Date): Person['state'] | 'paused' =>
  person.state === 'confirmed' && isPaused(person, now.toISOString()) ? 'paused' : person.state;

/** The lists that they are on; of somebody who is on none those that they asked for. */
export function listsShown(person: Person): string[] {
  const on = listsIn(person, 'on');
  return on.length ? on : listsIn(person, 'asked');
}

const second = (instant: string): string => instant.replace(/\.\d+Z$/, 'Z');

/** A line of `GET /api/subscribers`. */
export function shownSubscriber(person: Person, now: Date) {
  const { id, email, name, createdAt } = person;
  return {
    ...{ id, email, state: stateShown(person, now), lists: listsShown(person), created: second(createdAt) },
    ...(name && { name }),
  };
}

export interface Story {
  person: Person;
  address?: AddressRow;
  evidence: Evidence[];
}

/** All that the press keeps of a person: what they are given when they ask for it, and what an editor sees. */
export function shownStory({ person, address, evidence }: Story, lists: readonly MailingList[], now: Date) {
  const { confirmedAt, pausedUntil, language } = person;
  const suppressed = person.suppressed ?? address?.suppressed;
  const { leftAt } = departuresOf(address, person);
  return {
    ...shownSubscriber(person, now),
    lists: Object.entries(person.lists).map(([name, { state, at, leftAt: left }]) => ({
      ...{ name, title: titleOf(lists, name), state, at: second(at) },
      ...(left && { left: second(left) }),
    })),
    ...(confirmedAt && { confirmed: second(confirmedAt) }),
    ...(leftAt && { left: second(leftAt) }),
    ...(pausedUntil && { pausedUntil: second(pausedUntil) }),
    ...(language && { language }),
    ...(suppressed && { suppressed: { ...suppressed, at: second(suppressed.at) } }),
    evidence: evidence.map(({ person: _, askedAt, at, ...others }) => ({
      ...others,
      at: second(at),
      ...(askedAt && { asked: second(askedAt) }),
    })),
  };
}
