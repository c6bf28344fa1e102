import type { Booking } from '../booking.ts';
import type { Bookings } from '../ports.ts';

/** Wishes of a page: some hundred kilobytes. */
const page = 1_000;

export type LinePositions = ReadonlyMap<string, number>;

/** Where in the line each stands who waits, by the code of the booking: 1 is the first. */
export async function linePositions(
  gathering: string,
  { bookings }: { bookings: Pick<Bookings, 'wishes'> },
): Promise<LinePositions> {
  const positions = new Map<string, number>();
  for (let after: number | undefined = 0; after !== undefined; ) {
    const wishes = await bookings.wishes(gathering, page, after);
    for (const { code } of wishes) positions.set(code, positions.size + 1);
    after = wishes.length < page ? undefined : wishes.at(-1)?.number;
  }
  return positions;
}

const none: LinePositions = new Map();

/** The same for those of some bookings that wait; where none does, the line is not read. */
export const positionsOf = async (
  gathering: string,
  some: readonly Pick<Booking, 'state'>[],
  deps: { bookings: Pick<Bookings, 'wishes'> },
): Promise<LinePositions> =>
  some.some(({ state }) => state === 'waiting') ? linePositions(gathering, deps) : none;
