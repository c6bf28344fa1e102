import { expect, it } from 'vitest';
import * as requests from '../../../../functions/bookings/api/editor-requests.ts';

const booking = {
  ...{ email: 'noor@reader.example', name: 'Noor' },
  places: [{ ticket: 'waged', quantity: 1 }],
};
const cancel = { what: 'cancel' };

it.each([
  [requests.editorsBooking, { ...booking, places: [] }],
  [requests.editorsBooking, { ...booking, places: [{ ticket: 'waged', quantity: 0 }] }],
  [requests.editorsBooking, { ...booking, places: [{ ticket: 'waged', quantity: 21 }] }],
  [requests.editorsBooking, { ...booking, places: [{ ticket: '', quantity: 1 }] }],
  [requests.editorsBooking, { ...booking, places: [{ ticket: 'waged', quantity: 1, price: 0 }] }],
  [requests.editorsBooking, { ...booking, name: ' ' }],
  [requests.editorsBooking, { ...booking, guest: false }],
  [requests.editorsBooking, { ...booking, payment: 'card' }],
  [requests.editorsBooking, { ...booking, answers: { lunch: 'x'.repeat(2_001) } }],
  [requests.bookingCommand, {}],
  [requests.bookingCommand, { what: 'erase' }],
  [requests.bookingCommand, { ...cancel, places: [] }],
  [requests.bookingCommand, { ...cancel, place: '1' }],
  [requests.bookingCommand, { what: 'move' }],
  [requests.bookingCommand, { what: 'confirm', places: ['1'] }],
  [requests.bookingSwitch, { open: 'yes' }],
  [requests.eventCancellation, {}],
  [requests.eventCancellation, { bookings: -1 }],
  [requests.eventCancellation, { bookings: 1.5 }],
  [requests.eventLetter, { about: 'nothing' }],
  [requests.eventLetter, { about: 'message', note: 'Hi', to: { states: ['cancelled'] } }],
  [requests.eventLetter, { about: 'message', note: 'Hi', to: { states: [] } }],
  [requests.eventLetter, { about: 'message', note: 'x'.repeat(10_001) }],
  [requests.attendeesQuery, { limit: '101' }],
  [requests.attendeesQuery, { state: 'paid' }],
  [requests.attendeesQuery, { email: 'noor@reader.example' }],
  [requests.eventsQuery, { past: '1' }],
])('refuses a request that cannot be: %#', (schema, request) => {
  expect(schema.safeParse(request).success).toBe(false);
});

it.each([
  [requests.editorsBooking, { ...booking, guest: true, paid: true, access: 'A ramp', code: 'LANTERN' }],
  [requests.bookingCommand, { ...cancel, places: ['1', '2'] }],
  [requests.bookingCommand, { what: 'move', ticket: 'waged' }],
  [requests.eventCancellation, { bookings: 0, note: 'Flooded.' }],
  [requests.eventLetter, { about: 'changes' }],
])('takes what can be: %#', (schema, request) => {
  expect(schema.parse(request)).toEqual(request);
});
