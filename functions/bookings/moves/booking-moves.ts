import { type Booking, countOf, type Place, totalOf } from '../booking.ts';
import type { Gathering, Instant } from '../gathering.ts';
import { type Taking, wantsOf } from './places.ts';

/*
 * The moves of a booking, each a function of its row: what the row is after it, or undefined where the row allows no such
 * move. Whoever makes one writes it on the condition that nobody wrote the row since, in one transaction with its places,
 * its part of the line, its letter and the record of its key; and else reads again. So there is nothing between two steps
 * of one move, and a function that dies leaves either all of it or nothing:
 *
 * | the function dies after           | the rows say                          | what follows                                  |
 * | --------------------------------- | ------------------------------------- | --------------------------------------------- |
 * | reading, whatever it read         | as before                             | who asked asks again, or the tick does        |
 * | counting its network              | as before                             | it counts one that came to nothing            |
 * | booking, before its answer        | booked or held, its letter, its key   | the key gives the same answer                 |
 * | … without a key                   | booked or held, its letter            | the letter says so; a second order is another |
 * | joining the line                  | waiting, a wish, its letter, its key  | the same                                      |
 * | releasing what lapsed             | lapsed, places pass, unsettled        | the stream serves the line, or else the tick  |
 * | giving back, before the line      | places pass, unsettled                | the same                                      |
 * | an offer to ten                   | offered, their letters, unsettled     | the same, with those who wait still           |
 * | the last offer                    | nothing passes or what passes is few  | the same: freed, or offered with what comes   |
 * | freeing                           | free, settled                         | done                                          |
 *
 * - Two that serve one line: each wish leaves once and its booking is written once, so the second reads again. An offer
 *   demands `passing` as it was read of all quotas that an earlier wish wanted in vain: none became enough meanwhile.
 *   Freeing demands the line's version: whoever joined, gave back or freed since raised it.
 * - One who joins while another frees: either the version is raised first and freeing is refused, or places are free first
 *   and joining is refused, for its quota is short no more.
 * - Two who book the last place: each demands that it is there; the second is refused by arithmetic.
 * - Giving back twice (a double click, a lapse and a cancel, tick and request): the row was written since, the second
 *   finds an end, out of which nothing leads.
 * - An order by an old document: the quotas have other terms; it is read and asked again.
 */

const minute = 60_000;
const day = 24 * 60 * minute;

/** Milliseconds that an offer stands at least, and before the start in which there are none. */
export const shortestOffer = 40 * minute;

const later = (at: Instant, milliseconds: number): Instant =>
  new Date(Date.parse(at) + milliseconds).toISOString();

/** Until when an offer of `at` stands: a day, near the event half the time that is left. Undefined: it is too late. */
export function offerUntil({ startsAt }: Pick<Gathering, 'startsAt'>, at: Instant): Instant | undefined {
  const left = Date.parse(startsAt) - Date.parse(at);
  if (left <= shortestOffer) return undefined;
  return later(at, Math.min(day, Math.max(shortestOffer, Math.floor(left / 2))));
}

/** Until when places are held that are to be paid: at the door until it ends, by transfer some days. */
export function holdUntil(
  { text, endsAt }: Pick<Gathering, 'text' | 'endsAt'>,
  payment: Booking['payment'],
  at: Instant,
): Instant {
  const until = later(at, (text.payment?.days ?? 7) * day);
  return payment === 'door' || until > endsAt ? endsAt : until;
}

/** What a booking takes of the quotas. */
export function takingOf({ state, places }: Pick<Booking, 'state' | 'places'>): Taking | undefined {
  const count = countOf(state);
  return count && { count, wants: wantsOf(places) };
}

/** Whether it still has places, or waits for some. */
export const isOpen = ({ state }: Pick<Booking, 'state'>): boolean =>
  state === 'waiting' || countOf(state) !== undefined;

/** Whether its time is over, released or not. */
export const hasLapsed = ({ state, lapsesAt }: Booking, at: Instant): boolean =>
  (state === 'offered' || state === 'held') && lapsesAt !== undefined && lapsesAt <= at;

/** Places are kept for a wish, at today's prices. */
export function offered(
  booking: Booking,
  { places, terms, lapsesAt, at }: Pick<Booking, 'places' | 'terms'> & { lapsesAt: Instant; at: Instant },
): Booking | undefined {
  if (booking.state !== 'waiting') return undefined;
  return moved(booking, at, { state: 'offered', places, terms, lapsesAt });
}

/** An offer is taken up: booked, or held where something is still to be paid. */
export function accepted(
  booking: Booking,
  { gathering, payment, at }: { gathering: Gathering; payment?: Booking['payment']; at: Instant },
): Booking | undefined {
  if (booking.state !== 'offered' || hasLapsed(booking, at)) return undefined;
  if (!totalOf(booking) || booking.paid) return moved(timeless(booking), at, { state: 'booked' });
  const by = payment ?? booking.payment ?? paymentsOf(gathering)[0];
  return moved(booking, at, { state: 'held', payment: by, lapsesAt: holdUntil(gathering, by, at) });
}

