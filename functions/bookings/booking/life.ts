import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Log } from '../../runtime/log.ts';
import type { Keys } from '../../runtime/people/keys.ts';
import type { Complaint } from '../../runtime/problem.ts';
import type { Booking } from '../booking.ts';
import type { Press } from '../gathering.ts';
import type { Bookings } from '../ports.ts';
import type { Attempts } from './attempts.ts';

/** What every move of a booking needs. */
export interface LifeDeps {
  bookings: Bookings;
  press: () => Promise<Press>;
  keys: Pick<Keys, 'sign'>;
  clock: Clock;
  ids: Ids;
  attempts: Attempts;
  log: Pick<Log, 'error'>;
}

export interface BookingRef {
  /** Id. */
  gathering: string;
  code: string;
}

/** How a move of one booking ends. */
export type LifeResult =
  | { outcome: 'done'; booking: Booking }
  /** Its state has no such move, or the time for it is over: nothing has changed. */
  | { outcome: 'unchanged'; booking: Booking }
  | { outcome: 'unknown' }
  /** Others were at the same rows for a second: 503. */
  | { outcome: 'busy' };

/** How a move ends that may find what was typed wanting. */
export type TypedResult = LifeResult | { outcome: 'refused'; complaints: Complaint[] };
