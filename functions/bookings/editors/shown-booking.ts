import type { Booking, Place } from '../booking.ts';
import type { Gathering } from '../gathering.ts';
import type { LinePositions } from './line-positions.ts';

/* Bookings as editors see them. What people with access needs ask for is not among it. */

export const second = (instant: string): string => instant.replace(/\.\d+Z$/, 'Z');

/** What a booking costs, in the smallest units. */
export const sumOf = (places: readonly Pick<Place, 'price'>[]): number =>
  places.reduce((sum, { price }) => sum + price, 0);

/** It has places, or waits for them. */
export const isLive = ({ state }: Pick<Booking, 'state'>): boolean =>
  state === 'booked' || state === 'held' || state === 'offered' || state === 'waiting';

/** Its people come: `booked` and `held`. */
export const isComing = ({ state }: Pick<Booking, 'state'>): boolean =>
  state === 'booked' || state === 'held';

/** What a booking is shown with. */
export interface ShownWith {
  text: Pick<Gathering['text'], 'currency'>;
  positions: LinePositions;
}

/** A line of `GET /api/events/{slug}/attendees`. Sums are in the smallest units; `due` is what is to be paid still. */
export function shownBooking(booking: Booking, { text: { currency }, positions }: ShownWith) {
  const { code, state, email, name, places, at, lapsesAt, payment, discount, by, erasedAt } = booking;
  const position = state === 'waiting' ? positions.get(code) : undefined;
  return {
    ...{ code, state, email, name, sum: sumOf(places), at: second(at) },
    ...(currency && { currency }),
    ...(state === 'held' && { due: sumOf(places) }),
    places: places.map(shownPlace),
    ...(position !== undefined && { position }),
    ...((state === 'held' || state === 'offered') && lapsesAt && { lapses: second(lapsesAt) }),
    ...(payment && { payment }),
    ...(discount && { discount }),
    ...(by && { by }),
    ...(erasedAt && { erased: second(erasedAt) }),
  };
}

/** With all that was answered, and what was given back. */
export function shownBookingWhole(booking: Booking, shownWith: ShownWith) {
  const { answers, givenBack, movedAt, language } = booking;
  return {
    ...shownBooking(booking, shownWith),
    moved: second(movedAt),
    ...(answers && { answers }),
    ...(language && { language }),
    ...(givenBack?.length && {
      givenBack: givenBack.map(({ id, ticket, price }) => ({ id, ticket, price })),
    }),
  };
}

const shownPlace = ({ id, ticket, price, name, answers }: Place) => ({
  ...{ id, ticket, price },
  ...(name && { name }),
  ...(answers && { answers }),
});
