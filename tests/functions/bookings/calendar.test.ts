import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { bookingCalendar, eventsCalendar } from '../../../functions/bookings/calendar.ts';
import { aBooking, aGathering, aPress, aText } from './a-gathering.ts';

const at = '2027-03-02T12:00:00.000Z';
const entry = (changes: Parameters<typeof aBooking>[0] = {}, gathering = aGathering()) =>
  bookingCalendar({ press: aPress, gathering, booking: aBooking(changes), at });

function read(file: string) {
  const calendar = new ICAL.Component(ICAL.parse(file));
  const events = calendar.getAllSubcomponents('vevent');
  const [first] = events;
  if (!first) throw new Error('There is no entry.');
  const value = (name: string) => first.getFirstPropertyValue(name)?.toString();
  return { calendar, events, first, value, method: calendar.getFirstPropertyValue('method') };
}

describe('the entry of a booking', () => {
  it('invites without asking for an answer, in UTC', () => {
    const { first, value, method, events } = read(entry());
    expect(events).toHaveLength(1);
    expect(method).toBe('REQUEST');
    expect(value('uid')).toBe('summer-school-1.K7QM-3FXD@lantern.example');
    expect([value('dtstart'), value('dtend'), value('dtstamp')]).toEqual([
      '2027-07-01T09:00:00Z',
      '2027-07-02T16:00:00Z',
      '2027-03-02T12:00:00Z',
    ]);
    expect(value('sequence')).toBe('0');
    expect(value('location')).toBe('Net Loft, 3 Rope Walk, Port Ellery');
    expect(value('status')).toBe('CONFIRMED');
    expect(value('description')).toContain('K7QM-3FXD\n\n1 × Unwaged\n1 × Waged');
    const organizer = first.getFirstProperty('organizer');
    expect([organizer?.getFirstValue(), organizer?.getParameter('cn')]).toEqual([
      'mailto:post@lantern.example',
      'The Quayside Lantern',
    ]);
    const attendee = first.getFirstProperty('attendee');
    expect(attendee?.getFirstValue()?.toString().toLowerCase()).toBe('mailto:mara@home.example');
    expect(attendee?.getParameter('rsvp')).toBe('FALSE');
  });

  it('keeps its UID, and a higher SEQUENCE, when it changes and when it is cancelled', () => {
    const files = [
      entry(),
      entry({ sequence: 1 }),
      entry({ sequence: 1 }, aGathering({ sequence: 1 })),
      entry({ sequence: 1, state: 'cancelled', places: [] }, aGathering({ sequence: 1 })),
    ].map(read);
    expect(new Set(files.map(({ value }) => value('uid'))).size).toBe(1);
    expect(files.map(({ value }) => Number(value('sequence')))).toEqual([0, 1, 2, 3]);
    expect(files.map(({ method }) => method)).toEqual(['REQUEST', 'REQUEST', 'REQUEST', 'CANCEL']);
    expect(files.at(-1)?.value('status')).toBe('CANCELLED');
  });

  it('carries neither a secret link nor what the booker typed', () => {
    const file = entry({ name: 'BUY NOW http://bad.example', answers: { why: 'canary' } });
    expect(file).not.toMatch(/events\/bookings|bad\.example|canary|Tomas/);
  });

  it('gives an address on the web to who has a place', () => {
    const online = aGathering({ text: { ...aText, online: 'https://meet.example/room' } });
    for (const changes of [{}, { state: 'held', payment: 'door' }] as const)
      expect(read(entry(changes, online)).value('description')).toContain('https://meet.example/room');
    expect(entry({ state: 'held', payment: 'transfer' }, online)).not.toContain('meet.example');
    expect(eventsCalendar(aPress, [online], at)).not.toContain('meet.example');
  });

  it('holds any text in lines of at most 75 bytes', () => {
    const title = 'Wem gehört der Hafen? „Wasser, Land; Leute“ \\ 水辺は誰のもの\u0000\u000b🌊'.repeat(3);
    const file = entry({}, aGathering({ text: { ...aText, title } }));
    expect(read(file).value('summary')).toBe(title.replace(/[\0\v]/g, ' '));
    for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(file).not.toMatch(/[^\r]\n/);
  });
});

describe('what is not certain, or not any more', () => {
  const status = (changes: Parameters<typeof aBooking>[0], gathering = aGathering()) => {
    const { value, method } = read(entry(changes, gathering));
    return [method, value('status')];
  };

  it('is tentative while a transfer is awaited', () => {
    expect(status({ state: 'held', payment: 'transfer' })).toEqual(['REQUEST', 'TENTATIVE']);
    expect(status({ state: 'held', payment: 'door' })).toEqual(['REQUEST', 'CONFIRMED']);
  });

  it('is cancelled from when the event is called off', () => {
    const calledOff = aGathering({ state: 'cancelling' });
    expect(status({}, calledOff)).toEqual(['CANCEL', 'CANCELLED']);
    const { value } = read(eventsCalendar(aPress, [calledOff], at));
    expect([value('status'), value('sequence')]).toEqual(['CANCELLED', '1']);
  });
});

it('ends each line, the last one too', () => {
  for (const file of [entry(), eventsCalendar(aPress, [aGathering()], at)])
    expect(file).toMatch(/\r\nEND:VCALENDAR\r\n$/);
});

it('publishes events in one calendar, those that are called off as well', () => {
  const gatherings = [
    aGathering(),
    aGathering({ id: 'other', slug: 'other', state: 'cancelled', sequence: 2 }),
  ];
  const { events, method, calendar } = read(eventsCalendar(aPress, gatherings, at));
  expect(method).toBe('PUBLISH');
  expect(calendar.getFirstPropertyValue('prodid')).toBe('-//Broadside//Events//EN');
  const values = (name: string) => events.map((one) => one.getFirstPropertyValue(name)?.toString());
  expect(values('uid')).toEqual(['summer-school-1@lantern.example', 'other@lantern.example']);
  expect(values('status')).toEqual(['CONFIRMED', 'CANCELLED']);
  expect(values('sequence')).toEqual(['0', '3']);
  expect(values('url')).toEqual([
    'https://lantern.example/events/summer-school/',
    'https://lantern.example/events/other/',
  ]);
  expect(values('attendee')).toEqual([undefined, undefined]);
});
