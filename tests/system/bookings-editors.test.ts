import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommandOptions } from '../../bin/press/command.ts';
import { eventCommands } from '../../bin/press/event/commands.ts';
import type { Attendee, EventLine, EventReport } from '../../bin/press/event/events.ts';
import { aPress, eventually, type PressUnderTest } from './a-press.ts';
import { attendees } from './attendees.ts';

let press: PressUnderTest;
let people: ReturnType<typeof attendees>;
let folder: string;

beforeAll(async () => {
  press = await aPress();
  people = attendees(press);
  folder = await mkdtemp(join(tmpdir(), 'attendees-'));
  await press.handIn({ 'press.md': pressDocument });
  await people.open('harbour-school', eventDocument);
}, 180_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await press.end();
});

const pressDocument = `---
kind: press
title: The Quayside Lantern
sender: The Quayside Lantern <post@lantern.example>
imprint: The Quayside Lantern, 7 Rope Walk, Port Ellery
timezone: Europe/London
---
`;

const eventDocument = `---
kind: event
title: Harbour School
slug: harbour-school
starts: 2027-07-01T10:00
ends: 2027-07-02T17:00
timezone: Europe/London
venue: Net Loft
capacity: 6
currency: GBP
tickets:
  - { id: waged, name: Waged, price: 10.50 }
  - { id: unwaged, name: Unwaged, price: 0 }
questions:
  - { id: lunch, text: "Lunch?", type: yes-no, per: person, required: yes }
---
Two days on the water.
`;

async function run<T>(name: string, words: string[], options: CommandOptions = {}): Promise<T> {
  const command = eventCommands[`event ${name}`];
  if (!command) throw new Error(`There is no ${name}`);
  const { data, ok } = await command(press.editor, ['harbour-school', ...words], {
    ...{ json: true, yes: true },
    ...options,
  });
  expect(ok).toBe(true);
  // What the command line itself takes the answer for.
  return data as T;
}

const noor = 'noor@reader.example';
const tam = 'tam@reader.example';
const subjectsTo = async (address: string, count: number) =>
  (await people.lettersOnce(address, count)).map(({ subject }) => subject);

it('books for somebody, takes their money, and sends their letter again', async () => {
  const words = [noor, 'waged=2', 'unwaged'];
  const options = { name: 'Noor Haldane', answer: ['lunch=yes'], access: 'A ramp, please' };
  const held = await run<Attendee>('book', words, options);
  expect(held).toMatchObject({ state: 'held', sum: 2100, places: [{}, {}, { answers: { lunch: 'yes' } }] });
  expect(await run('confirm', [held.code.toLowerCase()])).toMatchObject({ state: 'booked' });
  await expect(run('confirm', [held.code])).rejects.toThrow(/^Unchanged:/);
  expect(await run('cancel', [held.code], { place: ['3'] })).toMatchObject({ sum: 2100, places: [{}, {}] });
  await run('resend', [held.code]);
  const letters = await people.lettersOnce(noor, 4);
  expect(letters).toHaveLength(4);
  const page = letters.at(-1)?.page;
  expect((await people.ask(page ?? '/')).text).toContain(held.code);
});

it('sees who comes: a list, totals, one file, and access needs apart', async () => {
  await run('book', [tam, 'unwaged'], { name: 'Tam', guest: true, answer: ['lunch=no'] });
  const found = await run<Attendee[]>('attendees', [], { search: 'hald' });
  expect(found).toMatchObject([{ email: noor, state: 'booked' }]);
  expect(await run<EventReport>('totals', [])).toMatchObject({
    ...{ bookings: 2, sum: 2100, due: 0, places: { booked: 3, free: 3 }, repeated: [] },
    days: [{ places: 3, inAll: 3 }],
  });
  const to = join(folder, 'attendees.csv');
  await run('attendees', [], { csv: true, to });
  const rows = (await readFile(to, 'utf8')).trimEnd().split('\r\n');
  expect(rows).toHaveLength(4);
  expect(rows.join('\n')).toMatch(/Noor Haldane.*10\.50,GBP/);
  expect(rows.join('\n')).not.toContain('ramp');
  expect(await run('access', [])).toMatchObject({
    bookings: 1,
    needs: [{ need: 'A ramp, please', count: 1 }],
  });
});

it('is for editors alone', async () => {
  for (const path of ['bookings', 'events/harbour-school/attendees', 'events/harbour-school/access'])
    expect((await people.ask(`/api/${path}`)).status).toBe(401);
  const paths = ['attendees', 'booking', 'letters', 'cancel'];
  for (const path of paths) {
    const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    expect((await people.ask(`/api/events/harbour-school/${path}`, asked)).status).toBe(401);
  }
});

it('writes no letter without a key, under which asking again tells nobody twice', async () => {
  const letter = { about: 'message', note: 'Doors open at nine.' };
  await expect(press.api('POST', '/events/harbour-school/letters', letter)).rejects.toThrow(
    /Send an Idempotency-Key with it, new for each letter/,
  );
});

it('closes booking for readers, and opens it again', async () => {
  const wish = {
    ...{ email: 'wim@reader.example', name: 'Wim' },
    places: [{ ticket: 'unwaged', quantity: 1, answers: [{ lunch: 'no' }] }],
  };
  await run('close', []);
  expect((await people.book('harbour-school', wish, { key: 'closed' })).status).toBe(409);
  expect(await run<EventLine>('open', [])).toMatchObject({ state: 'open' });
  expect((await people.book('harbour-school', wish, { key: 'open' })).outcome).toBe('booked');
});

it('writes to some, and to those alone', async () => {
  const [before, others] = [await people.letters(noor), await people.letters(tam)];
  await run('write', [], { text: 'The early boat leaves at nine.', ticket: 'waged' });
  await people.advance('PT2M');
  const letters = await people.lettersOnce(noor, before.length + 1);
  expect(letters.at(-1)?.text).toContain('The early boat leaves at nine.');
  expect(await people.letters(tam)).toHaveLength(others.length);
});

it('calls the event off with the number of its bookings alone, and tells everybody once', async () => {
  await expect(
    press.api('POST', '/events/harbour-school/cancel', { bookings: 2, note: 'No.' }),
  ).rejects.toThrow(/3 bookings/);
  const before = (await people.letters(tam)).length;
  await run('cancel-event', [], { reason: 'The Net Loft is flooded.' });
  await people.advance('PT2M');
  const report = await eventually(
    () => run<EventReport>('totals', []),
    ({ state }) => state === 'cancelled',
    60,
  );
  expect(report).toMatchObject({ state: 'cancelled', bookings: 0, places: { booked: 0, held: 0 } });
  expect((await subjectsTo(tam, before + 1)).slice(before)).toHaveLength(1);
  expect((await people.letters(tam)).at(-1)?.text).toContain('The Net Loft is flooded.');
});
