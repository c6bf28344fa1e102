import { canonicalJson } from '../../runtime/canonical-json.ts';
import { capacitiesOf, type Gathering, unlimited } from '../gathering.ts';
import { countedCapacities } from '../gathering-moves.ts';
import { gatheringMove } from '../moves/change-gathering.ts';
import { RowsKeepChanging, type Deps as UpdateDeps } from '../update-gathering.ts';
import type { Sold } from './heard-event.ts';
import { soldOf } from './sold.ts';

export type Deps = Omit<UpdateDeps, 'bookings'> & {
  bookings: UpdateDeps['bookings'] & Parameters<typeof soldOf>[2];
};

const mostAttempts = 25;

/**
 * Counts anew the places that were booked before a quota counted them: those that went back since enter it, and pass to
 * those who wait. They only become fewer, for by the present terms every place is counted: what was read before the
 * transaction is never too few. A quota that was never counted waits for its document to be heard.
 */
export async function recount(id: string, deps: Deps): Promise<void> {
  const { bookings, clock, backoff } = deps;
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    if (attempt > 1) await backoff(attempt - 1);
    const before = await bookings.gathering(id);
    if (!before?.uncounted || Object.values(before.uncounted).includes(unlimited)) return;
    const after = counted(before, await soldOf(before, before.text, bookings));
    if (canonicalJson(after.uncounted) === canonicalJson(before.uncounted)) return;
    const [quotas, line] = await Promise.all([bookings.quotas(id, before.quotas), bookings.line(id)]);
    const at = clock.now().toISOString();
    const move = gatheringMove({ before, after, quotas, line, capacities: countedCapacities(after), at });
    if ((await bookings.make(move)).outcome === 'done') return;
  }
  throw new RowsKeepChanging();
}

function counted({ uncounted = {}, ...row }: Gathering, sold: Sold): Gathering {
  const capacities = capacitiesOf(row.text);
  const left = Object.keys(uncounted)
    .map((name) => [name, sold.uncounted.get(name) ?? 0] as const)
    .filter(([name, places]) => places && capacities.has(name));
  return left.length ? { ...row, uncounted: Object.fromEntries(left) } : row;
}
