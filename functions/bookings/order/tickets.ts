import type { BookingCode, Ticket } from '../../content/kinds/event.ts';
import { instantOf } from '../../runtime/zoned-time.ts';
import type { Booking, Place } from '../booking.ts';
import { codeQuota, type Gathering, type Instant } from '../gathering.ts';
import { quotasOfTicket, ticketSale } from '../sale.ts';

/** The code as the text has it; undefined: there is none such now. */
export function codeAt(typed: string, { text }: Gathering, at: Instant): BookingCode | undefined {
  const wanted = typed.trim().toLowerCase();
  const code = (text.codes ?? []).find((one) => one.code.toLowerCase() === wanted);
  return code && (!code.until || at < instantOf(code.until, text.timezone)) ? code : undefined;
}

/** Tickets that somebody may choose now, with what each costs them. */
export const ticketsFor = (gathering: Gathering, at: Instant, code?: BookingCode): (Ticket & Price)[] =>
  gathering.text.tickets
    .filter((ticket) => isShown(ticket, code) && isOnSale(ticket, gathering, at))
    .map((ticket) => ({ ...ticket, ...priceOf(ticket, code) }));

export const isOnSale = (ticket: Ticket, { text }: Gathering, at: Instant): boolean =>
  ticketSale(ticket, text.timezone, new Date(at)) === 'open';

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
export const quotasFor = (ticket: Ticket, code?: BookingCode): string[] =>
  code?.places !== undefined && isFor(code, ticket)
    ? [...quotasOfTicket(ticket), codeQuota(code.code)].sort()
    : quotasOfTicket(ticket);

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
