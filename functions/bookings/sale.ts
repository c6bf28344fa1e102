import { instantOf } from '../runtime/zoned-time.ts';
import { type Gathering, namedQuota, ticketQuota, wholeQuota } from './gathering.ts';
import { isCalledOff } from './gathering-moves.ts';
import type { Quota } from './ports.ts';

type Ticket = Gathering['text']['tickets'][number];

/**
 * Whether an event can be booked at a moment, and why not. `not-yet`: booking opens later. `over`: booking closed, or the
 * event has begun. `closed`: an editor closed it, or it is not published. `past`: it has ended.
 */
export type Sale = 'open' | 'not-yet' | 'over' | 'closed' | 'cancelled' | 'past';

export function saleOf({ state, text, startsAt, endsAt }: Gathering, now: Date): Sale {
  const at = now.toISOString();
  if (isCalledOff({ state })) return 'cancelled';
  if (endsAt <= at) return 'past';
  if (startsAt <= at || isPast(text.bookingCloses, text.timezone, at)) return 'over';
  if (state === 'closed') return 'closed';
  return isAhead(text.bookingOpens, text.timezone, at) ? 'not-yet' : 'open';
}

/** Whether a ticket is on sale at a moment, were the event open. */
export type TicketSale = 'open' | 'not-yet' | 'over';

export function ticketSale({ from, until }: Ticket, zone: string, now: Date): TicketSale {
  const at = now.toISOString();
  if (isPast(until, zone, at)) return 'over';
  return isAhead(from, zone, at) ? 'not-yet' : 'open';
}

const isPast = (local: string | undefined, zone: string, at: string) =>
  local !== undefined && instantOf(local, zone) <= at;
const isAhead = (local: string | undefined, zone: string, at: string) =>
  local !== undefined && instantOf(local, zone) > at;

/** Names of the quotas that all have to allow a place with this ticket, in order. */
export const quotasOfTicket = ({ id, places, quotas = [] }: Ticket): string[] =>
  [wholeQuota, ...(places === undefined ? [] : [ticketQuota(id)]), ...quotas.map(namedQuota)].sort();

/** Places that are free for a ticket now: as many as the scarcest of its quotas has. */
export function freeFor(ticket: Ticket, quotas: readonly Quota[]): number {
  const wanted = quotasOfTicket(ticket);
  const free = quotas.filter(({ name }) => wanted.includes(name)).map((quota) => quota.free);
  return free.length < wanted.length ? 0 : Math.min(...free);
}

/** Of one order, of all tickets together. */
export const mostOfOrder = 20;

/** How many of a ticket an order may have. */
export const mostOfTicket = ({ most = mostOfOrder }: Ticket): number => Math.min(most, mostOfOrder);
