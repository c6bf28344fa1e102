import type { AddressSuppressed, AddressUnsuppressed } from '../post/contract/letter.ts';
import type { Backoff } from '../runtime/backoff.ts';
import type { Clock } from '../runtime/clock.ts';
import { type AddressRow, heard } from './address.ts';
import { isClosed, suppressedBy, unsuppressed } from './person.ts';
import type { Subscribers } from './ports.ts';
import { decideAndWrite } from './write-again.ts';

interface Deps {
  subscribers: Pick<Subscribers, 'address' | 'person' | 'write'>;
  clock: Clock;
  backoff: Backoff;
}

/** The address keeps it, also where nobody is known, and the person has it as their state. */
export async function suppress({ hash, ...news }: AddressSuppressed, deps: Deps): Promise<void> {
  await changeStanding(hash, deps, (row) => {
    if ((row.unsuppressedAt ?? '') >= news.at) return undefined;
    const suppressed = heard(row.suppressed, news);
    return suppressed === row.suppressed ? undefined : { ...row, suppressed };
  });
}

export async function unsuppress({ hash, at }: AddressUnsuppressed, deps: Deps): Promise<void> {
  await changeStanding(hash, deps, ({ suppressed: known, ...row }) =>
    (known && known.at > at) || (row.unsuppressedAt ?? '') >= at ? undefined : { ...row, unsuppressedAt: at },
  );
}

async function changeStanding(
  hash: string,
  deps: Deps,
  change: (row: AddressRow) => AddressRow | undefined,
): Promise<void> {
  await decideAndWrite(deps, async () => {
    const before = await deps.subscribers.address(hash);
    const after = change(before ?? { hash, writes: 0 });
    if (!after) return { result: undefined };
    const row = before?.person === undefined ? undefined : await deps.subscribers.person(before.person);
    const person = row && !isClosed(row) ? row : undefined;
    const next = person && (after.suppressed ? suppressedBy(person, after.suppressed) : unsuppressed(person));
    const at = deps.clock.now().toISOString();
    const addresses = [{ ...(before && { before }), after }];
    return {
      result: undefined,
      write: { at, addresses, ...(person && next && { people: [{ before: person, after: next }] }) },
    };
  });
}
