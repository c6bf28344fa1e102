import { expect, it } from 'vitest';
import type { Batch, Entry } from '../../../../functions/newsletters/issues/batch.ts';
import {
  hearReports,
  hearTogether,
  type MailReport,
  reportIn,
} from '../../../../functions/newsletters/issues/hear-report.ts';
import { remembered } from '../../runtime/remembered-log.ts';
import { aClock, anIssue, aRoomOfIssues, behindGate, dyingAfter, type RoomOfIssues } from './fakes.ts';

const noon = '2026-05-01T12:00:00.000Z';
const entry = (person: string, state: Entry['state'] = 'sent'): Entry => ({
  ...{ person, state, attempt: 1, round: 1 },
  ...(state === 'sent' && { message: `m-${person}` }),
});

async function aRoom(entries: Entry[], sent = 0) {
  const room = aRoomOfIssues(aClock());
  const batch: Batch = { issue: '01HN', position: '00', entries, attempt: 1, writes: 0 };
  await room.batches.writeNew(batch);
  await room.issues.write(undefined, anIssue({ state: 'sending', wake: 'W', cursor: 'end' }));
  if (sent) await room.reputation.add({ sent }, noon);
  return room;
}

const report = (person: string, members: Partial<MailReport> = {}): MailReport => ({
  ...{ issue: '01HN', position: '00', person, attempt: 1, message: `m-${person}`, left: true, at: noon },
  ...members,
});

const deps = (room: RoomOfIssues) => ({ ...room, log: remembered() });
const statesOf = (room: RoomOfIssues) =>
  room.batches.stored('01HN').flatMap(({ batch }) => batch.entries.map(({ state }) => state));

it('reads what SES reports, and the id of the issue from its tag', () => {
  const tags = { issue: ['d1_2026-05-01'], batch: ['00-01A-'], attempt: ['2'], person: ['01A'], hash: ['h'] };
  const message = { report: { type: 'Bounce', messageId: 'm', time: '2026-05-01T12:00:00Z', tags } };
  expect(reportIn(message)).toEqual({
    ...{ issue: 'd1.2026-05-01', position: '00-01A-', person: '01A', attempt: 2, message: 'm' },
    ...{ left: true, at: noon },
  });
  const permanent = { report: { ...message.report, bounce: 'Permanent' } };
  expect(reportIn(permanent)).toMatchObject({ heard: 'bounced' });
  expect(reportIn(permanent)).not.toHaveProperty('uncounted');
  const listed = { report: { ...permanent.report, bounceOf: 'OnAccountSuppressionList' } };
  expect(reportIn(listed)).toMatchObject({ heard: 'bounced', uncounted: true });
  const unrendered = { report: { ...message.report, type: 'Rendering Failure' } };
  expect(reportIn(unrendered)).toMatchObject({ left: false });
  expect(reportIn({ report: { ...message.report, tags: {} } })).toBe('other');
  expect(reportIn({ 'detail-type': 'Document Changed' })).toBeUndefined();
});

it('settles doubts, and what waits though it left', async () => {
  const room = await aRoom([
    entry('A', 'doubt'),
    entry('B', 'waiting'),
    entry('C', 'claimed'),
    entry('D', 'doubt'),
  ]);
  await hearReports(
    ['A', 'B', 'C'].map((person) => report(person)),
    deps(room),
  );
  await hearReports([report('D', { left: false })], deps(room));
  expect(statesOf(room)).toEqual(['sent', 'sent', 'sent', 'failed']);
});

it('knows no other attempt, batch or person', async () => {
  const room = await aRoom([entry('A', 'doubt')]);
  await hearReports(
    [report('A', { attempt: 2 }), report('Z'), report('A', { position: '0' }), report('A', { issue: 'X' })],
    deps(room),
  );
  expect(statesOf(room)).toEqual(['doubt']);
});

it('what was rejected stays so, whatever comes late', async () => {
  const room = await aRoom([entry('A')]);
  await hearReports([report('A', { left: false })], deps(room));
  await hearReports([report('A')], deps(room));
  expect(statesOf(room)).toEqual(['failed']);
});

it('writes once for reports that come together', async () => {
  const room = await aRoom(['A', 'B', 'C'].map((person) => entry(person, 'doubt')));
  const calls: string[] = [];
  const counted = behindGate(room, (name, call) => {
    calls.push(name);
    return call();
  });
  const hear = hearTogether(deps(counted));
  await Promise.all(['A', 'B', 'C'].map((person) => hear(report(person, { heard: 'delivered' }))));
  expect(calls).toEqual(['batches.firstFrom', 'batches.replace', 'batches.hear']);
  expect(room.batches.stored('01HN')[0]?.heard.delivered.size).toBe(3);
});

const people = Array.from({ length: 40 }, (_, at) => `P${at}`);

it.each([
  { what: 'bounced', sent: 1_000, count: 39, pauses: false },
  { what: 'bounced', sent: 1_000, count: 40, pauses: true },
  { what: 'bounced', sent: 100, count: 9, pauses: false },
  { what: 'bounced', sent: 100, count: 10, pauses: true },
  { what: 'complained', sent: 10_000, count: 7, pauses: false },
  { what: 'complained', sent: 10_000, count: 8, pauses: true },
  { what: 'complained', sent: 100, count: 2, pauses: false },
  { what: 'complained', sent: 100, count: 3, pauses: true },
] as const)('$count $what of $sent: pauses $pauses', async ({ what, sent, count, pauses }) => {
  const room = await aRoom(
    people.map((person) => entry(person)),
    sent,
  );
  const reports = people.slice(0, count).map((person) => report(person, { heard: what }));
  await hearReports(reports, deps(room));
  await hearReports(reports, deps(room));
  expect((await room.issues.read('01HN'))?.state).toBe(pauses ? 'paused' : 'sending');
  expect((await room.reputation.recent(noon))[what]).toBe(count);
});

it('a death at any call loses no bounce, and counts none twice', async () => {
  for (const when of ['before', 'after'] as const)
    for (let count = 0; count < 8; count++) {
      const room = await aRoom(
        people.map((person) => entry(person)),
        100,
      );
      const reports = people.slice(0, 10).map((person) => report(person, { heard: 'bounced' }));
      const dying = deps(behindGate(room, dyingAfter(count, when)));
      await hearReports(reports, dying).catch(() => undefined);
      await hearReports(reports, deps(room));
      expect(await room.reputation.recent(noon)).toMatchObject({ bounced: 10 });
      expect((await room.issues.read('01HN'))?.stop?.why).toBe('bounces');
    }
});
