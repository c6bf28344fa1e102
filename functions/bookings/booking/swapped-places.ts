import type { Booking, Place } from '../booking.ts';
import type { Gathering, Instant } from '../gathering.ts';
import { mostQuotas } from '../order/order-places.ts';
import { codeAt, isOnSale, isShown, priceOf, quotasFor } from '../order/tickets.ts';
import { mostOfTicket } from '../sale.ts';

export interface Swap {
  /** Ids. */
  places: readonly string[];
  /** Id of the new one. */
  ticket: string;
  /** An editor: also to what is not on sale, or has another price, which the places have then. */
  by?: string | undefined;
}

/** The places that are swapped, or why they are not. Whether there is room shows when it is tried. */
export function swappedPlaces(
  booking: Booking,
  swap: Swap,
  { gathering, at }: { gathering: Gathering; at: Instant },
): Place[] | string {
  const places: Place[] = [];
  for (const place of booking.places.filter(({ id }) => swap.places.includes(id))) {
    const next = swapped(place, booking, { swap, gathering, at });
    if (typeof next === 'string') return next;
    places.push(next);
  }
  const after = booking.places.map((one) => places.find(({ id }) => id === one.id) ?? one);
  const tooMany = swap.by === undefined && whyTooMany(after, swap.ticket, gathering);
  return tooMany || places;
}

/** One order is held to as many of a ticket, and to as many quotas, as when it is made. */
function whyTooMany(places: readonly Place[], wanted: string, { text }: Gathering): string | undefined {
  const ticket = text.tickets.find(({ id }) => id === wanted);
  if (ticket && places.filter((place) => place.ticket === wanted).length > mostOfTicket(ticket))
    return `One order has at most ${mostOfTicket(ticket)} of “${ticket.name}”.`;
  return new Set(places.flatMap(({ quotas }) => quotas)).size > mostQuotas
    ? 'Its tickets are of too many kinds for one order. Please cancel this place and book another one.'
    : undefined;
}

/** The place with its new ticket, or why it cannot have it. */
function swapped(
  place: Place,
  { discount }: Booking,
  { swap, gathering, at }: { swap: Swap; gathering: Gathering; at: Instant },
): Place | string {
  const ticket = gathering.text.tickets.find(({ id }) => id === swap.ticket);
  const code = discount === undefined ? undefined : codeAt(discount, gathering, at);
  if (!ticket || (!swap.by && !isShown(ticket, code))) return 'There is no such ticket.';
  if (place.ticket === ticket.id) return 'It is this ticket already.';
  const { price, least } = priceOf(ticket, code);
  const next = { ...place, ticket: ticket.id, quotas: quotasFor(ticket, code) };
  if (swap.by) return { ...next, price };
  if (!isOnSale(ticket, gathering, at)) return `“${ticket.name}” is not on sale now.`;
  const isSame = least === undefined ? price === place.price : place.price >= least;
  return isSame ? next : 'It has another price. Please cancel this place and book another one.';
}
