import type { Clock } from '../../runtime/clock.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { Problem } from '../../runtime/problem.ts';
import type { AttendeesQuery } from '../api/editor-requests.ts';
import type { Booking } from '../booking.ts';
import { readBookingCode } from '../order/codes.ts';
import type { Bookings } from '../ports.ts';
import { allBookings } from './all-bookings.ts';
import { EventTotals } from './event-totals.ts';
import { demandGathering } from './find-gathering.ts';
import { positionsOf } from './line-positions.ts';
import { shownBooking, shownBookingWhole } from './shown-booking.ts';
import { countsOf, shownEvent, shownQuotas } from './shown-event.ts';

export interface Deps {
  bookings: Pick<
    Bookings,
    'atSlug' | 'gathering' | 'gatherings' | 'quotas' | 'line' | 'wishes' | 'booking' | 'bookings'
  >;
  clock: Clock;
}

/** Bookings that one answer to a search looks at: with a cursor it goes on from there. */
const mostExamined = 5_000;
const pageSize = 500;

/** Milliseconds that an event lasts at most for the list of what is under way to have it. */
const longestEvent = 60 * 86_400_000;

/**
 * Events to come and under way, the next first; with `past` those that have ended, the last first. An answer may be short
 * and go on. @throws Problem (400)
 */
export async function listEvents(
  { past, limit, cursor }: { past?: 'yes' | 'no'; limit: number; cursor?: string },
  deps: Deps,
) {
  const now = deps.clock.now();
  const at = now.toISOString();
  const isPast = past === 'yes';
  const from = new Date(now.getTime() - longestEvent).toISOString();
  const range = isPast ? { from: at, past: true } : { from };
  const { items, next } = await deps.bookings.gatherings({
    ...range,
    limit,
    ...(cursor !== undefined && { after: positionIn(cursor) }),
  });
  const wanted = items.filter(({ endsAt }) => endsAt <= at === isPast);
  return {
    items: await mapConcurrently(wanted, { concurrency: 10 }, async (gathering) =>
      shownEvent(gathering, await countsOf(gathering, deps), now),
    ),
    next: cursorOf(next),
  };
}

const cursorOf = (position: string | undefined): string | null =>
  position === undefined ? null : Buffer.from(position).toString('base64url');

function positionIn(cursor: string): string {
  const position = Buffer.from(cursor, 'base64url').toString();
  if (/^[\x20-\x7e]{1,500}$/.test(position)) return position;
  throw new Problem(400, 'cursor: has to be the “next” of the answer before, as it came.');
}

/** All figures of an event: quotas, totals by ticket and by day, orders of one address, and findings. @throws Problem (404) */
export async function showReport(slug: string, deps: Deps) {
  const gathering = await demandGathering(slug, deps);
  const totals = new EventTotals(gathering);
  for await (const booking of allBookings(gathering.id, deps)) totals.add(booking);
  const counts = await countsOf(gathering, deps);
  const { text } = gathering;
  return {
    ...shownEvent(gathering, counts, deps.clock.now()),
    timezone: text.timezone,
    ...(text.currency && { currency: text.currency }),
    quotas: shownQuotas(gathering, counts.quotas),
    ...totals.result(),
  };
}

/**
 * Bookings of an event, in the order of their codes. An answer to a search may have fewer than `limit`, even none, and go
 * on: where `next` is null there are no more. @throws Problem (400, 404)
 */
export async function listAttendees(slug: string, asked: AttendeesQuery, deps: Deps) {
  const gathering = await demandGathering(slug, deps);
  const { id } = gathering;
  const answer = async (found: Booking[], next?: string) => {
    const shownWith = { text: gathering.text, positions: await positionsOf(id, found, deps) };
    return { items: found.map((one) => shownBooking(one, shownWith)), next: cursorOf(next) };
  };
  const items: Booking[] = [];
  let after = asked.cursor === undefined ? undefined : positionIn(asked.cursor);
  for (let examined = 0; examined < mostExamined; ) {
    const page = await deps.bookings.bookings(id, pageSize, after);
    examined += page.items.length;
    for (const booking of page.items) {
      if (fits(booking, asked)) items.push(booking);
      if (items.length === asked.limit) return answer(items, booking.code);
    }
    if (page.next === undefined) return answer(items);
    after = page.next;
  }
  return answer(items, after);
}

function fits(booking: Booking, { state, ticket, search = '' }: AttendeesQuery): boolean {
  if (state !== undefined && booking.state !== state) return false;
  if (ticket !== undefined && !booking.places.some((place) => place.ticket === ticket)) return false;
  const wanted = folded(search);
  return !wanted || textsOf(booking).some((text) => folded(text).startsWith(wanted));
}

/** Its code, its address, and each word of the names in it. */
function textsOf({ code, email, name, places }: Booking): string[] {
  const names = [name, ...places.flatMap((place) => place.name ?? [])];
  return [code, code.replace('-', ''), email, ...names, ...names.flatMap((one) => one.split(/\s+/))];
}

const folded = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** A booking, whole. @throws Problem (404) */
export async function showAttendee(slug: string, code: string, deps: Deps) {
  const { id, text } = await demandGathering(slug, deps);
  const read = readBookingCode(code);
  const booking = read && (await deps.bookings.booking(id, read));
  if (!booking) throw new Problem(404, 'This event has no booking of this code.');
  return shownBookingWhole(booking, { text, positions: await positionsOf(id, [booking], deps) });
}
