import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { eventCommands } from '../../../bin/press/event/commands.ts';
import { helpText } from '../../../bin/press/help.ts';
import { aFolder, aPress, runner } from './an-answering-press.ts';

const run = runner('event', eventCommands, { json: true });

const nobody = { confirm: async () => undefined };
const asking = (answer: boolean) => {
  const questions: string[] = [];
  const confirm = async (question: string) => {
    questions.push(question);
    return answer;
  };
  return { questions, confirm };
};

const places = { capacity: 100, booked: 61, held: 3, offered: 0, passing: 0, free: 36, over: 0 };
const school = {
  ...{ slug: 'summer-school', title: 'Summer school', state: 'open', places, waiting: 2 },
  ...{
    starts: '2027-07-01T09:00:00Z',
    ends: '2027-07-02T16:00:00Z',
    findings: ['Sold beyond the capacity.'],
  },
};
const report = {
  ...school,
  ...{ timezone: 'Europe/London', currency: 'GBP', bookings: 48, sum: 71_500, due: 4_500 },
  quotas: [{ name: 'all', title: 'the whole event', ...places }],
  tickets: [
    { id: 'waged', name: 'Waged', price: 1050, booked: 41, held: 3, offered: 0, waiting: 2, sum: 46_200 },
  ],
  days: [{ day: '2027-05-03', places: 12, sum: 14_000, inAll: 12, tickets: { waged: 12 } }],
  repeated: [{ email: 'noor@reader.example', codes: ['K7QM-3FXD', 'P2RT-9WNB'] }],
};
const booking = {
  ...{ code: 'K7QM-3FXD', state: 'held', email: 'noor@reader.example', name: 'Noor Haldane' },
  ...{ sum: 1050, due: 1050, currency: 'GBP' },
  ...{ at: '2027-05-03T07:30:00Z', lapses: '2027-05-10T07:30:00Z', payment: 'transfer' },
  places: [{ id: '1', ticket: 'waged', price: 1050, name: 'Noor', answers: { lunch: 'yes' } }],
};
const { due: _due, lapses: _lapses, ...others } = booking;
const paid = { ...others, state: 'booked' };
const at = '/events/summer-school';

it('has a group of commands with help of its own', () => {
  expect(helpText('event').split('\n')).toHaveLength(Object.keys(eventCommands).length);
  expect(helpText('event attendees')).toContain('--to FILE');
  expect(helpText('event write')).toContain('--text "…"');
});

it('lists events page by page, and shows one with its findings', async () => {
  const { press } = await aPress(() => ({
    'GET /bookings?limit=100': [[200, { items: [school], next: 'abc' }]],
    'GET /bookings?limit=100&cursor=abc': [[200, { items: [{ ...school, slug: 'picnic' }], next: null }]],
    'GET /bookings?limit=100&past=yes': [[200, { items: [], next: null }]],
    [`GET ${at}/report`]: [[200, { ...report, state: 'closed', why: 'editor' }]],
  }));
  const { lines } = await run('list', press, []);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain('61 of 100 booked, 3 held, 36 free, 2 wait');
  expect((await run('list', press, [], { past: true })).lines).toEqual(['No event is over yet.']);
  const shown = (await run('show', press, ['summer-school'])).lines.join('\n');
  expect(shown).toMatch(/an editor closed it[\s\S]*48 bookings[\s\S]*! Sold beyond the capacity\./);
});

it('shows a booking of an event, and lists those that are wanted', async () => {
  const { press, asked } = await aPress(() => ({
    [`GET ${at}/attendees/K7QM-3FXD`]: [[200, booking]],
    [`GET ${at}/attendees?limit=100&state=held&search=noor`]: [[200, { items: [booking], next: null }]],
    [`GET ${at}/attendees?limit=100`]: [[200, { items: [], next: null }]],
  }));
  const shown = (await run('show', press, ['summer-school', 'K7QM-3FXD'])).lines.join('\n');
  expect(shown).toMatch(
    /held +K7QM-3FXD.*1 waged, £10\.50 to pay by transfer, until[\s\S]*place 1: waged, Noor, £10\.50\n +lunch: yes/,
  );
  const found = await run('attendees', press, ['summer-school'], { state: 'held', search: 'noor' });
  expect(found.data).toEqual([booking]);
  expect((await run('attendees', press, ['summer-school'])).lines).toEqual(['Nobody has booked yet.']);
  expect(asked).toHaveLength(3);
});

