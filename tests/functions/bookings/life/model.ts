/*
 * What an event does when one thing happens after the other and nothing dies, told again in as few words as possible: a
 * list of bookings, from which everything else is counted.
 */

export type Ticket = 'open' | 'own' | 'paid';

/** Places of each quota: of the event, of the ticket `own`, and of a hall that those who pay share. */
export interface Capacities {
  all: number;
  own: number;
  hall: number;
}

export interface ModelBooking {
  tickets: Ticket[];
  state: 'waiting' | 'offered' | 'held' | 'booked' | 'cancelled' | 'declined' | 'lapsed' | 'left';
  lapsesAt?: number;
}

const minute = 60_000;
const day = 24 * 60 * minute;

const quotasOf: Record<Ticket, (keyof Capacities)[]> = {
  open: ['all'],
  own: ['all', 'own'],
  paid: ['all', 'hall'],
};

export class Model {
  readonly bookings: ModelBooking[] = [];
  capacities: Capacities;
  readonly #isStrict: boolean;
  readonly #keepsList: boolean;
  readonly #startsAt: number;
  now: number;

  constructor(
    capacities: Capacities,
    {
      isStrict,
      keepsList,
      startsAt,
      now,
    }: { isStrict: boolean; keepsList: boolean; startsAt: number; now: number },
  ) {
    this.capacities = capacities;
    this.#isStrict = isStrict;
    this.#keepsList = keepsList;
    this.#startsAt = startsAt;
    this.now = now;
  }

  book(tickets: Ticket[]): string {
    const inOrder = this.#isStrict && this.#offers();
    if (this.#fits(tickets) && !(inOrder && this.#waiting().length)) {
      const isPaid = tickets.includes('paid');
      const lapsesAt = Math.min(this.now + 7 * day, this.#startsAt + 31 * 60 * minute);
      this.bookings.push({ tickets, ...(isPaid ? { state: 'held', lapsesAt } : { state: 'booked' }) });
      return isPaid ? 'held' : 'booked';
    }
    if (!this.#keepsList || !this.#offers() || this.#isTooMuch(tickets)) return 'full';
    this.bookings.push({ tickets, state: 'waiting' });
    return 'waiting';
  }

  /** @returns Whether there was such a move. */
  end(booking: ModelBooking): boolean {
    const ends = { booked: 'cancelled', held: 'cancelled', offered: 'declined', waiting: 'left' } as const;
    if (!(booking.state in ends)) return false;
    booking.state = ends[booking.state as keyof typeof ends];
    this.serve();
    return true;
  }

  accept(booking: ModelBooking): boolean {
    if (booking.state !== 'offered') return false;
    booking.state = booking.tickets.includes('paid') ? 'held' : 'booked';
    booking.lapsesAt = Math.min(this.now + 7 * day, this.#startsAt + 31 * 60 * minute);
    return true;
  }

  confirm(booking: ModelBooking): boolean {
    if (booking.state !== 'held') return false;
    booking.state = 'booked';
    return true;
  }

  giveBackFirst(booking: ModelBooking): boolean {
    if (!['booked', 'held', 'offered'].includes(booking.state)) return false;
    if (booking.tickets.length === 1) return this.end(booking);
    booking.tickets = booking.tickets.slice(1);
    if (booking.state === 'held' && !booking.tickets.includes('paid')) booking.state = 'booked';
    this.serve();
    return true;
  }

  /** Time passes, and what lapses by it is released, the first one first. */
  pass(milliseconds: number): void {
    this.now += milliseconds;
    const isOver = ({ state, lapsesAt = 0 }: ModelBooking) =>
      (state === 'offered' || state === 'held') && lapsesAt <= this.now;
    const over = this.bookings.filter(isOver).sort((a, b) => (a.lapsesAt ?? 0) - (b.lapsesAt ?? 0));
    for (const booking of over) {
      booking.state = 'lapsed';
      this.serve();
    }
  }

  change(capacities: Partial<Capacities>): void {
    this.capacities = { ...this.capacities, ...capacities };
    this.serve();
  }

  /** Whom places fit gets them, in order of joining. */
  serve(): void {
    if (!this.#offers()) return;
    for (const wish of this.#waiting()) {
      const left = this.#startsAt - this.now;
      const fits = this.#fits(wish.tickets);
      if (fits) {
        wish.state = 'offered';
        wish.lapsesAt = this.now + Math.min(day, Math.max(40 * minute, Math.floor(left / 2)));
      } else if (this.#isStrict) return;
    }
  }

  /** Places taken of a quota, by the state of who has them. */
  taken(quota: keyof Capacities, states: string[] = ['booked', 'held', 'offered']): number {
    return this.bookings
      .filter(({ state }) => states.includes(state))
      .flatMap(({ tickets }) => tickets)
      .filter((ticket) => quotasOf[ticket].includes(quota)).length;
  }

  free = (quota: keyof Capacities): number => Math.max(0, this.capacities[quota] - this.taken(quota));

  #waiting = () => this.bookings.filter(({ state }) => state === 'waiting');

  #offers = () => this.#startsAt - this.now > 40 * minute;

  #fits = (tickets: Ticket[]) => this.#within(tickets, (quota) => this.free(quota));

  #isTooMuch = (tickets: Ticket[]) =>
    !this.#within(tickets, (quota) =>
      this.#fitsAlone(tickets, quota) ? Number.POSITIVE_INFINITY : this.capacities[quota],
    );

  /** Of a quota that is not short it is not asked how large it is. */
  #fitsAlone = (tickets: Ticket[], quota: keyof Capacities) =>
    tickets.filter((ticket) => quotasOf[ticket].includes(quota)).length <= this.free(quota);

  #within(tickets: Ticket[], places: (quota: keyof Capacities) => number): boolean {
    return (['all', 'own', 'hall'] as const).every(
      (quota) => tickets.filter((ticket) => quotasOf[ticket].includes(quota)).length <= places(quota),
    );
  }
}
