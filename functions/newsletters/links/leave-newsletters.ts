import type { Backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Keys } from '../../runtime/people/keys.ts';
import type { Instant } from '../address.ts';
import { findPerson } from '../find-person.ts';
import { type LetterDeps, leftLetter, withLink } from '../letters.ts';
import { readLeaveLink } from '../links.ts';
import { left, listsIn, momentAfter, type Person } from '../person.ts';
import type { Evidence, LeaveLog, Subscribers, Write } from '../ports.ts';
import type { Press } from '../press.ts';
import { decideAndWrite } from '../write-again.ts';

export interface Deps extends LetterDeps {
  subscribers: Pick<Subscribers, 'person' | 'write'>;
  leaveLog: Pick<LeaveLog, 'write'>;
  keys: Pick<Keys, 'verify'>;
  press: () => Promise<Press>;
  clock: Clock;
  backoff: Backoff;
}

/** Whose leave link it is: `gone` for the erased, who get nothing any more; `unknown` for what we did not sign. */
export type LinkOwner = { outcome: 'known'; person: Person } | { outcome: 'gone' | 'unknown' };

export async function ownerOf(
  link: string,
  { subscribers, keys }: Pick<Deps, 'subscribers' | 'keys'>,
): Promise<LinkOwner> {
  const id = await readLeaveLink(keys, link);
  if (id === undefined) return { outcome: 'unknown' };
  const person = await findPerson(subscribers, id);
  return person ? { outcome: 'known', person } : { outcome: 'gone' };
}

/** Has the link's owner leave everything. Who has left, or was erased, stays so. */
export async function leaveNewsletters(link: string, deps: Deps): Promise<LinkOwner['outcome']> {
  const owner = await ownerOf(link, deps);
  if (owner.outcome === 'known') await leaveAll(owner.person.id, deps);
  return owner.outcome;
}

/** The log comes first: with an entry and no change of the row, the replay finishes what somebody pressed. Who had the
 *  notes of the day leaves without one. */
export async function leaveAll(id: string, deps: Omit<Deps, 'keys'>): Promise<void> {
  const leave = (isTold: boolean) =>
    decideAndWrite(deps, async () => {
      const person = await findPerson(deps.subscribers, id);
      if (!person || !hasSomething(person)) return { result: undefined };
      const at = momentAfter(person, deps.clock.now());
      await deps.leaveLog.write({ hash: person.addressHash, what: 'left', at });
      return { result: undefined, write: await departure(person, at, isTold, deps) };
    });
  const { outcome } = await leave(true);
  if (outcome === 'over-limit') await leave(false);
}

const day = 86_400;
/** Notes a day to who has left: whoever joins again by the preferences can leave as often. */
const mostNotes = 3;

/** Gets a newsletter, or asked for one. */
export const hasSomething = (person: Person): boolean =>
  listsIn(person, 'on').length + listsIn(person, 'asked').length > 0;

async function departure(
  person: Person,
  at: Instant,
  isTold: boolean,
  deps: Omit<Deps, 'keys'>,
): Promise<Write> {
  const lists = listsIn(person, 'on');
  const after = left(person, at);
  const evidence: Evidence = { id: deps.ids.next(), person: person.id, at, what: 'left', lists };
  const write: Write = { at, people: [{ before: person, after }], evidence: [evidence] };
  // No letter to who never got one, nor to an address that bounces.
  if (!isTold || !lists.length || person.suppressed?.scope === 'all') return write;
  const { token, letter } = leftLetter({ press: await deps.press(), person, at }, lists, deps);
  const linked = withLink(after, token, at);
  return {
    ...write,
    people: [{ before: person, after: linked.person }],
    tokens: [token],
    removesTokens: linked.old,
    letters: [letter],
    counts: [{ name: 'notes', hash: person.addressHash, most: mostNotes, seconds: day }],
  };
}

/** Keeps why somebody left, in their words. Twice a day is enough: the link is in every mail. */
export async function keepReason(link: string, reason: string, deps: Deps): Promise<void> {
  const note = reason.toWellFormed().slice(0, 1000).trim();
  if (!note) return;
  await decideAndWrite(deps, async () => {
    const owner = await ownerOf(link, deps);
    if (owner.outcome !== 'known') return { result: undefined };
    const { person } = owner;
    const at = deps.clock.now().toISOString();
    const evidence: Evidence = { id: deps.ids.next(), person: person.id, at, what: 'left', note };
    const counts = [{ name: 'reasons', hash: person.addressHash, most: 2, seconds: day }];
    // The row is written as it is: nothing is added to somebody who was erased since they were read.
    const people = [{ before: person, after: person }];
    return { result: undefined, write: { at, people, evidence: [evidence], counts } };
  });
}
