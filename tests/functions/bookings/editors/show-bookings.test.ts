import { expect, it } from 'vitest';
import * as answers from '../../../../functions/bookings/api/editor-answers.ts';
import { attendeesQuery } from '../../../../functions/bookings/api/editor-requests.ts';
import type { Booking } from '../../../../functions/bookings/booking.ts';
import { showAccess } from '../../../../functions/bookings/editors/show-access.ts';
import {
  listAttendees,
  listEvents,
  showAttendee,
  showReport,
} from '../../../../functions/bookings/editors/show-bookings.ts';
import type { Gathering } from '../../../../functions/bookings/gathering.ts';
import { aBooking, aGathering, aPlace } from '../a-gathering.ts';
import { MemoryBookings } from '../memory-bookings.ts';

const clock = { now: () => new Date('2027-03-05T12:00:00.000Z') };

/** A room with an event and bookings of it, as they are. */
async function aRoom(
  bookings: Partial<Booking>[] = [],
  gathering: Gathering = aGathering(),
  access: Record<string, string> = {},
) {
  const room = new MemoryBookings();
  const at = clock.now().toISOString();
  await room.make({
    ...{ gathering: gathering.id, at, row: { after: gathering } },
    quotas: gathering.quotas.map((name) => ({
      ...{ name, isNew: true as const, add: { capacity: 100, free: 97, booked: 3 } },
      set: { isOpen: true, terms: 1 },
    })),
  });
  for (const changes of bookings) {
    const after = aBooking({ gathering: gathering.id, ...changes });
    const needs = access[after.code];
    await room.make({
      ...{ gathering: gathering.id, at, bookings: [{ after }] },
      ...(needs && { access: [{ code: after.code, text: needs }] }),
    });
  }
  return { bookings: room, access: room, clock };
}

const query = (asked: Record<string, string> = {}) => attendeesQuery.parse(asked);

const three: Partial<Booking>[] = [
  { code: 'B222-2222', at: '2027-03-02T23:30:00.000Z' },
  { code: 'C333-3333', name: 'Noor Haldane', email: 'noor@reader.example', addressHash: '2', state: 'held' },
  { code: 'D444-4444', state: 'waiting', number: 1, places: [aPlace()], addressHash: '3' },
];

it('lists events to come and under way, and those that are over', async () => {
  const room = await aRoom();
  const under = { startsAt: '2027-03-04T09:00:00.000Z', endsAt: '2027-03-06T09:00:00.000Z' };
  const over = { startsAt: '2027-02-04T09:00:00.000Z', endsAt: '2027-02-06T09:00:00.000Z' };
  for (const [slug, times] of Object.entries({ under, over })) {
    const after = aGathering({ id: slug, slug, ...times, state: 'closed', why: 'editor' });
    await room.bookings.make({ gathering: slug, at: '', row: { after } });
  }
  const coming = await listEvents({ limit: 50 }, room);
  expect(answers.bookedEventList.parse(coming)).toEqual(coming);
  expect(coming.items.map(({ slug }) => slug)).toEqual(['under', 'summer-school']);
  expect(coming.items[1]).toMatchObject({ state: 'open', places: { capacity: 100, free: 97 } });
  expect((await listEvents({ past: 'yes', limit: 50 }, room)).items).toMatchObject([
    { slug: 'over', state: 'past' },
  ]);
});

it('finds by code, address, name and state, page by page', async () => {
  const room = await aRoom(three);
  const found = async (asked: Record<string, string>) =>
    (await listAttendees('summer-school', query(asked), room)).items.map(({ code }) => code);
  expect(await found({ search: 'noor' })).toEqual(['C333-3333']);
  expect(await found({ search: 'HALDANE' })).toEqual(['C333-3333']);
  expect(await found({ search: 'b2222' })).toEqual(['B222-2222']);
  expect(await found({ search: 'reed' })).toEqual(['B222-2222', 'C333-3333']);
  expect(await found({ state: 'waiting' })).toEqual(['D444-4444']);
  expect(await found({ ticket: 'waged' })).toEqual(['B222-2222', 'C333-3333']);
  expect(await found({ ticket: 'waged', state: 'waiting' })).toEqual([]);
  const first = await listAttendees('summer-school', query({ limit: '2' }), room);
  expect(answers.attendeeList.parse(first)).toEqual(first);
  const rest = await listAttendees('summer-school', query({ cursor: first.next ?? '' }), room);
  expect([...first.items, ...rest.items].map(({ code }) => code)).toEqual([
    ...['B222-2222', 'C333-3333', 'D444-4444'],
  ]);
  expect(rest.next).toBeNull();
});

