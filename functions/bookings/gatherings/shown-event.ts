import { type Gathering, unlimited, wholeQuota } from '../gathering.ts';
import type { Line, Quota } from '../ports.ts';
import {
  freeFor,
  mostOfTicket,
  quotasOfTicket,
  type Sale,
  saleOf,
  type TicketSale,
  ticketSale,
} from '../sale.ts';

type Ticket = Gathering['text']['tickets'][number];

/** How many places are left: in a word, and where the event says so in a number. */
export interface Left {
  word: 'plenty' | 'few' | 'none';
  places?: number;
}

export interface ShownTicket {
  ticket: Ticket;
  sale: TicketSale;
  left: Left;
  /** That one order may have; 0 where none can be had. */
  most: number;
}

/** An event as everybody may see it at a moment. */
export interface ShownEvent {
  gathering: Gathering;
  sale: Sale;
  left: Left;
  /** Without those that only a code opens. */
  tickets: ShownTicket[];
  /** Who finds it full can wait. */
  keepsLine: boolean;
  /** Places are free and nobody can book them: the first who waits wants more, and the order is strict. */
  keptForFirst: boolean;
}

/** What is said of an event is read from these. */
export interface Counts {
  quotas: readonly Quota[];
  line: Pick<Line, 'waiting'>;
}

/** @param opened Ids of hidden tickets that a code opens. */
export function shownEvent(
  gathering: Gathering,
  { quotas, line }: Counts,
  now: Date,
  opened: readonly string[] = [],
): ShownEvent {
  const { text } = gathering;
  const sale = saleOf(gathering, now);
  const all = quotas.find(({ name }) => name === wholeQuota);
  const isStrict = text.passingOver === false && line.waiting > 0;
  const keepsLine = text.waitingList !== false;
  const leftOf = (free: number, capacity: number) => left(isStrict ? 0 : free, capacity, text.showsLeft);
  const tickets = text.tickets
    .filter(({ id, hidden }) => !hidden || opened.includes(id))
    .map((ticket): ShownTicket => {
      const free = freeFor(ticket, quotas);
      const capacity = capacityFor(ticket, quotas);
      const shown = leftOf(free, capacity);
      const ofTicket = ticketSale(ticket, text.timezone, now);
      const isSold = sale === 'open' && ofTicket === 'open' && (keepsLine || free > 0);
      // More than there ever are nobody waits for.
      const most = Math.min(mostOfTicket(ticket), keepsLine ? capacity : free);
      return { ticket, sale: ofTicket, left: shown, most: isSold ? most : 0 };
    });
  return {
    ...{ gathering, sale, tickets, keepsLine },
    left: leftOf(bestOf(tickets, quotas, all), all?.capacity ?? 0),
    keptForFirst: sale === 'open' && isStrict && (all?.free ?? 0) > 0,
  };
}

/** The whole may have places that no ticket does. */
const bestOf = (tickets: readonly ShownTicket[], quotas: readonly Quota[], all: Quota | undefined): number =>
  Math.min(all?.free ?? 0, Math.max(0, ...tickets.map(({ ticket }) => freeFor(ticket, quotas))));

const capacityFor = (ticket: Ticket, quotas: readonly Quota[]): number => {
  const wanted = quotasOfTicket(ticket);
  return Math.min(...quotas.filter(({ name }) => wanted.includes(name)).map(({ capacity }) => capacity));
};

/** Few: a fifth of the places, and at most twenty. */
function left(free: number, capacity: number, showsLeft: true | undefined): Left {
  const isFew = free <= Math.min(20, Math.ceil(capacity / 5));
  const word = free <= 0 ? 'none' : isFew ? 'few' : 'plenty';
  // Of an event without a capacity there is no number.
  return { word, ...(showsLeft && capacity < unlimited / 2 && { places: Math.max(0, free) }) };
}

/** Readers see it: not what is a draft, or withdrawn. */
export const isShown = ({ state, why }: Gathering): boolean =>
  !(state === 'closed' && (why === 'withdrawn' || why === 'draft'));

/** It was there, and is not any more. */
export const isWithdrawn = ({ state, why }: Gathering): boolean => state === 'closed' && why === 'withdrawn';