it('writes the attendees into a file for its owner alone', async () => {
  const { press } = await aPress((origin) => ({
    [`GET ${at}/attendees.csv`]: [
      [202, { requested: true }],
      [200, { url: `${origin}/file`, expires: '' }],
    ],
    'GET /file': [[200, '\ufeffcode,state\r\n']],
  }));
  const folder = await aFolder();
  const to = join(folder, 'attendees.csv');
  await run('attendees', press, ['summer-school'], { csv: true, to });
  expect(await readFile(to, 'utf8')).toBe('\ufeffcode,state\r\n');
  expect((await stat(to)).mode & 0o077).toBe(0);
  await expect(run('attendees', press, ['summer-school'], { to })).rejects.toThrow('--csv');
  await expect(run('attendees', press, ['summer-school'], { csv: true, state: 'held' })).rejects.toThrow(
    'leave out',
  );
});

it('totals places and money by ticket and day, and names who booked twice', async () => {
  const { press } = await aPress(() => ({ [`GET ${at}/report`]: [[200, report]] }));
  const text = (await run('totals', press, ['summer-school'])).lines.join('\n');
  expect(text).toMatch(/Waged +41 +3 +0 +2 +£462\.00/);
  expect(text).toContain('booked: £715.00; held, to be paid: £45.00');
  expect(text).toMatch(/2027-05-03 +12 +12 +£140\.00/);
  expect(text).toContain('noor@reader.example  K7QM-3FXD, P2RT-9WNB');
});

it('books for somebody, as one request however often it is sent', async () => {
  const { press, asked, posted } = await aPress(() => ({
    [`POST ${at}/attendees`]: [
      [503, { detail: 'Busy.' }],
      [201, { ...booking, state: 'booked' }],
    ],
  }));
  const words = ['summer-school', 'noor@reader.example', 'waged=2', 'unwaged'];
  await expect(run('book', press, words)).rejects.toThrow('--name');
  await expect(run('book', press, words.slice(0, 1))).rejects.toThrow('which tickets');
  const named = { name: 'Noor Haldane' };
  await expect(run('book', press, [...words, 'waged=many'], named)).rejects.toThrow('no ticket');
  await expect(run('book', press, words, { ...named, answer: ['lunch'] })).rejects.toThrow('--answer');
  expect(asked).toEqual([]);
  await run('book', press, words, { ...named, answer: ['lunch=yes=no'], paid: true, access: 'A ramp' });
  expect(posted()[0]?.body).toEqual({
    ...{ email: 'noor@reader.example', name: 'Noor Haldane', paid: true, access: 'A ramp' },
    places: [
      { ticket: 'waged', quantity: 2 },
      { ticket: 'unwaged', quantity: 1 },
    ],
    answers: { lunch: 'yes=no' },
  });
  expect(asked).toHaveLength(2);
  expect(posted()[0]?.key).toMatch(/^[\w-]{36}$/);
  expect(posted()[1]?.key).toBe(posted()[0]?.key);
});

it('says by which option what was not answered is answered', async () => {
  const detail = 'answers.lunch: Please answer: Lunch? places.0.answers.1.diet: Please answer: Diet?';
  const { press } = await aPress(() => ({ [`POST ${at}/attendees`]: [[422, { detail }]] }));
  const booking = run('book', press, ['summer-school', 'noor@reader.example', 'waged'], { name: 'Noor' });
  await expect(booking).rejects.toThrow(`${detail} Add --answer "lunch=…" --answer "diet=…"`);
});

it('confirms, moves and resends one booking', async () => {
  const { press, posted } = await aPress(() => ({
    [`POST ${at}/attendees/k7qm%203fxd`]: [[200, paid]],
  }));
  const words = ['summer-school', 'k7qm 3fxd'];
  await expect(run('confirm', press, ['summer-school'])).rejects.toThrow('by its code');
  const [confirmed] = (await run('confirm', press, words)).lines;
  expect(confirmed).toMatch(/^booked .*1 waged, £10\.50$/);
  await expect(run('move', press, words)).rejects.toThrow('to which ticket');
  await run('move', press, [...words, 'unwaged'], { place: ['2'] });
  expect((await run('resend', press, words)).lines[0]).toContain('noor@reader.example');
  expect(posted().map(({ body }) => body)).toEqual([
    { what: 'confirm' },
    { what: 'move', ticket: 'unwaged', places: ['2'] },
    { what: 'resend' },
  ]);
});

