import type { Booking, Place } from '../../../functions/bookings/booking.ts';
import type { EventText, Gathering, Press } from '../../../functions/bookings/gathering.ts';
import { aConfig } from '../look/a-config.ts';

export const aPress: Press = {
  config: aConfig,
  sender: 'The Lantern <post@lantern.example>',
  timezone: 'Europe/London',
  bookingsLimit: 6,
};

/** A school of two days, with two kinds of ticket. */
export const aText: EventText = {
  title: 'Summer School of the Harbour',
  standfirst: 'Two days on who owns the waterside.',
  starts: '2027-07-01T10:00',
  ends: '2027-07-02T17:00',
  timezone: 'Europe/London',
  venue: { name: 'Net Loft', address: '3 Rope Walk\nPort Ellery', access: 'Step-free from the yard.' },
  sessions: [{ title: 'Rents since 1949', starts: '2027-07-01T10:30', room: 'Loft' }],
  capacity: 100,
  currency: 'GBP',
  tickets: [
    { id: 'waged', name: 'Waged', price: 1050 },
    { id: 'unwaged', name: 'Unwaged', price: 0, places: 40 },
  ],
  payment: { by: ['transfer', 'door'], to: 'Account 12345678\nPort Ellery Credit Union' },
  cancellation: 'Until a week before, without a word.',
  contact: 'Ask school@lantern.example',
};

export const aGathering = ({ text, ...changes }: Partial<Gathering> = {}): Gathering => ({
  id: 'summer-school-1',
  slug: 'summer-school',
  slugs: ['summer-school'],
  version: 1,
  text: { ...aText, ...text },
  body: { html: '<p>Come.</p>', text: 'Come.' },
  startsAt: '2027-07-01T09:00:00.000Z',
  endsAt: '2027-07-02T16:00:00.000Z',
  terms: 1,
  state: 'open',
  quotas: ['all', 'ticket:unwaged'],
  closedTickets: [],
  findings: [],
  sequence: 0,
  writes: 0,
  ...changes,
});

export const aPlace = (changes: Partial<Place> = {}): Place => ({
  ...{ id: '1', ticket: 'unwaged', price: 0, quotas: ['all', 'ticket:unwaged'] },
  ...changes,
});

/** Of two people, one of whom pays. */
export const aBooking = (changes: Partial<Booking> = {}): Booking => ({
  code: 'K7QM-3FXD',
  gathering: 'summer-school-1',
  state: 'booked',
  email: 'mara@home.example',
  addressHash: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  name: 'Mara Quill',
  places: [aPlace(), aPlace({ id: '2', ticket: 'waged', price: 1050, quotas: ['all'], name: 'Tomas Reed' })],
  terms: 1,
  at: '2027-03-02T12:00:00.000Z',
  movedAt: '2027-03-02T12:00:00.000Z',
  sequence: 0,
  linkVersion: 1,
  writes: 0,
  ...changes,
});
