import type { Backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { AddressRow } from '../address.ts';
import { cameAfter, departuresOf, isClosed, type Person } from '../person.ts';
import type { LeaveLog, Subscribers, Write } from '../ports.ts';
import { decideAndWrite } from '../write-again.ts';
import type { Announcer, Erasure, ExportFiles, Exports, Messages, People } from './ports.ts';

/*
 * Whoever is erased is known by the keyed hash of their address alone: other rooms may know somebody whom this one does
 * not. What the function dies of, or what comes twice:
 *
 * | erase | |
 * | --- | --- |
 * | dies before the message | nothing happened, nobody was told otherwise: asked again |
 * | dies after it, before the log entry | the message's own call writes the entry, and erases |
 * | dies after the entry, before the answer | erased all the same; asked again, a second message finds nobody |
 * | the message's call dies at any point | the message returns: every step is done again, and finds what is left |
 * | the message comes twice | the second finds nobody, and tells the rooms once more: they find nobody, too |
 * | the message comes late, and they have signed up again since | whoever is newer than the erasure stays |
 * | an unsettled sign-up from before it is settled afterwards | it is older than `erasedAt`: nothing is asked |
 * | somebody's row is written in between | read again, erased as it is then |
 * | the table is set back | the log has the entry: the replay erases again |
 * | an import brings the address afterwards | refused: they come back by themselves alone |
 */

/** Has everything that any room knows of somebody removed, within a minute. It goes on when this returns. */
export async function eraseAddress(
  hash: string,
  { messages, log, clock }: { messages: Messages; log: Pick<LeaveLog, 'write'>; clock: Clock },
): Promise<void> {
  const erasure = { hash, at: clock.now().toISOString() };
  await messages.send({ erase: erasure });
  await log.write({ ...erasure, what: 'erased' });
}

export interface Deps {
  subscribers: Pick<Subscribers, 'address' | 'person' | 'write'>;
  people: Pick<People, 'forget'>;
  log: Pick<LeaveLog, 'write'>;
  exports: Pick<Exports, 'countErasure'>;
  results: Pick<ExportFiles, 'removeAll'>;
  announcer: Pick<Announcer, 'personErased'>;
  backoff: Backoff;
}

/** Removes somebody from this room, with the exports that they stand in, and tells the other rooms. */
export async function erasePerson(erasure: Erasure, deps: Deps): Promise<void> {
  await deps.log.write({ ...erasure, what: 'erased' });
  const { result: ids } = await decideAndWrite(deps, () => removal(erasure, deps));
  // What was added between is removed as well.
  for (const id of ids) await deps.people.forget(id);
  // Counted before files are removed: a slice that read their row before either sees the count, or its file is removed.
  await deps.exports.countErasure();
  await deps.results.removeAll();
  await deps.announcer.personErased(erasure);
}

async function removal({ hash, at }: Erasure, deps: Deps): Promise<{ write: Write; result: string[] }> {
  const { subscribers, people } = deps;
  const address = await subscribers.address(hash);
  const row = address?.person === undefined ? undefined : await subscribers.person(address.person);
  const person = row && !isClosed(row) && !cameAfter(row, at) ? row : undefined;
  const after = erasedRow({ hash, at }, address, person);
  const addresses = [{ ...(address && { before: address }), after }];
  if (!person) return { write: { at, addresses }, result: [] };
  const ids = [person.id, ...(person.former ?? [])];
  // Before their row goes, without which nobody finds the rest any more.
  for (const id of ids) await people.forget(id);
  await removeLinks(person, at, subscribers);
  for (const id of person.former ?? []) await removeRow(id, at, deps);
  return { write: { at, people: [{ before: person }], addresses }, result: ids };
}

/** Actions of one transaction: DynamoDB takes a hundred. */
const linksAtOnce = 50;

async function removeLinks({ tokens }: Person, at: string, subscribers: Pick<Subscribers, 'write'>) {
  for (let first = 0; first < tokens.length; first += linksAtOnce) {
    const removesTokens = tokens.slice(first, first + linksAtOnce).map(({ hash }) => hash);
    await subscribers.write({ at, removesTokens });
  }
}

async function removeRow(id: string, at: string, deps: Deps): Promise<void> {
  await decideAndWrite(deps, async () => {
    const before = await deps.subscribers.person(id);
    return { result: undefined, ...(before && { write: { at, people: [{ before }] } }) };
  });
}

/** Somebody who came after the erasure keeps their row. */
function erasedRow(
  { hash, at }: Erasure,
  address: AddressRow | undefined,
  person: Person | undefined,
): AddressRow {
  const { person: id, ...others } = address ?? { hash, writes: 0 };
  const suppressed = person?.suppressed ?? address?.suppressed;
  const isNewer = id !== undefined && !person;
  const erasedAt = (address?.erasedAt ?? '') > at ? address?.erasedAt : at;
  if (isNewer) return { ...others, person: id, erasedAt };
  return { ...others, ...departuresOf(address, person), erasedAt, ...(suppressed && { suppressed }) };
}
