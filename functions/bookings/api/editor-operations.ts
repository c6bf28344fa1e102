import type { HeaderParameter, Operation } from '../../content/api/room-api.ts';
import * as answers from './editor-answers.ts';
import * as requests from './editor-requests.ts';

const group = 'Bookings';

const key = (required: boolean, about: string): HeaderParameter => ({
  ...{ name: 'idempotency-key', required, about, example: '5f0c2a9e-booking-for-noor' },
});
const ofLetter = key(
  true,
  'At most 255 characters, new for each letter: the same key and body again, and nobody is told twice. Another body is another letter.',
);
const roles: Operation['roles'] = ['editor'];
const noEvent = 'No event has or had this slug.';
const noBooking = 'No event has or had this slug, or it has no booking of this code.';
const busy = 'Others book at the same moment, again and again; `retry-after` says when to ask again.';

export const editorOperations: Operation[] = [
  {
    ...{ id: 'listBookedEvents', group, method: 'get', path: '/api/bookings', roles },
    summary:
      'Events to come and under way with their figures and findings, closed ones too, the next first; with `past=yes` those that are over, the last first. An answer may be short and go on all the same: where `next` is null there are no more.',
    query: requests.eventsQuery,
    status: 200,
    answer: answers.bookedEventList,
  },
  {
    ...{ id: 'showEventReport', group, method: 'get', path: '/api/events/{slug}/report', roles },
    summary:
      'All figures of an event: its quotas, totals by ticket and by the day on which people booked, addresses that booked more than once, and findings. `bookings` are those that have places or wait; sums are in the smallest units of the currency.',
    status: 200,
    answer: answers.eventReport,
    refusals: { 404: noEvent },
  },
  {
    ...{ id: 'listAttendees', group, method: 'get', path: '/api/events/{slug}/attendees', roles },
    summary:
      'Bookings of an event, in the order of their codes. `sum` is what all its places cost and `due`, of one that is held, what is to be paid still, in the smallest units of `currency`; `position` is where in the line it waits, 1 the first. `search` finds how a code, an address or a name begins; an answer to it may be short and go on all the same: where `next` is null there are no more.',
    query: requests.attendeesQuery,
    status: 200,
    answer: answers.attendeeList,
    refusals: { 404: noEvent },
  },
  {
    ...{ id: 'exportAttendees', group, method: 'get', path: '/api/events/{slug}/attendees.csv', roles },
    summary:
      'Begins a CSV with a row for each place that is taken or waited for, and gives its link once it is written. It works for five minutes; the file is gone after a day.',
    status: 200,
    answer: answers.attendeesLink,
    unfinished: 'It is being written: ask again in a second.',
    refusals: { 404: noEvent },
  },
  {
    ...{ id: 'showAttendee', group, method: 'get', path: '/api/events/{slug}/attendees/{code}', roles },
    summary: 'A booking, whole, but for access needs.',
    status: 200,
    answer: answers.attendee,
    refusals: { 404: noBooking },
  },
  {
    ...{ id: 'bookForSomebody', group, method: 'post', path: '/api/events/{slug}/attendees', roles },
    summary:
      'Books for somebody who asks by phone, or for a guest, who pays nothing. Quotas hold; hidden tickets, times of sale and the most of an order do not matter. `paid` books what costs something at once. An answer for the whole order counts for each person whom its question asks. Where it is full and nobody can wait, 409.',
    headers: [
      key(
        true,
        'At most 255 characters, new for each booking: the same key and body again within a day, the same answer.',
      ),
    ],
    body: requests.editorsBooking,
    status: 201,
    answer: answers.attendee,
    also: { 202: 'It waits; `position` says where in the line.' },
    refusals: {
      400: 'The request is not JSON, or there is no Idempotency-Key.',
      404: noEvent,
      409: 'Booking is closed, or it is full and nobody waits here; `detail` says which.',
      503: busy,
    },
  },
  {
    ...{ id: 'commandBooking', group, method: 'post', path: '/api/events/{slug}/attendees/{code}', roles },
    summary:
      '`confirm`: its transfer has arrived. `cancel`: the whole of it, or some of its places. `move`: all of its places, or some, to another ticket, at that ticket’s price. `resend`: the letter with its link, again. Whoever booked gets a letter of each.',
    headers: [key(false, 'Of `resend`: with the same key the letter leaves once.')],
    body: requests.bookingCommand,
    status: 200,
    answer: answers.attendee,
    refusals: {
      404: noBooking,
      409: 'It is not in a state for this, or the event is over; `detail` says which.',
      503: busy,
    },
  },
  {
    ...{ id: 'switchBooking', group, method: 'post', path: '/api/events/{slug}/booking', roles },
    summary: 'Closes booking, or opens it again. What is booked stays.',
    body: requests.bookingSwitch,
    status: 200,
    answer: answers.bookedEvent,
    refusals: {
      404: noEvent,
      409: 'It is so already (`detail` begins with “Unchanged:”), its document is not published, or it is cancelled.',
      503: busy,
    },
  },
  {
    ...{ id: 'writeToAttendees', group, method: 'post', path: '/api/events/{slug}/letters', roles },
    summary:
      'Writes to those who come or wait: to all, or to some by state, by ticket or by booking. `changes` says the new date and place, with the calendar entry, `message` what `note` says.',
    headers: [ofLetter],
    body: requests.eventLetter,
    status: 202,
    answer: answers.begunLetters,
    refusals: {
      400: 'The request is not JSON, or there is no Idempotency-Key.',
      404: noEvent,
      409: 'Other letters of this kind, or many others, are leaving still; or the event is cancelled, or over where `changes` are told.',
      503: busy,
    },
  },
  {
    ...{ id: 'cancelEvent', group, method: 'post', path: '/api/events/{slug}/cancel', roles },
    summary:
      'Cancels an event for good: closes booking, cancels every booking and tells each once, with `note`. Letters that an editor wrote before leave first. `bookings` has to be how many have places or wait, as the report says.',
    body: requests.eventCancellation,
    status: 202,
    answer: answers.bookedEvent,
    refusals: {
      404: noEvent,
      409: 'There are more bookings, or fewer, and `detail` says how many; or the event is over.',
      503: busy,
    },
  },
  {
    ...{ id: 'showAccessNeeds', group, method: 'get', path: '/api/events/{slug}/access', roles: ['access'] },
    summary:
      'What those who come need, for kitchen and venue: each need with how many bookings have it. For people in the group access alone; erased 30 days after the event.',
    status: 200,
    answer: answers.accessNeeds,
    refusals: { 404: noEvent },
  },
];

export const editorAnswers = {
  BookedEvent: answers.bookedEvent,
  BookedEventList: answers.bookedEventList,
  EventReport: answers.eventReport,
  AttendeeLine: answers.attendeeLine,
  AttendeeList: answers.attendeeList,
  Attendee: answers.attendee,
  AttendeesLink: answers.attendeesLink,
  AccessNeeds: answers.accessNeeds,
  BegunLetters: answers.begunLetters,
};

export const editorRequests = {
  EditorsBooking: requests.editorsBooking,
  BookingCommand: requests.bookingCommand,
  BookingSwitch: requests.bookingSwitch,
  EventLetter: requests.eventLetter,
  EventCancellation: requests.eventCancellation,
};
