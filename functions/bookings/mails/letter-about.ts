import type { Booking } from '../booking.ts';
import type { Gathering, Instant, Press } from '../gathering.ts';

/**
 * Why somebody gets a letter about a booking. `called-off`: the event is. `news`: it has a new date or place. `message`: an
 * editor writes to those who come. `link`: they asked for the link of their booking.
 */
export type LetterKind =
  | ('booked' | 'held' | 'waiting' | 'offer' | 'lapsed' | 'changed' | 'cancelled')
  | ('called-off' | 'news' | 'reminder' | 'message' | 'link');

export interface LetterAbout {
  press: Press;
  gathering: Gathering;
  /** As it is after the move. */
  booking: Booking;
  /** As it was before the move that the letter tells of. */
  was?: Booking;
  /** The last part of the path of the booking's page. */
  link: string;
  at: Instant;
  /** What an editor writes (`message`, `called-off`, `news`), or what changed. */
  note?: string;
  /** How many wishes stand before it. */
  before?: number;
}