it('looks at some thousands a time, and goes on from there', async () => {
  const many = Array.from({ length: 5_200 }, (_, at) => ({ code: `BBBB-${String(at).padStart(4, '0')}` }));
  const room = await aRoom([...many, { code: 'ZZZZ-9999', name: 'Ada Quay' }]);
  const first = await listAttendees('summer-school', query({ search: 'ada' }), room);
  expect(first.items).toEqual([]);
  const second = await listAttendees(
    'summer-school',
    query({ search: 'ada', cursor: first.next ?? '' }),
    room,
  );
  expect(second).toMatchObject({ items: [{ code: 'ZZZZ-9999' }], next: null });
});

it('shows a booking by a code as it is typed, without access needs', async () => {
  const room = await aRoom(three, aGathering(), { 'B222-2222': 'A seat by the door' });
  for (const typed of ['B222-2222', 'b2222222', ' b222 2222 ']) {
    const shown = await showAttendee('summer-school', typed, room);
    expect(answers.attendee.parse(shown)).toEqual(shown);
    expect(shown).toMatchObject({ code: 'B222-2222', sum: 1050 });
    expect(JSON.stringify(shown)).not.toContain('door');
  }
  await expect(showAttendee('summer-school', 'none', room)).rejects.toMatchObject({ status: 404 });
  await expect(showAttendee('winter-school', 'B222-2222', room)).rejects.toMatchObject({ status: 404 });
});

it('counts by ticket and day, and names who booked twice', async () => {
  const room = await aRoom([
    ...three,
    { code: 'F555-5555', addressHash: '3', at: '2027-03-04T10:00:00.000Z', email: 'tam@reader.example' },
    { code: 'G666-6666', state: 'cancelled', addressHash: '3', places: [] },
  ]);
  const report = await showReport('summer-school', room);
  expect(answers.eventReport.parse(report)).toEqual(report);
  expect(report).toMatchObject({ bookings: 4, sum: 2100, due: 1050, currency: 'GBP' });
  expect(report.tickets).toEqual([
    {
      ...{ id: 'waged', name: 'Waged', price: 1050, booked: 2, held: 1, offered: 0, waiting: 0 },
      sum: 3150,
    },
    { id: 'unwaged', name: 'Unwaged', price: 0, booked: 2, held: 1, offered: 0, waiting: 1, sum: 0 },
  ]);
  // By the event's calendar: half past eleven in the evening is the same day in London in winter.
  expect(report.days).toEqual([
    { day: '2027-03-02', places: 4, sum: 2100, inAll: 4, tickets: { waged: 2, unwaged: 2 } },
    { day: '2027-03-04', places: 2, sum: 1050, inAll: 6, tickets: { waged: 1, unwaged: 1 } },
  ]);
  expect(report.repeated).toEqual([{ email: 'mara@home.example', codes: ['D444-4444', 'F555-5555'] }]);
});

it('counts tickets that the document has no longer, and nobody who was erased as a repeated order', async () => {
  const gone = { id: 'early', name: 'Early bird', price: 500 };
  const room = await aRoom(
    [
      { code: 'B222-2222', places: [aPlace({ ticket: 'early', price: 500 })] },
      { code: 'C333-3333', places: [aPlace({ ticket: 'lost' })], erasedAt: '2027-03-03T00:00:00.000Z' },
    ],
    aGathering({ closedTickets: [gone], findings: ['Heard.'] }),
  );
  const report = await showReport('summer-school', room);
  expect(answers.eventReport.parse(report)).toEqual(report);
  expect(report.findings).toEqual(['Heard.', expect.stringContaining('Early bird')]);
  expect(report.tickets.slice(2)).toMatchObject([
    { id: 'early', name: 'Early bird', closed: true, booked: 1 },
    { id: 'lost', closed: true, booked: 1 },
  ]);
  expect(report.repeated).toEqual([]);
});

it('sums access needs of those who come, without a name', async () => {
  const room = await aRoom(
    three.map((one) => ({ ...one })),
    aGathering(),
    {
      'B222-2222': 'Vegan  lunch',
      'C333-3333': 'vegan lunch',
      'D444-4444': 'A hearing loop',
    },
  );
  const shown = await showAccess('summer-school', room);
  expect(answers.accessNeeds.parse(shown)).toEqual(shown);
  expect(shown).toMatchObject({
    bookings: 2,
    needs: [{ need: 'Vegan  lunch', count: 2, bookings: ['B222-2222', 'C333-3333'] }],
  });
  expect(JSON.stringify(shown)).not.toMatch(/Haldane|reader\.example|hearing/);
});
