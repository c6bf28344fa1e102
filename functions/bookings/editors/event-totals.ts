import { localDate } from '../../runtime/zoned-time.ts';
import type { Booking } from '../booking.ts';
import type { Gathering } from '../gathering.ts';
import { isComing, isLive, sumOf } from './shown-booking.ts';

/** Of addresses that booked more than once so many are shown. */
const mostRepeated = 200;

interface TicketTotals {
  id: string;
  name: string;
  /** Today's; of a ticket that the document has no longer the last. */
  price: number;
  closed?: true;
  booked: number;
  held: number;
  offered: number;
  waiting: number;
  /** What its booked and held places cost, in the smallest units. */
  sum: number;
}

interface DayTotals {
  /** On the event's calendar, on which they booked. */
  day: string;
  places: number;
  sum: number;
  tickets: Record<string, number>;
  /** Places up to this day. */
  inAll: number;
}

/** Totals of an event, counted a booking at a time: memory holds no bookings. */
export class EventTotals {
  readonly #zone: string;
  readonly #tickets: Map<string, TicketTotals>;
  readonly #days = new Map<string, Omit<DayTotals, 'inAll'>>();
  readonly #addresses = new Map<string, { email: string; codes: string[] }>();
  #bookings = 0;
  #due = 0;
  #sum = 0;

  constructor({ text, closedTickets }: Pick<Gathering, 'text' | 'closedTickets'>) {
    this.#zone = text.timezone;
    const none = { booked: 0, held: 0, offered: 0, waiting: 0, sum: 0 };
    const closed = closedTickets.map((ticket) => ({ ...ticket, closed: true as const }));
    this.#tickets = new Map(
      [...text.tickets.map((ticket) => ({ ...ticket, closed: undefined })), ...closed].map((ticket) => [
        ticket.id,
        {
          ...{ id: ticket.id, name: ticket.name, price: ticket.price, ...none },
          ...(ticket.closed && { closed: true as const }),
        },
      ]),
    );
  }

  add(booking: Booking): void {
    if (!isLive(booking)) return;
    this.#bookings += 1;
    this.#countTickets(booking);
    this.#countAddress(booking);
    if (isComing(booking)) this.#countDay(booking);
    if (booking.state === 'booked') this.#sum += sumOf(booking.places);
    if (booking.state === 'held') this.#due += sumOf(booking.places);
  }

  #countTickets({ state, places }: Booking): void {
    for (const { ticket, price } of places) {
      const totals = this.#tickets.get(ticket) ?? unknownTicket(ticket, price);
      this.#tickets.set(ticket, totals);
      if (state === 'booked' || state === 'held') totals.sum += price;
      if (state === 'booked' || state === 'held' || state === 'offered' || state === 'waiting')
        totals[state] += 1;
    }
  }

  #countDay({ at, places }: Booking): void {
    const day = localDate(at, this.#zone);
    const totals = this.#days.get(day) ?? { day, places: 0, sum: 0, tickets: {} };
    this.#days.set(day, totals);
    totals.places += places.length;
    totals.sum += sumOf(places);
    for (const { ticket } of places) totals.tickets[ticket] = (totals.tickets[ticket] ?? 0) + 1;
  }

  #countAddress({ addressHash, email, code, erasedAt }: Booking): void {
    if (erasedAt) return;
    const known = this.#addresses.get(addressHash);
    if (known) known.codes.push(code);
    else this.#addresses.set(addressHash, { email, codes: [code] });
  }

  /** `bookings`: those that live, by whose number the event is cancelled. Sums are in the smallest units. */
  result() {
    const repeated = [...this.#addresses.values()].filter(({ codes }) => codes.length > 1);
    return {
      ...{ bookings: this.#bookings, sum: this.#sum, due: this.#due },
      tickets: [...this.#tickets.values()],
      days: this.#inOrder(),
      repeated: repeated.slice(0, mostRepeated),
    };
  }

  #inOrder(): DayTotals[] {
    let inAll = 0;
    return [...this.#days.values()]
      .sort((one, other) => (one.day < other.day ? -1 : 1))
      .map((totals) => {
        inAll += totals.places;
        return { ...totals, inAll };
      });
  }
}

const unknownTicket = (id: string, price: number): TicketTotals => ({
  ...{ id, name: id, price, closed: true, booked: 0, held: 0, offered: 0, waiting: 0, sum: 0 },
});
