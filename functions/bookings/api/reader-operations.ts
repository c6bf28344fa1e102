import type { Example, Operation } from '../../content/api/room-api.ts';
import * as answers from './reader-answers.ts';
import * as requests from './reader-requests.ts';

const group = 'Events';

export const readerOperations: Operation[] = [
  {
    ...{ id: 'listEvents', group, method: 'get', path: '/api/events' },
    summary:
      'Events to come, the next first, with how many places are left: in a word, or in a number where the event says so. A list goes on with `?after=` its `next`.',
    query: requests.eventsPosition,
    status: 200,
    answer: answers.publicEventList,
  },
  {
    ...{ id: 'showEvent', group, method: 'get', path: '/api/events/{slug}' },
    summary:
      'An event with all that booking it needs: tickets, questions, and what is left. Money is in the smallest units of the currency; `starts` and `ends` are local, `startsAt` and `endsAt` the same in UTC.',
    status: 200,
    answer: answers.publicEvent,
    refusals: {
      301: 'It has another address now; `location` has it.',
      404: 'There is no such event.',
      410: 'It was withdrawn.',
    },
  },
  {
    ...{ id: 'bookPlaces', group, method: 'post', path: '/api/events/{slug}/bookings' },
    summary:
      'Books places, holds what has to be paid until `lapses`, or waits (202) where too few are free; a letter follows. `price` says what was shown: where it has changed, nothing is booked. Where nobody can wait, 409 has `outcome` `full` and what is `left`.',
    headers: [
      {
        ...{ name: 'idempotency-key', required: true, example: '0b7d6c1e-noor' },
        about:
          'At most 255 characters, new for each booking: the same key and body again within a day, the same answer.',
      },
    ],
    body: requests.bookingRequest,
    status: 201,
    answer: answers.bookingOutcome,
    also: { 202: 'It waits; `position` says where in the line.' },
    refusalAnswers: { 409: answers.bookingRefusal },
    refusals: {
      400: 'The request is not JSON, or there is no Idempotency-Key.',
      404: 'There is no such event.',
      409: 'It is full (`outcome` is `full`; `left` places are free), a price has changed (`price-changed`; `prices` by ticket and their `total` are those of today), or booking is closed (no `outcome`); `detail` says why.',
      415: 'The request is not JSON by its content type.',
      422: 'Something in it cannot be, or the key came with another request; `errors` has each.',
      429: 'Too many bookings from one network, or too many codes that do not exist; `retry-after` says how long to wait.',
      503: 'Very many book at the same moment; `retry-after` says when to send the same again.',
    },
  },
];

export const readerAnswers = {
  PublicEventLine: answers.publicEventLine,
  PublicEventList: answers.publicEventList,
  PublicEvent: answers.publicEvent,
  BookingOutcome: answers.bookingOutcome,
  BookingRefusal: answers.bookingRefusal,
};

export const readerRequests = { BookingRequest: requests.bookingRequest };

const slug = 'summer-school';

/** @param siteUrl Origin of the site. */
export function readerExamples(siteUrl: string): Record<string, Example> {
  const line = {
    ...{ slug, title: 'The Lantern’s summer school', timezone: 'Europe/London' },
    ...{ starts: '2027-07-01T10:00', ends: '2027-07-02T17:00' },
    ...{ startsAt: '2027-07-01T09:00:00Z', endsAt: '2027-07-02T16:00:00Z' },
    venue: { name: 'The Net Loft', access: 'Step-free from the yard' },
    ...{ isOnline: false, url: `${siteUrl}/events/${slug}/`, booking: 'open' },
    ...{ left: 'plenty', waitingList: true },
  };
  return {
    listEvents: { answer: { items: [line], next: null } },
    showEvent: {
      path: { slug },
      answer: {
        ...line,
        ...{ html: '<p>Two days on who owns the waterside.</p>', currency: 'GBP' },
        tickets: [
          { id: 'waged', name: 'Waged', price: 1_500, most: 20, sale: 'open', left: 'plenty' },
          { id: 'unwaged', name: 'Unwaged', price: 500, least: 0, most: 20, sale: 'open', left: 'few' },
        ],
        questions: [{ id: 'lunch', text: 'Lunch on both days?', type: 'yes-no', per: 'person' }],
        ...{ payment: ['transfer', 'door'], strictOrder: false },
      },
    },
    bookPlaces: {
      path: { slug },
      body: {
        ...{ email: 'noor@reader.example', name: 'Noor Haldane' },
        places: [{ ticket: 'waged', quantity: 1, price: 1_500, answers: [{ lunch: 'yes' }] }],
      },
      answer: { outcome: 'held', code: 'K7QM-3FXD', total: 1_500, lapses: '2027-05-10T07:30:00Z' },
    },
  };
}
