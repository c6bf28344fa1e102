import type { Instant } from './gathering.ts';

/**
 * `waiting`: a wish in the line. `offered`: places are kept for it until `lapsesAt`. `held`: booked and to be paid, until
 * `lapsesAt`. The last four are ends, out of which nothing leads.
 */
export type BookingState =
  | 'waiting'
  | 'offered'
  | 'held'
  | 'booked'
  | 'cancelled'
  | 'declined'
  | 'lapsed'
  | 'left';

/** One place of a booking. */
export interface Place {
  /** Lasting within the booking: `1`, `2` … */
  id: string;
  ticket: string;
  /** Smallest units, after a code. */
  price: number;
  /** Quotas that count it, in order of name: those of the ticket when it was booked, and of the code. */
  quotas: string[];
  name?: string;
  answers?: Record<string, string>;
}

/** What one person asked for at once, from the wish to the end: one row. */
export interface Booking {
  /** Eight characters that can be read aloud, in two groups: `K7QM-3FXD`. Unique in its gathering. */
  code: string;
  gathering: string;
  state: BookingState;
  email: string;
  /** Keyed hash of the address. */
  addressHash: string;
  name: string;
  /** BCP 47. */
  language?: string;
  /** Those that it has: what was given back is gone from here. */
  places: Place[];
  /** What was given back, for people to read. */
  givenBack?: Omit<Place, 'answers' | 'name'>[];
  answers?: Record<string, string>;
  /** The code that opened a ticket or lowered a price. */
  discount?: string;
  /** Of the gathering when it was made or its price last said. */
  terms: number;
  payment?: 'transfer' | 'door';
  /** Of `offered` and `held`. */
  lapsesAt?: Instant;
  /** Place in the line, of `waiting`; stays afterwards. */
  number?: number;
  at: Instant;
  /** Of the last move. */
  movedAt: Instant;
  /** An editor made it: subject of the token. */
  by?: string;
  /** SEQUENCE of its calendar entry. */
  sequence: number;
  /** Rises to revoke its link. */
  linkVersion: number;
  /** Counts every write of the row. */
  writes: number;
  /** The editor who made it said so: when an offer is taken up nothing is to pay. */
  paid?: true;
  /** Its person asked to be erased and comes still: emptied once it ends, or the event is over. */
  erasure?: Instant;
  /** Erased: email and names are gone, places and sums stay. */
  erasedAt?: Instant;
}

/** Which count of a quota the places of a booking are in; undefined: none. */
export const countOf = (state: BookingState): 'booked' | 'held' | 'offered' | undefined =>
  state === 'booked' || state === 'held' || state === 'offered' ? state : undefined;

/** What is to be paid for all its places, in smallest units. */
export const totalOf = ({ places }: Pick<Booking, 'places'>): number =>
  places.reduce((sum, { price }) => sum + price, 0);
