import type { BookingCode, Ticket } from '../../content/kinds/event.ts';
import { instantOf } from '../../runtime/zoned-time.ts';
import type { Booking, Place } from '../booking.ts';
import {
  codeQuota,
  type Gathering,
  type Instant,
  namedQuota,
  ticketQuota,
  wholeQuota,
} from '../gathering.ts';

/** Whether booking is open, and why not. */
export type Openness =
  | { is: 'open' }
  | { is: 'closed'; why: 'over' | 'closed' | 'cancelled' }
  | { is: 'closed'; why: 'not-yet'; opens: Instant };

/** Whether readers can book now. Without a word of its document it is open until it starts. */
export function openFor(gathering: Gathering, at: Instant): Openness {
  const { state, text } = gathering;
  if (state === 'cancelling' || state === 'cancelled') return { is: 'closed', why: 'cancelled' };
  if (state === 'closed') return { is: 'closed', why: 'closed' };
  const closes = text.bookingCloses ? instantOf(text.bookingCloses, text.timezone) : gathering.startsAt;
  if (at >= closes || at >= gathering.endsAt) return { is: 'closed', why: 'over' };
  const opens = text.bookingOpens ? instantOf(text.bookingOpens, text.timezone) : '';
  return at < opens ? { is: 'closed', why: 'not-yet', opens } : { is: 'open' };
}

/** Whether a ticket is on sale, or when. */
export function onSaleAt(ticket: Ticket, { text }: Gathering, at: Instant): 'now' | 'not-yet' | 'over' {
  if (ticket.from && at < instantOf(ticket.from, text.timezone)) return 'not-yet';
  return ticket.until && at >= instantOf(ticket.until, text.timezone) ? 'over' : 'now';
}

/** The code as the text has it; undefined: there is none such now. */
export function codeAt(typed: string, { text }: Gathering, at: Instant): BookingCode | undefined {
  const wanted = typed.trim().toLowerCase();
  const code = (text.codes ?? []).find((one) => one.code.toLowerCase() === wanted);
  return code && (!code.until || at < instantOf(code.until, text.timezone)) ? code : undefined;
}

/** Tickets that somebody may choose now, with what each costs them. */
export const ticketsFor = (
  gathering: Gathering,
  at: Instant,
  code?: BookingCode,
): (Ticket & Price)[] =>
  gathering.text.tickets
    .filter((ticket) => isShown(ticket, code) && onSaleAt(ticket, gathering, at) === 'now')
    .map((ticket) => ({ ...ticket, ...priceOf(ticket, code) }));

/** Hidden ones are for whoever has a code that opens them. */
export const isShown = ({ hidden, id }: Ticket, code?: BookingCode): boolean =>
  !hidden || (code?.opens ?? []).includes(id);

/** Smallest units. `least`: one pays what one can, from so much on; `price` is what is suggested. */
export interface Price {
  price: number;
  least?: number;
}

/** What a ticket costs, after the code. */
export function priceOf(ticket: Ticket, code?: BookingCode): Price {
  const off = lowers(code, ticket) ? code?.off : undefined;
  const reduced = (price: number) =>
    Math.max(0, price - (off?.amount ?? 0) - Math.round((price * (off?.percent ?? 0)) / 100));
  return {
    price: reduced(ticket.price),
    ...(ticket.least !== undefined && { least: reduced(ticket.least) }),
  };
}

const lowers = (code: BookingCode | undefined, { id }: Ticket): boolean =>
  code?.off !== undefined && (code.off.tickets?.includes(id) ?? true);

/** Whether a code does anything for a ticket. */
export const isFor = (code: BookingCode, ticket: Ticket): boolean =>
  lowers(code, ticket) || (code.opens ?? []).includes(ticket.id);

/** The quotas that count a place of the ticket, in order of name. */
export const quotasOf = (ticket: Ticket, code?: BookingCode): string[] =>
  [
    wholeQuota,
    ...(ticket.places === undefined ? [] : [ticketQuota(ticket.id)]),
    ...(ticket.quotas ?? []).map(namedQuota),
    ...(code?.places !== undefined && isFor(code, ticket) ? [codeQuota(code.code)] : []),
  ].sort();

/**
 * The places of a wish at today's prices. Who pays what they can keeps to what they said, if that is enough still; what an
 * editor booked, to what was agreed. Undefined: a ticket is no more.
 */
export function placesToday(
  { places, discount, by }: Pick<Booking, 'places' | 'discount' | 'by'>,
  { text }: Gathering,
): Place[] | undefined {
  const code = (text.codes ?? []).find((one) => one.code.toLowerCase() === discount?.toLowerCase());
  const today = places.flatMap((place) => {
    const ticket = text.tickets.find(({ id }) => id === place.ticket);
    if (!ticket) return [];
    const { price, least } = priceOf(ticket, code);
    const now = least === undefined ? price : Math.max(least, place.price);
    return [{ ...place, price: by ? place.price : now }];
  });
  return today.length === places.length ? today : undefined;
}
