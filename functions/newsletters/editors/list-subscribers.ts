import type { Clock } from '../../runtime/clock.ts';
import { parseAddress } from '../../runtime/people/address.ts';
import type { Keys } from '../../runtime/people/keys.ts';
import { Problem } from '../../runtime/problem.ts';
import { isClosed, type Person } from '../person.ts';
import type { People } from './ports.ts';
import { listsShown, shownSubscriber, stateShown } from './shown-subscriber.ts';

export interface Deps {
  people: Pick<People, 'newest' | 'addresses' | 'people'>;
  keys: Pick<Keys, 'hash'>;
  clock: Clock;
}

export interface SubscribersQuery {
  /** An address, or how an address, a name or a further name begins. */
  search?: string;
  list?: string;
  state?: ReturnType<typeof stateShown>;
  limit: number;
  cursor?: string;
}

/** People that one answer looks at: with a cursor it goes on from there. */
const mostExamined = 5_000;
const pageSize = 400;

/**
 * People of the newsletters, the newest first; a change may take a moment to show. An answer to a search may have fewer
 * than `limit`, even none, and go on: where `next` is null there are no more.
 */
export async function listSubscribers(asked: SubscribersQuery, deps: Deps) {
  const now = deps.clock.now();
  const isWanted = (person: Person): boolean => fits(person, asked, now);
  const exact = asked.cursor === undefined ? await atAddress(asked.search, deps) : undefined;
  if (exact) return { items: [exact].filter(isWanted).map((one) => shownSubscriber(one, now)), next: null };
  const items: Person[] = [];
  let before = idIn(asked.cursor);
  for (let examined = 0; examined < mostExamined; ) {
    const { people, next } = await deps.people.newest(before, pageSize);
    examined += people.length;
    for (const person of people) {
      if (isWanted(person)) items.push(person);
      if (items.length === asked.limit) return answer(items, person.id, now);
    }
    if (next === undefined) return answer(items, undefined, now);
    before = next;
  }
  return answer(items, before, now);
}

const answer = (items: Person[], next: string | undefined, now: Date) => ({
  items: items.map((person) => shownSubscriber(person, now)),
  next: next === undefined ? null : Buffer.from(next).toString('base64url'),
});

function idIn(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const id = Buffer.from(cursor, 'base64url').toString();
  if (/^[0-9A-HJKMNP-TV-Z]{26}$/.test(id)) return id;
  throw new Problem(400, 'cursor: has to be the “next” of the answer before, as it came.');
}

/** A whole address is found without looking at everybody. */
async function atAddress(search: string | undefined, { people, keys }: Deps): Promise<Person | undefined> {
  const parsed = parseAddress(search ?? '');
  if (!parsed.ok) return undefined;
  const [address] = await people.addresses([await keys.hash(parsed.key)]);
  const [person] = address?.person === undefined ? [] : await people.people([address.person]);
  return person && !isClosed(person) ? person : undefined;
}

function fits(person: Person, { search, list, state }: SubscribersQuery, now: Date): boolean {
  if (state !== undefined && stateShown(person, now) !== state) return false;
  if (list !== undefined && !listsShown(person).includes(list)) return false;
  const wanted = folded(search ?? '');
  const texts = [person.email, person.name ?? '', ...(person.name ?? '').split(/\s+/)];
  return !wanted || texts.some((text) => folded(text).startsWith(wanted));
}

const folded = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
