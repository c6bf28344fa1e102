import { expect, it } from 'vitest';
import type { Batch, Entry } from '../../../../functions/newsletters/issues/batch.ts';
import { countLeave } from '../../../../functions/newsletters/issues/count-leave.ts';
import { ledgerHeader, ledgerRows, reportOf } from '../../../../functions/newsletters/issues/report.ts';
import { inIssue, leaveLink } from '../../../../functions/newsletters/links.ts';
import { aPerson } from '../a-person.ts';
import { aClock, anIssue, aRoomOfIssues } from './fakes.ts';
import { positionOf } from './memory-audience.ts';

const noon = '2026-05-01T12:00:00.000Z';

const entry = (person: string, members: Partial<Entry> = {}): Entry => ({
  ...{ person, state: 'waiting', attempt: 0, round: 0 },
  ...members,
});

const batchOf = (entries: Entry[]): Batch => ({
  ...{ issue: '01HN', position: positionOf(entries[0]?.person ?? ''), entries, attempt: 1, writes: 0 },
});

const mixed = batchOf([
  entry('01A0'),
  entry('01B0', { state: 'claimed', attempt: 1 }),
  entry('01C0', { state: 'sent', attempt: 1, message: 'm1' }),
  entry('01D0', { state: 'suppressed', why: 'left' }),
  entry('01E0', { state: 'failed', attempt: 1, why: 'MESSAGE_REJECTED' }),
  entry('01F0', { state: 'doubt', attempt: 1 }),
]);

async function roomWith(...batches: Batch[]) {
  const room = aRoomOfIssues(aClock());
  for (const batch of batches) await room.batches.writeNew(batch);
  return room;
}

it('adds up to the audience, and what was heard lies within what was sent', async () => {
  const room = await roomWith(mixed, batchOf([entry('01G1'), entry('01H1')]));
  for (const what of ['delivered', 'bounced', 'complained'] as const)
    await room.batches.hear('01HN', mixed.position, what, ['01C0', '01F0'], noon);
  const report = await reportOf(anIssue({ state: 'sending' }), room);
  expect(report).toEqual({
    ...{ audience: 8, waiting: 3, claimed: 1, sent: 1, suppressed: 1, failed: 1, inDoubt: 1, notSent: 0 },
    ...{ delivered: 1, bounced: 1, complained: 1, unsubscribed: 0 },
  });
});

it.each(['cancelled', 'failed'] as const)('what waits in an issue that is %s is not sent', async (state) => {
  const room = await roomWith(mixed);
  expect(await reportOf(anIssue({ state }), room)).toMatchObject({ waiting: 0, notSent: 1, audience: 6 });
});

it('is nothing before there are batches', async () => {
  const report = await reportOf(anIssue(), await roomWith());
  expect(new Set(Object.values(report))).toEqual(new Set([0]));
});

it('has a line for each person, whether they are still there or not', async () => {
  const heard = { delivered: new Set(['01C0']), bounced: new Set<string>(), complained: new Set(['01C0']) };
  const people = new Map([['01C0', aPerson({ id: '01C0', email: 'nia@example.org' })]]);
  const rows = ledgerRows({ batch: mixed, heard }, people, anIssue({ state: 'cancelled' }));
  expect(rows.every((row) => row.length === ledgerHeader.length)).toBe(true);
  expect(rows[0]).toEqual(['01A0', '', 'notSent', '', '', '', '']);
  expect(rows[2]).toEqual(['01C0', 'nia@example.org', 'sent', '1', 'm1', '', 'delivered complained']);
  expect(rows[4]?.slice(2)).toEqual(['failed', '1', '', 'MESSAGE_REJECTED', '']);
});

it('counts who left by its link once, and nobody who is not in its ledger', async () => {
  const room = await roomWith(mixed);
  const errors: string[] = [];
  const deps = { ...room, report: { error: (text: string) => void errors.push(text) } };
  const link = await leaveLink(room.keys, '01C0');
  for (const pressed of [
    inIssue(link, '01HN'),
    inIssue(link, '01HN'),
    link,
    inIssue(link, '01HX'),
    inIssue(await leaveLink(room.keys, '01Z0'), '01HN'),
    inIssue(link.replace('01C0', '01A0'), '01HN'),
  ])
    await countLeave(pressed, deps);
  expect(await reportOf(anIssue(), room)).toMatchObject({ unsubscribed: 1 });
  expect(errors).toEqual([]);
});

it('a leave that cannot be counted is no error for the reader', async () => {
  const room = await roomWith(mixed);
  const errors: unknown[] = [];
  const report = { error: (text: string, facts = {}) => void errors.push([text, facts]) };
  const batches = { of: () => Promise.reject(new TypeError('gone')), countLeave: async () => undefined };
  const link = inIssue(await leaveLink(room.keys, '01C0'), '01HN');
  await countLeave(link, { keys: room.keys, batches, report });
  expect(errors).toEqual([['A leave was not counted for its issue', { issue: '01HN', error: 'TypeError' }]]);
});
