import type { Gathering, Instant } from '../gathering.ts';
import type { Quota } from '../ports.ts';
import { settleLine } from '../settle-line.ts';
import { lapseBooking } from './lapse-booking.ts';
import type { LifeDeps } from './life.ts';

/** Bookings that one request releases. */
const mostReleased = 10;

/**
 * Before anybody is told that it is full, or waits: what is held or offered beyond its time is released, each in its own
 * transaction, and the line is served with it. Nothing is read where nothing is held or offered.
 * @param short The quotas that have too few.
 * @returns Whether it is worth another look.
 */
export async function makeRoom(
  { id }: Gathering,
  short: readonly Quota[],
  at: Instant,
  deps: LifeDeps,
): Promise<boolean> {
  const isPassing = short.some(({ passing }) => passing > 0);
  const mayLapse = short.some(({ held, offered }) => held + offered > 0);
  const codes = mayLapse ? await deps.bookings.lapsedOf(id, at, mostReleased) : [];
  for (const code of codes) await lapseBooking({ gathering: id, code }, deps);
  if (isPassing || codes.length) await settleLine(id, deps);
  return isPassing || codes.length > 0;
}
