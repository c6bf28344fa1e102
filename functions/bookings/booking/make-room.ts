import type { Gathering, Instant } from '../gathering.ts';
import type { Quota } from '../ports.ts';
import { settleLine } from '../settle-line.ts';
import { lapseBooking } from './lapse-booking.ts';
import type { LifeDeps } from './life.ts';

/** Bookings that are released before another look. */
const mostReleased = 10;

/**
 * Before anybody is told that it is full, or waits: what is held or offered beyond its time is released, each in its own
 * transaction, and the line is served with it. Some are released, and who asks tries again, until nothing has lapsed or
 * there is time no more: those that hold what is wanted need not be the oldest.
 * @param short The quotas that have too few.
 * @param room What was done for the one who asks, who keeps it.
 * @returns Whether it is worth another look.
 */
export async function makeRoom(
  { id }: Gathering,
  { short, room, at }: { short: readonly Quota[]; room: Room; at: Instant },
  deps: LifeDeps,
): Promise<boolean> {
  const isPassing = !room.hasServed && short.some(({ passing }) => passing > 0);
  const codes = short.some(({ held, offered }) => held + offered > 0) ? await lapsed(id, room, at, deps) : [];
  for (const code of codes) {
    const { outcome } = await lapseBooking({ gathering: id, code }, deps);
    if (outcome !== 'busy') room.released.add(code);
  }
  room.hasServed = true;
  if (isPassing || codes.length) await settleLine(id, deps);
  return isPassing || codes.length > 0;
}

/** The index has for a while what is released already. */
async function lapsed(
  id: string,
  { released }: Room,
  at: Instant,
  { bookings }: LifeDeps,
): Promise<string[]> {
  const codes = await bookings.lapsedOf(id, at, released.size + mostReleased);
  return codes.filter((code) => !released.has(code)).slice(0, mostReleased);
}

/** What was done to make room for one request. */
export interface Room {
  /** Codes. */
  released: Set<string>;
  /** What passed was given to the line. */
  hasServed: boolean;
}

export const newRoom = (): Room => ({ released: new Set(), hasServed: false });
