import type { PersonErased } from '../../post/contract/letter.ts';
import type { Backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { cancelBooking } from '../booking/cancel-booking.ts';
import type { BookingRef, LifeDeps } from '../booking/life.ts';
import type { Booking } from '../booking.ts';
import type { Gathering, Instant } from '../gathering.ts';
import { later } from '../gathering-moves.ts';
import { emptied, isOpen } from '../moves/booking-moves.ts';
import type { Bookings } from '../ports.ts';

/*
 * Another room tells that somebody is erased, by the keyed hash of their address. Their bookings are emptied: who it was
 * and what they wrote goes, what was booked and paid stays, for the sums. A booking that is to come is kept, for they come
 * still: it is marked, and emptied when the event is over (`walks/`), or by the move that ends it before
 * (`booking/make-move.ts`). Who waits only, leaves the line.
 *
 * | | |
 * | --- | --- |
 * | the event comes twice | the second finds nothing, or bookings that are marked |
 * | it comes late, and they have booked since | whatever is newer than the erasure stays |
 * | the function dies after one left a line | the event returns: it is emptied |
 * | the function dies between two bookings | the event returns: those that are emptied are found no more |
 * | a booking is written meanwhile | it is read again, and emptied or marked as it is then |
 * | it comes while the event ends | in its last minutes nothing is marked: the walk may have passed by |
 * | the walk is late | it is due until it is through |
 */

interface RewriteDeps {
  bookings: Pick<Bookings, 'booking' | 'gathering' | 'make'>;
  clock: Clock;
  backoff: Backoff;
}

export type Deps = RewriteDeps & LifeDeps;

export async function erasePerson({ hash, at }: PersonErased, deps: Deps): Promise<void> {
  for (const ref of await deps.bookings.ofAddress(hash)) {
    await leaveLines(ref, { hash, at }, deps);
    await rewrite(ref, (booking, gathering, now) => erased(booking, gathering, { hash, at, now }), deps);
  }
}

/** Who waits is offered nothing any more, and gets no letter of that. */
async function leaveLines(ref: BookingRef, { hash, at }: PersonErased, deps: Deps): Promise<void> {
  const booking = await deps.bookings.booking(ref.gathering, ref.code);
  if (booking?.state !== 'waiting' || isOther(booking, { hash, at })) return;
  const { outcome } = await cancelBooking(ref, { by: 'erased', letter: false }, deps);
  if (outcome === 'busy') throw new BookingKeepsChanging();
}

/** Of another person, or newer than the erasure. */
const isOther = (booking: Booking, { hash, at }: PersonErased): boolean =>
  booking.addressHash !== hash || booking.at > at;

/** Empties a marked booking, whose event is over. */
export async function emptyBooking(ref: BookingRef, deps: RewriteDeps): Promise<void> {
  await rewrite(ref, (booking, _, now) => (booking.erasedAt ? undefined : emptied(booking, now)), deps);
}

/** Milliseconds before the end from which a booking is no longer one to come. */
const lastMinutes = 10 * 60_000;

/** Undefined: there is nothing to do. */
function erased(
  booking: Booking,
  gathering: Gathering | undefined,
  { hash, at, now }: PersonErased & { now: Instant },
): Booking | undefined {
  if (booking.erasedAt || isOther(booking, { hash, at })) return undefined;
  const isOver = !gathering || gathering.endsAt <= later(now, lastMinutes);
  if (isOver || !isOpen(booking)) return emptied(booking, now);
  return booking.erasure ? undefined : { ...booking, erasure: at };
}

const mostAttempts = 25;

/** A booking kept changing, or others were at its rows: the event returns. */
export class BookingKeepsChanging extends Error {
  override readonly name = 'BookingKeepsChanging';

  constructor() {
    super('A booking changed with every attempt to erase its person');
  }
}

/** What they need of access goes with what they wrote. */
async function rewrite(
  { gathering, code }: BookingRef,
  decide: (booking: Booking, gathering: Gathering | undefined, now: Instant) => Booking | undefined,
  { bookings, clock, backoff }: RewriteDeps,
): Promise<void> {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    if (attempt > 1) await backoff(attempt - 1);
    const [before, row] = await Promise.all([
      bookings.booking(gathering, code),
      bookings.gathering(gathering),
    ]);
    const at = clock.now().toISOString();
    const after = before && decide(before, row, at);
    if (!before || !after) return;
    const access = after.erasedAt ? [{ code, text: '' }] : [];
    const { outcome } = await bookings.make({ gathering, at, bookings: [{ before, after }], access });
    if (outcome === 'done') return;
  }
  throw new BookingKeepsChanging();
}
