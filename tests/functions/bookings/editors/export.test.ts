import { expect, it } from 'vitest';
import * as answers from '../../../../functions/bookings/api/editor-answers.ts';
import { giveAttendees } from '../../../../functions/bookings/editors/give-export.ts';
import {
  ErasedMeanwhile,
  exportWork,
  removeExports,
} from '../../../../functions/bookings/editors/write-export.ts';
import type { LineChange } from '../../../../functions/bookings/ports.ts';
import { ulids } from '../../../../functions/runtime/ids.ts';
import { aBooking, aGathering, aPlace, aText } from '../a-gathering.ts';
import { MemoryBookings } from '../memory-bookings.ts';
import { MemoryExportFiles, MemoryExportMessages, MemoryExports } from './memory-exports.ts';

const asked = { subject: 'edda', isAsked: true };

async function aDesk() {
  let now = Date.parse('2027-03-05T12:00:00.000Z');
  const clock = { now: () => new Date(now) };
  const bookings = new MemoryBookings();
  const text = {
    ...aText,
    questions: [
      { id: 'lunch', text: 'Lunch?', type: 'yes-no' as const, per: 'person' as const },
      { id: 'from', text: 'From where?', type: 'text' as const, per: 'order' as const },
    ],
  };
  const after = aGathering({ text });
  await bookings.make({ gathering: after.id, at: '', row: { after } });
  const deps = {
    ...{ bookings, clock, ids: ulids(clock), exports: new MemoryExports() },
    ...{ files: new MemoryExportFiles(), messages: new MemoryExportMessages() },
  };
  const put = (code: string, changes: Partial<ReturnType<typeof aBooking>>) =>
    bookings.make({ gathering: after.id, at: '', bookings: [{ after: aBooking({ code, ...changes }) }] });
  const waits = (line: LineChange) => bookings.make({ gathering: after.id, at: '', line });
  const work = async (message = deps.messages.sent.at(-1) ?? '') => exportWork(message, deps)?.();
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { deps, put, waits, work, pass };
}

const give = (deps: Awaited<ReturnType<typeof aDesk>>['deps'], more: Partial<typeof asked> = {}) =>
  giveAttendees('summer-school', { ...asked, ...more }, deps);

it('writes a row a place, and gives the link once', async () => {
  const { deps, put, waits, work } = await aDesk();
  await put('B222-2222', {
    name: '=HYPERLINK("x")',
    answers: { from: 'Port Ellery' },
    places: [aPlace({ answers: { lunch: 'yes' } }), aPlace({ id: '2', ticket: 'waged', price: 1050 })],
  });
  await put('C333-3333', { state: 'waiting', number: 2, places: [aPlace()] });
  // The first of the line has left it: who was the second is the first.
  for (const [at, code] of ['Z111-1111', 'C333-3333'].entries())
    await waits({ joins: { code, number: at + 1, wants: { all: 1 } } });
  await waits({ leaves: [1] });
  await put('D444-4444', { state: 'lapsed' });
  expect(await give(deps)).toEqual({ outcome: 'working' });
  expect(await give(deps)).toEqual({ outcome: 'working' });
  expect(deps.messages.sent).toHaveLength(1);
  await work();
  const given = await give(deps);
  expect(given.outcome === 'done' && answers.attendeesLink.parse(given.link)).toBeTruthy();
  const [text = ''] = deps.files.files.values();
  const rows = text.trimEnd().split('\r\n');
  expect(rows[0]).toMatch(/^\ufeffcode,state,booked,name,email,.*,Lunch\?,From where\?$/);
  expect(rows.slice(1)).toEqual([
    `B222-2222,booked,2027-03-02T12:00:00Z,"'=HYPERLINK(""x"")",mara@home.example,1,unwaged,Unwaged,,0,GBP,,,,,yes,Port Ellery`,
    `B222-2222,booked,2027-03-02T12:00:00Z,"'=HYPERLINK(""x"")",mara@home.example,2,waged,Waged,,10.50,GBP,,,,,,Port Ellery`,
    'C333-3333,waiting,2027-03-02T12:00:00Z,Mara Quill,mara@home.example,1,unwaged,Unwaged,,0,GBP,,,1,,,',
  ]);
  expect(await give(deps)).toEqual({ outcome: 'working' });
  expect(deps.messages.sent).toHaveLength(2);
});

it('begins nothing for who only looks, and knows a message that is not its own', async () => {
  const { deps } = await aDesk();
  expect(await give(deps, { isAsked: false })).toEqual({ outcome: 'working' });
  expect(deps.messages.sent).toEqual([]);
  expect(exportWork('{"letterWanted":{}}', deps)).toBeUndefined();
});

it('goes on where its message was lost, or came twice', async () => {
  const { deps, work, pass } = await aDesk();
  await give(deps);
  pass(16_000);
  await give(deps);
  expect(deps.messages.sent).toHaveLength(2);
  await work(deps.messages.sent[0]);
  await work(deps.messages.sent[1]);
  expect((await give(deps)).outcome).toBe('done');
});

it('gives up what has not ended within an hour, and leaves its message nothing to do', async () => {
  const { deps, work, pass } = await aDesk();
  await give(deps);
  pass(61 * 60_000);
  await give(deps);
  expect(deps.messages.sent).toHaveLength(2);
  await work(deps.messages.sent[0]);
  expect(deps.files.files.size).toBe(0);
  await work(deps.messages.sent[1]);
  expect((await give(deps)).outcome).toBe('done');
});

it.each(['before it is read', 'while it is written', 'after it is written'])(
  'holds nobody who was erased: %s',
  async (moment) => {
    const { deps, put, work } = await aDesk();
    await put('B222-2222', { name: 'Canary' });
    const erase = async () => {
      const before = await deps.bookings.booking(aGathering().id, 'B222-2222');
      const after = aBooking({ code: 'B222-2222', name: '', email: '' });
      await deps.bookings.make({
        gathering: after.gathering,
        at: '',
        bookings: [{ ...(before && { before }), after }],
      });
      await removeExports(deps);
    };
    await give(deps);
    if (moment.startsWith('before')) await erase();
    if (moment.startsWith('while')) {
      const { files } = deps;
      const write = files.write;
      files.write = async (key, text) => {
        files.write = write;
        await write(key, text);
        await erase();
      };
      await expect(work()).rejects.toThrow(ErasedMeanwhile);
      expect(files.files.size).toBe(0);
    }
    await work();
    if (moment.startsWith('after')) {
      await erase();
      expect(await give(deps)).toEqual({ outcome: 'working' });
      await work();
    }
    expect((await give(deps)).outcome).toBe('done');
    expect([...deps.files.files.values()].join()).not.toContain('Canary');
  },
);
