import { mapConcurrently } from '../runtime/map-concurrently.ts';
import { isClosed, isPaused, type Person, withoutOldRequests, withoutPause } from './person.ts';
import type { Due, Subscribers, Write } from './ports.ts';
import { type Deps as SettleDeps, settleSignUp } from './settle-sign-up.ts';
import { decideAndWrite } from './write-again.ts';

export interface Deps extends SettleDeps {
  subscribers: Subscribers;
}

/** Rows that are looked up at once. */
const most = 200;
const concurrency = 8;
/** Milliseconds after which a call takes up no more: the next comes in a minute. */
const longest = 40_000;

/**
 * Does what time brings: pauses end, who never confirmed is forgotten, and sign-ups are settled that the stream left; the
 * oldest first, until nothing is left or the time is over. The index may be behind: what is due is decided by the row.
 * @throws the first failure, once all others are done.
 */
export async function actOnDue(deps: Deps): Promise<void> {
  const { subscribers, clock } = deps;
  const end = clock.now().getTime() + longest;
  const taken = new Set<string>();
  const failures: unknown[] = [];
  let isMore = true;
  while (isMore && clock.now().getTime() < end) {
    // Those that failed stand at the beginning still.
    const due = await subscribers.due(clock.now().toISOString(), most + failures.length);
    const fresh = due.filter(({ what, id }) => !taken.has(`${what} ${id}`));
    for (const { what, id } of fresh) taken.add(`${what} ${id}`);
    await mapConcurrently(fresh, { concurrency }, (one) =>
      act(one, deps).catch((error: unknown) => void failures.push(error)),
    );
    isMore = fresh.length > 0;
  }
  if (failures.length) throw failures[0];
}

const act = ({ what, id }: Due, deps: Deps): Promise<void> =>
  what === 'sign-up' ? settleSignUp(id, deps) : passTime(id, deps);

async function passTime(id: string, deps: Deps): Promise<void> {
  await decideAndWrite(deps, async () => {
    const row = await deps.subscribers.person(id);
    const now = deps.clock.now();
    const write = row && !isClosed(row) ? await writeFor(row, now, deps) : undefined;
    return { result: undefined, ...(write && { write }) };
  });
}

async function writeFor(person: Person, now: Date, deps: Deps): Promise<Write | undefined> {
  const at = now.toISOString();
  const after = withoutOldRequests(isPaused(person, at) ? person : withoutPause(person), now);
  if (!after) return forgetting(person, at, deps);
  const isSame = JSON.stringify(after) === JSON.stringify(person);
  return isSame ? undefined : { at, people: [{ before: person, after }] };
}

/** With their links, and the address as far as it knows nothing else. */
async function forgetting(person: Person, at: string, { subscribers }: Deps): Promise<Write> {
  const before = await subscribers.address(person.addressHash);
  const { person: _, ...after } = before ?? { hash: person.addressHash, writes: 0 };
  const remembers = Object.keys(after).some((member) => !['hash', 'writes'].includes(member));
  return {
    at,
    people: [{ before: person }],
    removesTokens: person.tokens.map(({ hash }) => hash),
    ...(before?.person === person.id && { addresses: [{ before, ...(remembers && { after }) }] }),
  };
}
