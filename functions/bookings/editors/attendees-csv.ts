import { plainMoney } from '../../look/money.ts';
import type { Booking, Place } from '../booking.ts';
import type { Gathering } from '../gathering.ts';
import type { LinePositions } from './line-positions.ts';
import { isLive, second } from './shown-booking.ts';

/* The attendees of an event as a table: a row a place, of bookings that have places or wait for them. */

const columns = [
  ...['code', 'state', 'booked', 'name', 'email', 'place', 'ticket', 'ticket name', 'person'],
  ...['price', 'currency', 'payment', 'lapses', 'place in line', 'booking code'],
];

/** Questions follow the columns that every event has, in the document's order. */
export const attendeesHeader = ({ text }: Pick<Gathering, 'text'>): string[] => [
  ...columns,
  ...(text.questions ?? []).map((question) => question.text),
];

/** None for a booking that is over. */
export const attendeeRows = (
  booking: Booking,
  gathering: Pick<Gathering, 'text' | 'closedTickets'>,
  positions: LinePositions,
) => (isLive(booking) ? booking.places.map((place) => rowOf(booking, place, gathering, positions)) : []);

function rowOf(
  booking: Booking,
  place: Place,
  { text, closedTickets }: Pick<Gathering, 'text' | 'closedTickets'>,
  positions: LinePositions,
): string[] {
  const { code, state, at, name, email, payment = '', lapsesAt, discount = '' } = booking;
  const ticket = [...text.tickets, ...closedTickets].find(({ id }) => id === place.ticket);
  const { currency = '' } = text;
  return [
    ...[code, state, second(at), name, email, place.id, place.ticket, ticket?.name ?? place.ticket],
    ...[place.name ?? '', currency ? plainMoney(place.price, currency) : '0', currency, payment],
    ...[lapsesAt && state !== 'booked' ? second(lapsesAt) : ''],
    ...[state === 'waiting' ? String(positions.get(code) ?? '') : '', discount],
    ...(text.questions ?? []).map(({ id }) => place.answers?.[id] ?? booking.answers?.[id] ?? ''),
  ];
}
