import { mapConcurrently } from '../runtime/map-concurrently.ts';
import { isClosed, isPaused, type Person, withoutOldRequests, withoutPause } from './person.ts';
import type { Subscribers, Write } from './ports.ts';
import { type Deps as SettleDeps, settleSignUp } from './settle-sign-up.ts';
import { decideAndWrite } from './write-again.ts';

export interface Deps extends SettleDeps {
  subscribers: Subscribers;
}

/** Of one call, which comes every minute. */
const most = 200;
const concurrency = 8;

/** Does what time brings: pauses end, who never confirmed is forgotten, and sign-ups are settled that the stream left.
 *  The index may be behind: what is due is decided by the row. A failure is thrown once the others are done. */
export async function actOnDue(deps: Deps): Promise<void> {
  const due = await deps.subscribers.due(deps.clock.now().toISOString(), most);
  await mapConcurrently(due, { concurrency }, ({ what, id }) =>
    what === 'sign-up' ? settleSignUp(id, deps) : passTime(id, deps),
  );
}

async function passTime(id: string, deps: Deps): Promise<void> {
  await decideAndWrite(deps, async () => {
    const row = await deps.subscribers.person(id);
    const now = deps.clock.now();
    const write = row && !isClosed(row) ? await writeFor(row, now, deps) : undefined;
    return { told: undefined, ...(write && { write }) };
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
