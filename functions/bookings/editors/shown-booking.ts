import type { Booking, Place } from '../booking.ts';

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

/** A line of `GET /api/events/{slug}/attendees`. */
export function shownBooking(booking: Booking) {
  const { code, state, email, name, places, at, lapsesAt, number, payment, discount, by, erasedAt } = booking;
  return {
    ...{ code, state, email, name, sum: sumOf(places), at: second(at) },
    places: places.map(shownPlace),
    ...(state === 'waiting' && number !== undefined && { number }),
    ...((state === 'held' || state === 'offered') && lapsesAt && { lapses: second(lapsesAt) }),
    ...(payment && { payment }),
    ...(discount && { discount }),
    ...(by && { by }),
    ...(erasedAt && { erased: second(erasedAt) }),
  };
}

/** With all that was answered, and what was given back. */
export function shownBookingWhole(booking: Booking) {
  const { answers, givenBack, movedAt, language } = booking;
  return {
    ...shownBooking(booking),
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
