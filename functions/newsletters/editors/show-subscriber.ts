import type { Clock } from '../../runtime/clock.ts';
import { Problem } from '../../runtime/problem.ts';
import { findPerson } from '../find-person.ts';
import type { Person } from '../person.ts';
import type { Subscribers } from '../ports.ts';
import type { Press } from '../press.ts';
import { shownStory } from './shown-subscriber.ts';

export interface Deps {
  subscribers: Pick<Subscribers, 'person' | 'address' | 'evidence'>;
  press: () => Promise<Press>;
  clock: Clock;
}

/** A person's whole story. @throws Problem (404) when nobody has this id. */
export async function showSubscriber(id: string, deps: Deps) {
  return exportPerson(await demandPerson(id, deps), deps);
}

/** The person with this id, or the one that their entry was joined to. @throws Problem (404) */
export async function demandPerson(id: string, { subscribers }: Pick<Deps, 'subscribers'>): Promise<Person> {
  const person = await findPerson(subscribers, id);
  if (person) return person;
  throw new Problem(404, 'Nobody has this id. Whoever was here may have been erased.');
}

/**
 * Everything that is kept of a person, as JSON: they are given it when they ask. `post` has nothing to add: what stops mail
 * is told to this room, and of a letter it keeps a keyed hash, its kind and when it left; its text, which went to the
 * person alone, only until it has left, or for 30 days while that is in doubt.
 */
export async function exportPerson(person: Person, { subscribers, press, clock }: Deps) {
  const ids = [...(person.former ?? []), person.id];
  const [address, { lists }, ...stories] = await Promise.all([
    subscribers.address(person.addressHash),
    press(),
    ...ids.map((id) => subscribers.evidence(id)),
  ]);
  const evidence = stories.flat().sort((a, b) => (a.at < b.at ? -1 : 1));
  return shownStory({ person, ...(address && { address }), evidence }, lists, clock.now());
}
