import { setTimeout as pause } from 'node:timers/promises';
import ICAL from 'ical.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { mapConcurrently } from '../../functions/runtime/map-concurrently.ts';
import { deadLetterQueues } from '../../lib/local/sqs/redrive.ts';
import { makeWeather } from '../../lib/local/weather/bad-weather.ts';
import { faultsOf } from '../../lib/local/weather/faults.ts';
import { aPress, eventually, type PressUnderTest } from './a-press.ts';
import { attendees, type Outcome } from './attendees.ts';
import { linkIn, mailsIn } from './reader.ts';
import { settingsOf } from './storm/whole-number.ts';

let press: PressUnderTest;
let people: ReturnType<typeof attendees>;
const { runs, seed } = settingsOf(process.env);

beforeAll(async () => {
  press = await aPress();
  people = attendees(press);
  await press.handIn({ 'press.md': pressDocument });
}, 180_000);
afterEach(() => {
  delete press.cloud.weather;
});
afterAll(() => press.end());

const pressDocument = `---
kind: press
title: The Quayside Lantern
sender: The Quayside Lantern <post@lantern.example>
imprint: The Quayside Lantern, 7 Rope Walk, Port Ellery
timezone: Europe/London
lists:
  - { name: weekly, title: The weekly, default: true }
---
`;

const eventDocument = (slug: string, more: string) => `---
kind: event
title: Summer School
slug: ${slug}
starts: 2027-07-01T10:00
ends: 2027-07-02T17:00
timezone: Europe/London
venue: Net Loft
${more}
---
Two days on the water.
`;

const free = 'tickets:\n  - { id: place, name: A place, price: 0 }';
const wish = (email: string, quantity = 1, more: object = {}) => ({
  ...{ email, name: 'Mara Quill', places: [{ ticket: 'place', quantity }] },
  ...more,
});

/** The page of a booking, from its newest letter that has one. */
async function pageOf(address: string, count = 1): Promise<string> {
  const letters = await people.lettersOnce(address, count);
  const page = letters.findLast((letter) => letter.page)?.page;
  if (!page) throw new Error(`No letter to ${address} has a link: ${letters.map(({ subject }) => subject)}`);
  return page;
}

function calendarIn(letter: Awaited<ReturnType<typeof people.letters>>[number] | undefined) {
  const file = letter?.files.find(({ name }) => name.endsWith('.ics'));
  if (!file) return undefined;
  const calendar = new ICAL.Component(ICAL.parse(file.text));
  const [entry] = calendar.getAllSubcomponents('vevent');
  const value = (name: string) => entry?.getFirstPropertyValue(name)?.toString();
  return {
    ...{ type: file.type, method: calendar.getFirstPropertyValue('method')?.toString() },
    ...{ uid: value('uid'), sequence: Number(value('sequence')), start: value('dtstart') },
  };
}

describe('a place that is given back', () => {
  beforeAll(() => people.open('given-back', eventDocument('given-back', `capacity: 4\n${free}`)), 120_000);

  it('is offered to a group that it fits, not to the newcomer; each letter comes once', async () => {
    const [first, waits] = ['first@home.example', 'group@home.example'];
    expect(await people.book('given-back', wish(first, 4), { key: 'a' })).toMatchObject({
      ...{ status: 201, outcome: 'booked', code: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/) },
    });
    const waiting = await people.book('given-back', wish(waits, 2), { key: 'b' });
    expect(waiting).toMatchObject({ status: 202, outcome: 'waiting', position: 1 });
    const page = await pageOf(first);
    const invitation = calendarIn((await people.letters(first))[0]);
    expect(invitation).toMatchObject({ method: 'REQUEST', start: '2027-07-01T09:00:00Z' });

    // A scanner that follows every link of the letter changes nothing.
    const before = (await people.ask(page)).text;
    for (const query of ['', '?calendar', '?cancel', '?back=1']) await people.ask(page + query);
    expect((await people.ask(page)).text).toBe(before);

    // One place does not do for two: it would be free for one. With the next the group is served.
    for (const place of ['1', '2']) expect((await people.post(page, { do: 'back', place })).status).toBe(303);
    const offer = await people.lettersOnce(waits, 2);
    expect(offer.map(({ subject }) => subject)).toEqual([
      'On the waiting list: Summer School',
      '2 places for you: Summer School',
    ]);
    expect(await people.book('given-back', wish('late@home.example'), { key: 'c' })).toMatchObject({
      outcome: 'waiting',
    });
    const theirs = await pageOf(waits, 2);
    expect((await people.post(theirs, { do: 'accept' })).status).toBe(303);
    await people.lettersOnce(waits, 3);
    const letters = await people.letters(first);
    expect(letters).toHaveLength(3);
    const calendars = letters.map(calendarIn);
    expect(new Set(calendars.map((one) => one?.uid)).size).toBe(1);
    expect(calendars.at(-1)?.sequence).toBeGreaterThanOrEqual(calendars[0]?.sequence ?? 0);

    expect((await people.post(page, { do: 'cancel' })).status).toBe(303);
    const [, , , cancelled] = await people.lettersOnce(first, 4);
    expect(calendarIn(cancelled)).toMatchObject({ method: 'CANCEL', uid: invitation?.uid });
    // The rest passes on to who came late.
    expect((await people.lettersOnce('late@home.example', 2)).at(-1)?.subject).toContain('1 place for you');
  }, 240_000);
});

