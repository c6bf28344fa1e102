import type { Booking } from '../booking.ts';
import type { Bookings } from '../ports.ts';

/** Rows of a page: about a megabyte, which DynamoDB gives at once. */
const page = 1_000;

/** Every booking of an event, in the order of codes. */
export async function* allBookings(
  gathering: string,
  { bookings }: { bookings: Pick<Bookings, 'bookings'> },
): AsyncGenerator<Booking> {
  let after: string | undefined;
  do {
    const { items, next } = await bookings.bookings(gathering, page, after);
    yield* items;
    after = next;
  } while (after !== undefined);
}