it('cancels a booking or a place of it after a yes alone', async () => {
  const { press, posted } = await aPress(() => ({
    [`GET ${at}/attendees/K7QM-3FXD`]: [[200, booking]],
    [`POST ${at}/attendees/K7QM-3FXD`]: [[200, { ...booking, state: 'cancelled' }]],
  }));
  const words = ['summer-school', 'K7QM-3FXD'];
  await expect(run('cancel', press, words, nobody)).rejects.toThrow('--yes');
  const no = asking(false);
  await expect(run('cancel', press, words, no)).rejects.toThrow('Nothing was cancelled.');
  expect(no.questions).toEqual(['Cancel booking K7QM-3FXD of Noor Haldane?']);
  expect(posted()).toEqual([]);
  await run('cancel', press, words, asking(true));
  await run('cancel', press, words, { yes: true, place: ['2'] });
  expect(posted().map(({ body }) => body)).toEqual([{ what: 'cancel' }, { what: 'cancel', places: ['2'] }]);
});

it('writes to all, to some or to those who are named, once however often it is sent', async () => {
  const { press, posted } = await aPress(() => ({
    [`GET ${at}/report`]: [[200, report]],
    [`POST ${at}/letters`]: [
      [503, { detail: 'Busy.' }],
      [202, { requested: true }],
    ],
  }));
  const said = { text: 'Doors open at nine.' };
  await expect(run('write', press, ['summer-school'], { ...said, ...nobody })).rejects.toThrow('--yes');
  await expect(run('write', press, ['summer-school'], { text: ' ' })).rejects.toThrow('--text');
  await expect(
    run('write', press, ['summer-school', 'K7QM-3FXD'], { ...said, state: 'held' }),
  ).rejects.toThrow('not both');
  await expect(run('write', press, ['summer-school'], { ...said, state: 'lapsed' })).rejects.toThrow(
    'booked, held, offered, waiting',
  );
  const yes = asking(true);
  const { lines } = await run('write', press, ['summer-school'], { ...said, ...yes });
  expect(lines[0]).toContain('leave within a minute or two');
  expect(yes.questions).toEqual(['Write to all who come or wait (“Summer school” has 48 bookings)?']);
  await run('write', press, ['summer-school'], { ...said, yes: true, state: 'held', ticket: 'waged' });
  await run('write', press, ['summer-school', 'K7QM-3FXD'], { ...said, yes: true });
  await run('tell', press, ['summer-school'], { yes: true });
  const sent = posted();
  const message = { about: 'message', note: 'Doors open at nine.' };
  expect(sent.map(({ body }) => body)).toEqual([
    ...[message, message],
    { ...message, to: { states: ['held'], tickets: ['waged'] } },
    { ...message, to: { bookings: ['K7QM-3FXD'] } },
    { about: 'changes' },
  ]);
  expect(sent[0]?.key).toBe(sent[1]?.key);
  expect(new Set(sent.map(({ key }) => key)).size).toBe(4);
});

it('closes and opens booking', async () => {
  const { press, posted } = await aPress(() => ({ [`POST ${at}/booking`]: [[200, school]] }));
  await run('close', press, ['summer-school']);
  await run('open', press, ['summer-school']);
  expect(posted().map(({ body }) => body)).toEqual([{ open: false }, { open: true }]);
});

it('cancels an event with the number of bookings that was read, after a yes alone', async () => {
  const { press, posted } = await aPress(() => ({
    [`GET ${at}/report`]: [[200, report]],
    [`POST ${at}/cancel`]: [[202, { ...school, state: 'cancelling' }]],
  }));
  await expect(run('cancel-event', press, ['summer-school'], nobody)).rejects.toThrow('--yes');
  const yes = asking(true);
  await run('cancel-event', press, ['summer-school'], { ...yes, reason: 'The hall is flooded.' });
  expect(yes.questions).toEqual([
    'Cancel “Summer school” for good? 48 bookings will be cancelled, and everybody told.',
  ]);
  expect(posted().at(-1)?.body).toEqual({ bookings: 48, note: 'The hall is flooded.' });
});

it('tells what those who come need', async () => {
  const needs = [{ need: 'Vegan lunch', count: 2, bookings: ['K7QM-3FXD', 'P2RT-9WNB'] }];
  const { press } = await aPress(() => ({
    [`GET ${at}/access`]: [
      [200, { title: 'Summer school', bookings: 2, needs }],
      [200, { title: 'Summer school', bookings: 0, needs: [] }],
    ],
  }));
  expect((await run('access', press, ['summer-school'])).lines).toEqual([
    '   2  Vegan lunch  (K7QM-3FXD, P2RT-9WNB)',
  ]);
  expect((await run('access', press, ['summer-school'])).lines[0]).toContain('Nobody');
});
