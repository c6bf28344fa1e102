import type { Example } from '../../content/api/room-api.ts';

const slug = 'summer-school';
const code = 'K7QM-3FXD';
const path = { slug };

const places = { capacity: 100, booked: 61, held: 3, offered: 2, passing: 0, free: 34, over: 0 };

const event = {
  ...{ slug, title: 'The Lantern’s summer school', state: 'open', places, waiting: 0, findings: [] },
  ...{ starts: '2027-07-01T09:00:00Z', ends: '2027-07-02T16:00:00Z' },
};

const line = {
  ...{ code, state: 'held', email: 'noor@reader.example', name: 'Noor Haldane' },
  ...{ sum: 2_000, due: 2_000, currency: 'GBP' },
  ...{ at: '2027-05-03T07:30:00Z', lapses: '2027-05-10T07:30:00Z', payment: 'transfer' },
  places: [
    { id: '1', ticket: 'waged', price: 1_500, name: 'Noor Haldane' },
    { id: '2', ticket: 'unwaged', price: 500, name: 'Tam Haldane', answers: { lunch: 'yes' } },
  ],
};

const booking = { ...line, moved: '2027-05-03T07:30:00Z', language: 'en' };

const paid = ({ lapses, due, ...held }: typeof booking) => ({ ...held, state: 'booked' });

const url = 'https://exports.example/exports/01KB5V2D6F8H0K3M5P7R9T1W4Y.csv?X-Amz-Signature=6f1d';

export const editorExamples: Record<string, Example> = {
  listBookedEvents: { query: { limit: '1' }, answer: { items: [event], next: null } },
  showEventReport: {
    path,
    answer: {
      ...event,
      ...{ timezone: 'Europe/London', currency: 'GBP', bookings: 48, sum: 71_500, due: 4_500 },
      quotas: [{ name: 'all', title: 'The event', ...places }],
      tickets: [
        {
          ...{ id: 'waged', name: 'Waged', price: 1_500, booked: 41, held: 3, offered: 2, waiting: 0 },
          sum: 66_000,
        },
      ],
      days: [{ day: '2027-05-03', places: 12, sum: 14_000, inAll: 64, tickets: { waged: 8, unwaged: 4 } }],
      repeated: [{ email: line.email, codes: [code, 'P2RT-9WNB'] }],
    },
  },
  listAttendees: {
    path,
    query: { state: 'held', search: 'noor' },
    answer: { items: [line], next: null },
  },
  exportAttendees: { path, answer: { url, expires: '2027-05-04T17:10:00Z' } },
  showAttendee: { path: { slug, code }, answer: booking },
  bookForSomebody: {
    path,
    body: {
      ...{ email: line.email, name: line.name, paid: true, answers: { lunch: 'yes' } },
      places: [{ ticket: 'waged', quantity: 1, names: ['Noor Haldane'] }],
    },
    answer: paid(booking),
  },
  commandBooking: { path: { slug, code }, body: { what: 'confirm' }, answer: paid(booking) },
  switchBooking: { path, body: { open: false }, answer: { ...event, state: 'closed', why: 'editor' } },
  writeToAttendees: {
    path,
    body: {
      ...{ about: 'message', note: 'The doors open at half past nine.' },
      to: { states: ['booked'], tickets: ['waged'] },
    },
    answer: { requested: true },
  },
  cancelEvent: {
    path,
    body: { bookings: 48, note: 'The hall is flooded. Transfers are paid back within a week.' },
    answer: { ...event, state: 'cancelling', why: 'cancelled', underWay: 'cancel' },
  },
  showAccessNeeds: {
    path,
    answer: {
      ...{ title: event.title, bookings: 3 },
      needs: [
        { need: 'Vegan lunch', count: 2, bookings: [code, 'P2RT-9WNB'] },
        { need: 'A seat near the hearing loop', count: 1, bookings: ['W4HC-6QZV'] },
      ],
    },
  },
};
