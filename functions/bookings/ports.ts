import type { Letter } from '../post/contract/letter.ts';
import type { Booking } from './booking.ts';
import type { Gathering, Instant } from './gathering.ts';

/**
 * The places of one quota. At every look
 *
 *     booked + held + offered + passing + free = max(capacity, booked + held + offered + passing)
 *
 * which `over` makes exact by arithmetic alone: booked + held + offered + passing + free = capacity + over, and where
 * `over` is more than 0, `free` and `passing` are 0. None is ever below 0.
 */
export interface Quota {
  gathering: string;
  name: string;
  capacity: number;
  booked: number;
  held: number;
  offered: number;
  /** Given back and not yet free: nobody can book them; the line is served first. */
  passing: number;
  free: number;
  /** Taken beyond the capacity, since it was lowered. */
  over: number;
  /** The gathering's. */
  isOpen: boolean;
  terms: number;
}

export type Count = 'booked' | 'held' | 'offered' | 'passing' | 'free' | 'over' | 'capacity';

/** What a move does to one quota: additions, each of which must leave no count below 0, and what has to stand. */
export interface QuotaChange {
  name: string;
  /** Negative: so many have to be there. */
  add?: Partial<Record<Count, number>>;
  /** Sets what every quota says of the gathering. */
  set?: { isOpen: boolean; terms: number };
  demands?: {
    /** It is open, by these terms: who books. */
    openBy?: number;
    /** Fewer than so many are free: who waits. */
    freeBelow?: number;
    /** Exactly so, as it was read: who gives back, or changes the capacity. */
    exactly?: Partial<Pick<Quota, 'over' | 'free' | 'passing' | 'capacity'>>;
  };
  /** There is none yet: `add` holds its first counts. */
  isNew?: true;
}

/** The line of those who wait for a gathering. Its row exists from the gathering's first hearing. */
export interface Line {
  gathering: string;
  /** Rises when somebody joins, when places become free, and when what fits may have changed. */
  version: number;
  /** Number of the last wish. */
  last: number;
  waiting: number;
  /** Places pass, or what fits may have changed: the line is to be served. An index has it. */
  unsettled: boolean;
}

/** A wish in the line, as serving it needs it; the booking's row has the person. */
export interface Wish {
  number: number;
  code: string;
  /** Places it takes of each quota. */
  wants: Record<string, number>;
}

export interface LineChange {
  demands?: {
    version?: number;
    /** Number of the last wish: the next is one more. */
    last?: number;
    /** How many wait; the answer to who joins has it. */
    waiting?: number;
    /** Nobody waits: who books in strict order. */
    nobodyWaits?: true;
    /** Somebody waits: who joins in strict order, where free places stand empty. */
    somebodyWaits?: true;
  };
  /** One more version. */
  isRaised?: true;
  /** Its number is one more than the last, which it demands. */
  joins?: Wish;
  /** Numbers of wishes that leave the line, each of which has to be there. */
  leaves?: number[];
  /** Wishes that want other places from now on; each has to be there. */
  rewrites?: Wish[];
  unsettled?: boolean;
}

/** Rows as they were read (`writes`), and as they shall be. No `before`: there is none. */
export interface RowChange<R> {
  before?: R;
  after: R;
}

/** What one request got, kept for a day under its key. */
export interface KeyRecord {
  /** Hash over gathering, address and key. */
  hash: string;
  /** Hash of what was asked. */
  request: string;
  /** What was answered, without what a link needs. */
  answer: BookingAnswer;
  expiresAt: Instant;
}

/** The answer to a request that changed something. */
export interface BookingAnswer {
  outcome: 'booked' | 'held' | 'waiting';
  code: string;
  /** Of `held`. */
  lapses?: Instant;
  /** Of `waiting`: 1 is the first in the line. */
  position?: number;
  /** Smallest units. */
  total: number;
}

