import type { Backoff } from '../../runtime/backoff.ts';
import type { Log } from '../../runtime/log.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { cancelBooking } from '../booking/cancel-booking.ts';
import type { LifeDeps } from '../booking/life.ts';
import { writeLetter } from '../booking/write-letter.ts';
import type { Booking } from '../booking.ts';
import type { Gathering, Instant, Walk } from '../gathering.ts';
import { calledOff, withoutWalk, withWalks } from '../gathering-moves.ts';
import { letterIdFrom } from '../letter-id.ts';
import type { LetterKind } from '../mails/letter-about.ts';
import { isOpen } from '../moves/booking-moves.ts';
import { emptyBooking } from '../people/erase-person.ts';
import type { AccessNeeds } from '../ports.ts';
import { updateGathering } from '../update-gathering.ts';

/*
 * What is done with every booking of an event: cancelled with it, told, reminded, emptied. The row has the walk and the
 * code of the last booking that is done; a page is done, and then the row says so. What is done twice is done once: an
 * ended booking has no further end, and a letter's id follows from the walk and the booking, so that the outbox has it.
 *
 * | the function dies after     | the rows say                        | what follows                                         |
 * | --------------------------- | ----------------------------------- | ---------------------------------------------------- |
 * | the walk is begun           | closed, if called off; the walk     | the tick goes through all                            |
 * | some bookings of a page     | those are done, the row has the     | the page is gone through again: those change nothing |
 * |                             | page before                         | and get no second letter                             |
 * | the page, before the row    | the same                            | the same                                             |
 * | the row                     | the page is done                    | the next page                                        |
 * | the last page               | no walk; called off for good        | done                                                 |
 *
 * - Two at once (the tick overlaps itself): the same, and the row's position never goes back.
 * - One booking cannot be done: the others are, and the walk goes through all again, a minute later, until it is.
 * - Called off during another walk: an editor's letters leave to the end, and then all is cancelled; reminders are gone
 *   from the row, their next position is refused.
 * - Somebody accepts, pays or cancels meanwhile: the booking is read again.
 * - Somebody books meanwhile, who stands before the position: they know what was to be told, for it stood on the page. Of
 *   an event that is called off there is none: it was closed before.
 */

export interface WalkDeps extends LifeDeps {
  access: AccessNeeds;
  backoff: Backoff;
  hasTime: () => boolean;
  log: Pick<Log, 'error'>;
}

const pageSize = 50;
const concurrency = 4;

/**
 * Goes on with the first walk of an event, page by page, while there is time.
 * @returns False: it is not through, the next call goes on.
 * @throws the first failure, once all other bookings are done.
 */
export async function walkBookings(id: string, deps: WalkDeps): Promise<boolean> {
  while (deps.hasTime()) {
    const gathering = await deps.bookings.gathering(id);
    const walk = gathering?.progress?.walks?.[0];
    if (!gathering || !walk) return true;
    if (walk.what === 'erase-access') await eraseAccess(id, deps);
    const page =
      walk.what === 'erase-access'
        ? { items: [] }
        : await deps.bookings.bookings(id, pageSize, walk.after || undefined);
    const failures = await visitAll(page.items, { gathering, walk }, deps);
    const hasMissed = walk.hasMissed === true || failures.length > 0;
    const done = { walk, next: page.next, hasMissed };
    await updateGathering(id, (row, at) => goneOn(row, done, at), deps);
    if (page.next === undefined && hasMissed) throw failures[0] ?? new NotAllDone(walk.what);
  }
  return false;
}

/** Some bookings could not be done: their failures were logged, and all are gone through again. */
export class NotAllDone extends Error {
  override readonly name = 'NotAllDone';

  constructor(what: Walk['what']) {
    super(`Some bookings of an event could not be done (${what}): they are tried again`);
  }
}

/** Where the walk is after a page; undefined: the row has another walk by now, or is further. */
function goneOn(
  row: Gathering,
  { walk, next, hasMissed }: { walk: Walk; next: string | undefined; hasMissed: boolean },
  at: Instant,
): Gathering | undefined {
  const [first, ...others] = row.progress?.walks ?? [];
  if (first?.id !== walk.id || first.after !== walk.after) return undefined;
  const missed = hasMissed && { hasMissed: true as const };
  if (next !== undefined) return withWalks(row, [{ ...first, after: next, ...missed }, ...others], at);
  const { hasMissed: _, ...again } = first;
  if (hasMissed) return withWalks(row, [{ ...again, after: '' }, ...others], at);
  return walk.what === 'cancel' ? calledOff(row, at) : withoutWalk(row, at);
}

interface Visit {
  gathering: Gathering;
  walk: Walk;
}

async function visitAll(bookings: readonly Booking[], visit: Visit, deps: WalkDeps): Promise<unknown[]> {
  const failures: unknown[] = [];
  await mapConcurrently(bookings, { concurrency }, async (booking) => {
    const failed = (error: unknown) => {
      const { gathering: event, code } = booking;
      deps.log.error('A booking could not be done', { event, code, walk: visit.walk.what, error });
      failures.push(error);
    };
    await visitOne(booking, visit, deps).catch(failed);
  });
  return failures;
}

function visitOne(booking: Booking, { gathering, walk }: Visit, deps: WalkDeps): Promise<void> {
  switch (walk.what) {
    case 'cancel':
      return cancelOne(booking, walk, deps);
    case 'tell':
      return isOpen(booking) ? write('news', booking, { gathering, walk }, deps) : done;
    case 'write':
      return isMeant(booking, walk) ? write('message', booking, { gathering, walk }, deps) : done;
    case 'remind': {
      const comes = booking.state === 'booked' || booking.state === 'held';
      return comes ? write('reminder', booking, { gathering, walk }, deps) : done;
    }
    case 'erase-people':
      return booking.erasure && !booking.erasedAt ? emptyBooking(booking, deps) : done;
    case 'erase-access':
      return done;
  }
}

const done = Promise.resolve();

/** Whom an editor writes to. */
function isMeant(booking: Booking, { to = {} }: Walk): boolean {
  const { states, tickets } = to;
  return (
    isOpen(booking) &&
    (!states || states.some((state) => state === booking.state)) &&
    (!tickets || booking.places.some(({ ticket }) => tickets.includes(ticket)))
  );
}

/** Others were at its rows all the time. */
class BookingBusy extends Error {
  override readonly name = 'BookingBusy';
}

async function cancelOne(
  { gathering, code, ...booking }: Booking,
  walk: Walk,
  deps: WalkDeps,
): Promise<void> {
  if (!isOpen(booking)) return;
  const { outcome } = await cancelBooking(
    { gathering, code },
    { by: 'called off', letter: 'called-off', note: walk.note, letterId: letterIdFrom(walk.id, code) },
    deps,
  );
  if (outcome === 'busy') throw new BookingBusy(code);
}

async function write(
  kind: LetterKind,
  booking: Booking,
  { gathering, walk }: Visit,
  deps: WalkDeps,
): Promise<void> {
  const at = deps.clock.now().toISOString();
  const id = letterIdFrom(walk.id, booking.code);
  const letters = await writeLetter(kind, { gathering, booking, at, note: walk.note, id }, deps);
  if (!letters.length) return;
  const { outcome } = await deps.bookings.make({ gathering: gathering.id, at, letters });
  if (outcome !== 'done' && outcome !== 'same-letter') throw new BookingBusy(booking.code);
}

async function eraseAccess(id: string, { access }: WalkDeps): Promise<void> {
  for await (const { code } of access.all(id)) await access.erase(id, code);
}
