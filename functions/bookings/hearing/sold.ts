import { type Booking, countOf, type Place } from '../booking.ts';
import { codeQuota, type EventText, type Gathering } from '../gathering.ts';
import { isOpen } from '../moves/booking-moves.ts';
import { quotasFor } from '../order/tickets.ts';
import type { Bookings } from '../ports.ts';
import type { Sold } from './heard-event.ts';

const pageSize = 200;

/** All bookings of a gathering. */
export async function* allOf(
  gathering: string,
  bookings: Pick<Bookings, 'bookings'>,
): AsyncIterable<Booking> {
  let after: string | undefined;
  do {
    const page = await bookings.bookings(gathering, pageSize, after);
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}

/** The quotas that its ticket has by now. */
export function quotasNow(
  { ticket }: Place,
  { discount = '' }: Booking,
  { tickets, codes = [] }: EventText,
): string[] {
  const known = tickets.find(({ id }) => id === ticket);
  const code = codes.find((one) => codeQuota(one.code) === codeQuota(discount));
  return known ? quotasFor(known, code) : [];
}

/** Goes through all bookings. By terms that are over nobody books meanwhile: the row is read before and demanded after. */
export async function soldOf(
  before: Gathering,
  text: EventText,
  bookings: Pick<Bookings, 'bookings'>,
): Promise<Sold> {
  const [tickets, quotas] = [new Set<string>(), new Set<string>()];
  const uncounted = new Map<string, number>();
  // Who holds a ticket that the document has no longer is counted where it was: it may come back.
  const known = { ...text, tickets: [...text.tickets, ...before.text.tickets, ...before.closedTickets] };
  for await (const booking of allOf(before.id, bookings)) {
    if (!isOpen(booking)) continue;
    for (const place of booking.places) {
      tickets.add(place.ticket);
      for (const name of place.quotas) quotas.add(name);
      const missing = countOf(booking.state) ? quotasNow(place, booking, known) : [];
      for (const name of missing.filter((one) => !place.quotas.includes(one)))
        uncounted.set(name, (uncounted.get(name) ?? 0) + 1);
    }
  }
  return { tickets, quotas, uncounted };
}
