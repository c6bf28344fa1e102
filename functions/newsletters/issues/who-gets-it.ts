import type { Instant } from '../address.ts';
import { type ClosedPerson, isClosed, isPaused, listsIn, type Person } from '../person.ts';

/**
 * Why somebody does not get an issue to these lists, as they stand; undefined: they do. An entry that was joined to another
 * gets nothing: the other may stand in the audience itself.
 */
export function whyNot(
  person: Person | ClosedPerson | undefined,
  lists: readonly string[],
  now: Instant,
): string | undefined {
  if (!person) return 'erased';
  if (isClosed(person)) return 'joined';
  if (person.suppressed) return person.suppressed.why === 'complaint' ? 'complained' : 'bounced';
  if (!listFor(person, lists)) return 'left';
  return isPaused(person, now) ? 'paused' : undefined;
}

/** The list by which they get it: the first of the that they are on. */
export function listFor(person: Pick<Person, 'lists'>, lists: readonly string[]): string | undefined {
  const on = listsIn(person, 'on');
  return lists.find((name) => on.includes(name));
}