describe('an event that keeps to the order of its line', () => {
  const document = eventDocument('in-order', `capacity: 4\npassing_over: no\n${free}`);
  beforeAll(() => people.open('in-order', document), 120_000);

  it('is shown, alone and among all, also where places stand empty for the first who waits', async () => {
    const from = '127.7.0.1';
    const [first, group] = ['first@order.example', 'group@order.example'];
    expect((await people.book('in-order', wish(first, 3), { key: 'a', from })).outcome).toBe('booked');
    expect((await people.book('in-order', wish(group, 3), { key: 'b', from })).outcome).toBe('waiting');
    for (const path of ['/events/', '/events/in-order/', '/api/events', '/events/in-order/book?place=1'])
      expect([path, (await people.ask(path)).status]).toEqual([path, 200]);
    expect((await people.book('in-order', wish('late@order.example'), { key: 'c', from })).position).toBe(2);
  }, 240_000);
});

describe('what is not paid', () => {
  beforeAll(
    () =>
      people.open(
        'unpaid',
        eventDocument(
          'unpaid',
          'capacity: 1\ncurrency: GBP\ntickets:\n  - { id: place, name: A place, price: 10.50 }\npayment: { by: transfer, to: Account 12345678 }',
        ),
      ),
    120_000,
  );

  it('lapses when the clock says so, is offered on, and an offer lapses too', async () => {
    const [held, first, second] = ['held@home.example', 'first.in@home.example', 'second.in@home.example'];
    expect(await people.book('unpaid', wish(held), { key: 'a' })).toMatchObject({
      ...{ status: 201, outcome: 'held' },
    });
    for (const [at, address] of [first, second].entries())
      expect(await people.book('unpaid', wish(address), { key: 'a' })).toMatchObject({
        ...{ status: 202, outcome: 'waiting', position: at + 1 },
      });
    await people.lettersOnce(second, 1);
    const [letter] = await people.lettersOnce(held, 1);
    expect(letter?.text).toContain('£10.50');
    expect(letter?.text).toContain('Account 12345678');

    await people.advance('P7DT1M');
    expect((await people.lettersOnce(first, 2)).at(-1)?.subject).toContain('1 place for you');
    expect((await people.lettersOnce(held, 2)).at(-1)?.subject).toContain('No longer kept');
    await people.advance('P1DT1M');
    expect((await people.lettersOnce(first, 3)).at(-1)?.subject).toContain('No longer kept');
    const page = await pageOf(second, 2);
    expect((await people.post(await pageOf(first, 2), { do: 'accept' })).status).toBe(303);
    expect((await people.post(page, { do: 'accept' })).status).toBe(303);
    expect((await people.lettersOnce(second, 3)).at(-1)?.subject).toContain('1 place held for you');
    expect(await people.letters(first)).toHaveLength(3);
  }, 240_000);
});

