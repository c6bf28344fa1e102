import { expect, it } from 'vitest';
import { actOnIssues } from '../../../../functions/newsletters/issues/act-on-issues.ts';
import { cancelled, newIssue, restored } from '../../../../functions/newsletters/issues/issue-moves.ts';
import { sendIssue } from '../../../../functions/newsletters/issues/send-issue.ts';
import { aBegunIssue, join, withTime } from './a-sender.ts';
import { aClock, anIssue, aRoomOfIssues, type RoomOfIssues } from './fakes.ts';

const noon = '2026-05-01T12:00:00.000Z';

function aRoom(people = 3) {
  const clock = aClock();
  const room = aRoomOfIssues(clock);
  join(room, people);
  return { clock, room, tick: () => actOnIssues(withTime(room, clock)) };
}

const scheduled = (room: RoomOfIssues, sendAt: string) =>
  room.issues.write(undefined, newIssue('01HN', { text: anIssue().text, sendAt, schedules: true }, noon));

it('an issue sets out at its time, once', async () => {
  const { clock, room, tick } = aRoom();
  await scheduled(room, '2026-05-01T13:00:00.000Z');
  await tick();
  expect(room.queue.messages).toEqual([]);
  clock.pass(3_600_000);
  await tick();
  await tick();
  expect(room.queue.messages).toHaveLength(1);
  expect((await room.issues.read('01HN'))?.wake).toBe(room.queue.messages[0]?.wake);
});

it('one that nobody looked at for more than six hours is missed', async () => {
  const { clock, room, tick } = aRoom();
  await scheduled(room, '2026-05-01T13:00:00.000Z');
  clock.pass(7 * 3_600_000 + 1);
  await tick();
  expect(await room.issues.read('01HN')).toMatchObject({ state: 'missed' });
  expect(room.queue.messages).toEqual([]);
});

it('what stopped moving is queued again under its wake; what moves is not', async () => {
  const { clock, room, tick } = aRoom();
  await aBegunIssue(room);
  const [lost] = room.queue.messages.splice(0);
  clock.pass(60_000);
  await tick();
  expect(room.queue.messages).toEqual([]);
  clock.pass(60_000);
  await tick();
  expect(room.queue.messages).toEqual([lost]);
});

const piece = { id: 'P1', slug: 'strike', first: noon };

async function aNewsIssue(room: RoomOfIssues) {
  await room.news.add('weekly', piece);
  await aBegunIssue(room, { text: { ...anIssue().text, sinceLast: true } });
}

it('pieces are marked before anybody gets them, and are news again when nothing left', async () => {
  const { clock, room, tick } = aRoom(0);
  await aNewsIssue(room);
  await sendIssue({ issue: '01HN', wake: 'W0' }, withTime(room, clock));
  expect(await room.issues.read('01HN')).toMatchObject({ state: 'failed', unmarks: true });
  expect(await room.news.waiting('weekly')).toEqual([]);
  clock.pass(60_000);
  await tick();
  expect(await room.news.waiting('weekly')).toEqual([piece]);
  expect(await room.issues.read('01HN')).not.toHaveProperty('unmarks');
});

it('a cancelled issue of which something may have left keeps its marks, and names the doubt', async () => {
  const { clock, room, tick } = aRoom(3);
  await aNewsIssue(room);
  room.mailer.onTaken = () => {
    throw new Error('killed');
  };
  await sendIssue({ issue: '01HN', wake: 'W0' }, withTime(room, clock)).catch(() => undefined);
  const row = await room.issues.read('01HN');
  const after = row && cancelled(row, { why: 'editor', said: '', at: clock.now().toISOString() });
  if (after) await room.issues.write(row, after);
  clock.pass(60_000);
  await tick();
  expect(room.batches.stored('01HN')[0]?.batch.entries.map(({ state }) => state)).toEqual(
    Array(3).fill('doubt'),
  );
  expect(await room.news.waiting('weekly')).toEqual([]);
  expect(await room.issues.read('01HN')).not.toHaveProperty('dueAt');
});

it('what came with a backup never leaves by itself, a year on', async () => {
  const states = ['draft', 'scheduled', 'missed', 'preparing', 'sending', 'paused', 'sent'] as const;
  for (const state of states) {
    const { clock, room, tick } = aRoom();
    const times = { sendAt: '2026-06-01T07:00:00.000Z', dueAt: '2026-06-01T07:00:00.000Z', wake: 'W0' };
    await room.issues.write(undefined, restored(anIssue({ state, ...times }), noon));
    clock.pass(365 * 86_400_000);
    await tick();
    await sendIssue({ issue: '01HN', wake: 'W0' }, withTime(room, clock));
    expect({ state, messages: room.queue.messages, mails: room.mailer.taken }).toEqual({
      ...{ state, messages: [], mails: [] },
    });
  }
});