/** Ways to pay, the usual one first. */
export const paymentsOf = ({
  text,
}: Pick<Gathering, 'text'>): ['transfer' | 'door', ...('transfer' | 'door')[]] => {
  const [first = 'transfer' as const, ...others] = text.payment?.by ?? [];
  return [first, ...others];
};

/** What was held is paid. */
export function confirmed(booking: Booking, at: Instant): Booking | undefined {
  if (booking.state !== 'held' || hasLapsed(booking, at)) return undefined;
  return moved(timeless(booking), at, { state: 'booked' });
}

/** Given up by whoever has it, or by the press. */
export function givenUp(booking: Booking, at: Instant): Booking | undefined {
  const ends = { booked: 'cancelled', held: 'cancelled', offered: 'declined', waiting: 'left' } as const;
  const { state } = booking;
  if (state !== 'booked' && state !== 'held' && state !== 'offered' && state !== 'waiting') return undefined;
  return moved(timeless(booking), at, { state: ends[state], sequence: booking.sequence + 1 });
}

/** Its time is over. */
export function lapsed(booking: Booking, at: Instant): Booking | undefined {
  if (!hasLapsed(booking, at)) return undefined;
  return moved(timeless(booking), at, { state: 'lapsed', sequence: booking.sequence + 1 });
}

/** Some of its places go back; with the last ones it ends. Where nothing is left to pay, the others are booked. Beyond
 *  its time all of them go, by its lapsing. */
export function withoutPlaces(booking: Booking, ids: readonly string[], at: Instant): Booking | undefined {
  const given = booking.places.filter(({ id }) => ids.includes(id));
  if (given.length < ids.length || !given.length || !countOf(booking.state)) return undefined;
  if (hasLapsed(booking, at)) return undefined;
  const places = booking.places.filter((place) => !given.includes(place));
  if (!places.length) return givenUp(booking, at);
  const back = given.map(({ name: _, answers: _a, ...place }) => place);
  const givenBack = [...(booking.givenBack ?? []), ...back];
  return withoutDebt(moved(booking, at, { places, givenBack, sequence: booking.sequence + 1 }));
}

/** Some of its places are of another ticket, but not beyond its time. */
export function withPlaces(booking: Booking, changed: readonly Place[], at: Instant): Booking | undefined {
  if ((booking.state !== 'booked' && booking.state !== 'held') || hasLapsed(booking, at)) return undefined;
  const places = booking.places.map((one) => changed.find(({ id }) => id === one.id) ?? one);
  return withoutDebt(moved(booking, at, { places, sequence: booking.sequence + 1 }));
}

/** What is held is booked where nothing is to pay any more. */
const withoutDebt = (booking: Booking): Booking =>
  booking.state === 'held' && !totalOf(booking) ? { ...timeless(booking), state: 'booked' } : booking;

/** What is paid at the door is held until the event ends, also when that is later now; undefined: nothing changes. */
export function heldOn(booking: Booking, { endsAt }: Gathering, at: Instant): Booking | undefined {
  if (booking.state !== 'held' || booking.payment !== 'door' || endsAt <= at) return undefined;
  return booking.lapsesAt === endsAt ? undefined : moved(booking, at, { lapsesAt: endsAt });
}

/** An offer counts from when its letter left; undefined: it stands as long already, or is none any more. */
export function prolonged(
  booking: Booking,
  { gathering, sentAt, at }: { gathering: Gathering; sentAt: Instant; at: Instant },
): Booking | undefined {
  const until = offerUntil(gathering, sentAt);
  const { state, lapsesAt = '' } = booking;
  if (state !== 'offered' || hasLapsed(booking, at) || !until || until <= lapsesAt) return undefined;
  return moved(booking, at, { lapsesAt: until });
}

/** Nobody's any more: its link opens nothing, and no address leads to it. */
export function emptied(booking: Booking, at: Instant): Booking {
  const { answers, language, erasure, ...others } = booking;
  return {
    ...others,
    ...{ email: '', name: '', addressHash: '', erasedAt: at, linkVersion: booking.linkVersion + 1 },
    places: booking.places.map(({ name, answers: _, ...place }) => place),
  };
}

/** Whoever asked to be erased and does not come any more is gone in the move that ends it. Its last letter is written
 *  before. */
export const withoutPerson = (booking: Booking, at: Instant): Booking =>
  booking.erasure && !booking.erasedAt && !isOpen(booking) ? emptied(booking, at) : booking;

const moved = (booking: Booking, at: Instant, members: Partial<Booking>): Booking => ({
  ...booking,
  ...members,
  movedAt: at,
});

function timeless(booking: Booking): Booking {
  const { lapsesAt, ...others } = booking;
  return others;
}