describe('many at once', () => {
  const capacity = runs >= 100 ? 100 : 30;
  const asking = runs >= 100 ? 10_000 : 200;

  it(
    `sells ${capacity} places to ${asking} who ask at once, under conflicts, and lets the rest wait in order`,
    async () => {
      await people.open('hot', eventDocument('hot', `capacity: ${capacity}\n${free}`));
      await makeWeather(faultsOf({ seed, conflicting: 0.3 }), press.cloud);
      const outcomes = await mapConcurrently(
        Array.from({ length: asking }, (_, at) => at),
        { concurrency: 32 },
        persistently,
      );
      delete press.cloud.weather;
      const of = (kind: string) => outcomes.filter(({ outcome }) => outcome === kind);
      expect([of('booked').length, of('waiting').length]).toEqual([capacity, asking - capacity]);
      const positions = of('waiting').map(({ position = 0 }) => position);
      expect(positions.sort((one, other) => one - other)).toEqual(positions.map((_, at) => at + 1));
      expect(new Set(outcomes.map(({ code }) => code)).size).toBe(asking);

      const again = await people.book('hot', wish('p0@home.example'), { key: 'k0', from: '127.9.0.1' });
      expect(again).toMatchObject({ status: outcomes[0]?.status, code: outcomes[0]?.code });
      const other = await people.book('hot', wish('p0@home.example', 2), { key: 'k0', from: '127.9.0.1' });
      expect(other.status).toBe(422);

      const sent = await eventually(lettersOfMany, ({ size }) => size >= asking, 60 + asking / 20);
      expect([sent.size, [...sent.values()].filter((count) => count !== 1)]).toEqual([asking, []]);
    },
    300_000 + asking * 150,
  );

  /** As a program does: the same request again, until it has an answer. */
  async function persistently(number: number): Promise<Outcome> {
    for (let tries = 0; tries < 60; tries++) {
      const more = { key: `k${number}`, from: `127.9.${number >> 7}.${1 + (number & 127)}` };
      const answer = await people.book('hot', wish(`p${number}@home.example`), more);
      if (answer.status < 300) return answer;
      // Nothing but: come again.
      expect([answer.status, Number(answer.retryAfter) > 0]).toEqual([503, true]);
      await pause(100 + 300 * Math.random());
    }
    throw new Error(`Nobody has an answer for ${number}`);
  }

  async function lettersOfMany(): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (const { destination } of await mailsIn(press.inbox))
      for (const to of destination.to)
        if (/^p\d+@home\.example$/.test(to)) counts.set(to, (counts.get(to) ?? 0) + 1);
    return counts;
  }
});

describe('who asks', () => {
  beforeAll(() => people.open('asked', eventDocument('asked', free)), 120_000);

  it('is refused without a key, with a strange link, and beyond six bookings of a network', async () => {
    const body = JSON.stringify(wish('keyless@home.example'));
    const headers = { 'content-type': 'application/json' };
    const keyless = await people.ask('/api/events/asked/bookings', { method: 'POST', headers, body });
    expect(keyless.status).toBe(400);
    for (const link of ['x', 'asked.AAAA-AAAA.1.aaaaaaaaaaaaaaaaaaaaaaaa']) {
      expect((await people.ask(`/events/bookings/${link}/`)).status).toBe(404);
      expect((await people.post(`/events/bookings/${link}/`, { do: 'cancel' })).status).toBe(404);
    }
    const from = '127.8.0.1';
    const statuses = [];
    for (let n = 0; n < 7; n++)
      statuses.push((await people.book('asked', wish(`n${n}@home.example`), { key: 'k', from })).status);
    expect(statuses).toEqual([201, 201, 201, 201, 201, 201, 429]);
    // A repeated request is no further booking.
    expect((await people.book('asked', wish('n0@home.example'), { key: 'k', from })).status).toBe(201);
  }, 120_000);

  it('hears what is known of them by letter, and is forgotten in bookings too, but for places that come', async () => {
    const email = 'known@home.example';
    const access = 'canary: no stairs';
    const { code } = await people.book('asked', wish(email, 1, { access }), { key: 'k', from: '127.8.0.2' });
    const page = await pageOf(email);
    expect(await press.api('POST', '/exports', { email })).toEqual({ requested: true });
    expect(await press.api('POST', '/exports', { email: 'nobody@home.example' })).toEqual({
      requested: true,
    });
    const [, own] = await people.lettersOnce(email, 2);
    expect(own?.files.map(({ name }) => name)).toEqual(['bookings.json']);
    expect(JSON.parse(own?.files[0]?.text ?? '')).toMatchObject({
      bookings: [{ code, email, access, event: { title: 'Summer School' } }],
    });

    await press.api('POST', '/erasures', { email });
    // It is still to come: the place stays, and whoever has the link can still give it back.
    expect((await people.ask(page)).status).toBe(200);
    expect(await people.letters('nobody@home.example')).toEqual([]);
  }, 120_000);

  it('who reads newsletters gets one file by link and the other by letter', async () => {
    const email = 'both@home.example';
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ email });
    await people.ask('/api/subscriptions', { method: 'POST', headers, body });
    await people.book('asked', wish(email), { key: 'k', from: '127.8.0.3' });
    const subjects = async (count: number) =>
      (await people.lettersOnce(email, count)).map((one) => one.subject);
    await subjects(2);
    await press.api('POST', '/exports', { email });
    expect(await subjects(3)).toContain('What The Quayside Lantern knows about you');
    const link = (await mailsIn(press.inbox, email)).flatMap((mail) => linkIn(mail) ?? []).at(-1) ?? '';
    expect((await people.post(link, {})).text).toContain(email);
    expect(await subjects(4)).toContain('What The Quayside Lantern knows of your bookings');
  }, 120_000);
});

it('leaves nothing among the dead letters', () => {
  for (const { counts, settings } of deadLetterQueues(press.cloud))
    expect([settings.arn, counts.visible]).toEqual([settings.arn, 0]);
});
