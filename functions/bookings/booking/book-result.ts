import type { Complaint } from '../../runtime/problem.ts';
import type { Booking } from '../booking.ts';
import type { Gathering } from '../gathering.ts';
import type { Order } from '../order/order.ts';
import type { BookingAnswer } from '../ports.ts';
import type { Sale } from '../sale.ts';

/** How a request for places ends. */
export type BookResult =
  /** `answer` is what the first request of its key got; the booking is as it stands. */
  | { outcome: 'booked' | 'held' | 'waiting'; answer: BookingAnswer; booking: Booking }
  /** It keeps no waiting list, or nothing can come of waiting. `most`: it asks for more than there ever are. */
  | { outcome: 'full'; left: number; most?: number }
  | { outcome: 'refused'; complaints: Complaint[] }
  /** Something has another price by now: the order at today's. */
  | { outcome: 'price-changed'; order: Order }
  | { outcome: 'closed'; why: Exclude<Sale, 'open'>; gathering: Gathering }
  | { outcome: 'unknown' }
  /** Its key was used for another request. */
  | { outcome: 'other-request' }
  | { outcome: 'too-often'; retryAfter: number }
  /** Others were at the same rows for a second: 503. */
  | { outcome: 'busy' };