/** Everything that one move changes, in one transaction of at most 100 actions. */
export interface Move {
  gathering: string;
  /** Now: a record that expired by then gives way, and a line is due from then on. */
  at: Instant;
  quotas?: QuotaChange[];
  line?: LineChange;
  bookings?: RowChange<Booking>[];
  /** Access needs of new bookings, or changed ones; empty: removed. */
  access?: { code: string; text: string }[];
  /** A new one begins the line as well, if there is none. */
  row?: RowChange<Gathering>;
  letters?: Letter[];
  key?: KeyRecord;
}

/**
 * What became of it. What is refused names what refused it, with the row as it stands; of several the first of this order.
 */
export type MoveOutcome =
  | { outcome: 'done' }
  /** There is a record under its key that has not expired. */
  | { outcome: 'same-key'; record: KeyRecord }
  /** One of its letters is in the outbox already: the move was made, or a walk told them. */
  | { outcome: 'same-letter' }
  /** A row, a wish or `exactly` is not as it was read; or a new one is there already, its code for example. */
  | { outcome: 'conflict' }
  | { outcome: 'not-open'; quota: Quota }
  /** Quotas have too few of what it takes away. */
  | { outcome: 'short'; quotas: Quota[] }
  /** It is not short any more: book. */
  | { outcome: 'not-short'; quota: Quota }
  /** The line is not as demanded. */
  | { outcome: 'line'; line: Line }
  /** Others were at the same rows, again and again, for a second: 503. Nothing was refused. */
  | { outcome: 'busy' };

/** Rows of gatherings, quotas, bookings and lines. Reads are consistent, but for `due`, `lapsedOf` and `gatherings`. */
export interface Bookings {
  gathering(id: string): Promise<Gathering | undefined>;
  /** Id of the gathering at a slug, also at one it had before. */
  atSlug(slug: string): Promise<string | undefined>;
  /** By start, a page: from `from` on until before `until`; `past`: from before `from` back to `until`, the newest first. */
  gatherings(range: {
    from?: Instant;
    until?: Instant;
    past?: boolean;
    limit: number;
    after?: string;
  }): Promise<{ items: Gathering[]; next?: string }>;
  /** Those that there are, in the order of the names. */
  quotas(gathering: string, names: readonly string[]): Promise<Quota[]>;
  /** All counts are 0 where there is none. */
  line(gathering: string): Promise<Line>;
  /** In the order of their numbers, after `after`. */
  wishes(gathering: string, limit: number, after?: number): Promise<Wish[]>;
  booking(gathering: string, code: string): Promise<Booking | undefined>;
  /** By code, after `after`; a page. */
  bookings(gathering: string, limit: number, after?: string): Promise<{ items: Booking[]; next?: string }>;
  /** Of an address, in any gathering. */
  ofAddress(hash: string): Promise<{ gathering: string; code: string }[]>;
  /** Also one that has expired, until it is removed. */
  record(hash: string): Promise<KeyRecord | undefined>;
  /** Makes the move, or nothing. Tries again by itself for at most a second where others are at the same rows. */
  make(move: Move): Promise<MoveOutcome>;
  /** What is due at `now`, from an index, the oldest first: read the row before acting. Gatherings by `dueAt`, lines that
   *  are unsettled, bookings that are offered or held by `lapsesAt`. */
  due(now: Instant, limit: number): Promise<Due[]>;
  /** Codes of the gathering's bookings that are offered or held beyond `now`, from an index: read the row before acting. */
  lapsedOf(gathering: string, now: Instant, limit: number): Promise<string[]>;
}

export type Due =
  | { what: 'gathering'; gathering: string }
  | { what: 'line'; gathering: string }
  | { what: 'booking'; gathering: string; code: string };

/** What people with access needs ask for: apart from the bookings, for who has the scope. */
export interface AccessNeeds {
  all(gathering: string): AsyncIterable<{ code: string; text: string }>;
  of(gathering: string, code: string): Promise<string | undefined>;
  erase(gathering: string, code: string): Promise<void>;
}
