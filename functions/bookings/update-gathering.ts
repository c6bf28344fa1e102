import type { Backoff } from '../runtime/backoff.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Gathering, Instant } from './gathering.ts';
import { changesTerms, countedCapacities } from './gathering-moves.ts';
import { gatheringMove } from './moves/change-gathering.ts';
import type { Bookings, Move } from './ports.ts';

export interface Deps {
  bookings: Pick<Bookings, 'gathering' | 'quotas' | 'line' | 'make'>;
  clock: Clock;
  backoff: Backoff;
}

const mostAttempts = 25;

/** Rows kept changing under a move of an event: it is tried again. */
export class RowsKeepChanging extends Error {
  override readonly name = 'RowsKeepChanging';

  constructor() {
    super('The rows of an event changed with every attempt to write them');
  }
}

/**
 * Makes a move of an event (`gathering-moves.ts`), with its quotas where people book by other terms from then on; reads
 * again while others write. @returns the row as it is then; undefined: there is none, or it allows no such move.
 */
export async function updateGathering(
  id: string,
  change: (row: Gathering, at: Instant) => Gathering | undefined,
  deps: Deps,
): Promise<Gathering | undefined> {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    if (attempt > 1) await deps.backoff(attempt - 1);
    const before = await deps.bookings.gathering(id);
    const at = deps.clock.now().toISOString();
    const after = before && change(before, at);
    if (!before || !after) return undefined;
    const move = await moveOf(before, after, at, deps);
    const { outcome } = await deps.bookings.make(move);
    if (outcome === 'done') return { ...after, ...move.row?.after, writes: before.writes + 1 };
  }
  throw new RowsKeepChanging();
}

async function moveOf(before: Gathering, after: Gathering, at: Instant, { bookings }: Deps): Promise<Move> {
  if (!changesTerms(before, after)) return { gathering: before.id, at, row: { before, after } };
  const [quotas, line] = await Promise.all([
    bookings.quotas(before.id, before.quotas),
    bookings.line(before.id),
  ]);
  return gatheringMove({ before, after, quotas, line, capacities: countedCapacities(after), at });
}
