import { describe, expect, it } from 'vitest';
import { actOnIssues } from '../../../../functions/newsletters/issues/act-on-issues.ts';
import { again, cancelled, paused, resumed } from '../../../../functions/newsletters/issues/issue-moves.ts';
import { reportOf } from '../../../../functions/newsletters/issues/report.ts';
import { leavingToTick, sendIssue } from '../../../../functions/newsletters/issues/send-issue.ts';
import { remembered } from '../../runtime/remembered-log.ts';
import { aPerson } from '../a-person.ts';
import { aBegunIssue, join, withTime } from './a-sender.ts';
import { aClock, aRoomOfIssues, behindGate, dyingAfter, Killed, type RoomOfIssues } from './fakes.ts';

const fast = { sandbox: false, enabled: true, perSecond: 5 / 0.9 + 0.01, perDay: 50_000, sentInADay: 0 };

function aRoom(people = 23) {
  const clock = aClock();
  const room = aRoomOfIssues(clock);
  room.account.state = { ...fast };
  return { clock, room, ids: join(room, people) };
}

/** Gives out messages until there are none. */
async function deliverAll(room: RoomOfIssues, clock: ReturnType<typeof aClock>, calls?: number) {
  for (let message = room.queue.messages.shift(); message; message = room.queue.messages.shift())
    await sendIssue(message, withTime(room, clock, calls));
}

/** The tick and the queue for so many minutes. */
async function pass(room: RoomOfIssues, clock: ReturnType<typeof aClock>, minutes: number) {
  for (let minute = 0; minute < minutes; minute++) {
    clock.pass(60_000);
    await actOnIssues(withTime(room, clock));
    await deliverAll(room, clock);
  }
}

const peopleOf = (room: RoomOfIssues) => room.mailer.taken.map(({ recipient }) => recipient.tags.person);

async function figures(room: RoomOfIssues) {
  const issue = await room.issues.read('01HN');
  if (!issue) throw new Error('no issue');
  const report = await reportOf(issue, room);
  const { waiting, claimed, sent, suppressed, failed, inDoubt, notSent } = report;
  expect(waiting + claimed + sent + suppressed + failed + inDoubt + notSent).toBe(report.audience);
  return { ...report, state: issue.state };
}

it('leaves an issue that fails again and again to the tick, so that others get their turn', async () => {
  const deps = { log: remembered() };
  const fails = () => Promise.reject(new Error('no'));
  for (const tries of [1, 2]) await expect(leavingToTick(tries, deps, fails)).rejects.toThrow('no');
  await leavingToTick(3, deps, fails);
  expect(JSON.stringify(deps.log)).toContain('the tick tries it again');
});

describe('an issue', () => {
  it('goes to everybody once, in batches of what the account sends in a second', async () => {
    const { clock, room, ids } = aRoom();
    await aBegunIssue(room);
    await deliverAll(room, clock);
    expect(peopleOf(room).toSorted()).toEqual(ids);
    expect(room.mailer.calls.map(({ length }) => length)).toEqual([5, 5, 5, 5, 3]);
    expect(await figures(room)).toMatchObject({ state: 'sent', audience: 23, sent: 23 });
  });

  it('goes on over calls that have time for little', async () => {
    const { clock, room, ids } = aRoom();
    await aBegunIssue(room);
    await deliverAll(room, clock, 4);
    expect(peopleOf(room).toSorted()).toEqual(ids);
    expect(await figures(room)).toMatchObject({ state: 'sent', sent: 23 });
  });

  it('gets on where few of many people get it, and a call has time to look at some of them', async () => {
    const { clock, room } = aRoom(950);
    for (const [at, person] of [...room.audience.people.values()].entries())
      if (at % 400 && 'lists' in person)
        room.audience.put({ ...person, lists: { weekly: { state: 'off', at: '2026-05-01T00:00:00.000Z' } } });
    await aBegunIssue(room);
    await deliverAll(room, clock, 3);
    expect(peopleOf(room)).toHaveLength(3);
    expect(await figures(room)).toMatchObject({ state: 'sent', audience: 3, sent: 3 });
  });

  it('goes to somebody whose name cannot stand in a header, without it', async () => {
    const { clock, room } = aRoom(0);
    const person = { addressHash: 'h', name: 'Eve\r\nBcc: all@example.org' };
    room.audience.put(aPerson({ id: '01H0000', email: 'eve@example.org', ...person }));
    room.audience.put(aPerson({ id: '01H0001', email: 'ann@example.org', addressHash: 'i', name: 'Ann' }));
    await aBegunIssue(room);
    await deliverAll(room, clock);
    expect(room.mailer.taken.map(({ recipient }) => recipient.to)).toEqual([
      'eve@example.org',
      '"Ann" <ann@example.org>',
    ]);
  });

  it('carries both ways out in each mail', async () => {
    const { clock, room } = aRoom(1);
    await aBegunIssue(room);
    await deliverAll(room, clock);
    const { headers = {}, data, tags, to } = room.mailer.taken[0]?.recipient ?? {};
    expect(headers['List-Unsubscribe']).toBe(`<https://press.example/newsletters/leave/${data?.leave}>`);
    expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    expect(headers['List-Id']).toBe('"weekly" <weekly.press.example>');
    expect(data?.leave).toMatch(/^01H0000\..*~01HN$/);
    expect(tags).toEqual({ hash: 'h0', issue: '01HN', batch: '00', attempt: '1', person: '01H0000' });
    expect(to).toBe('p0@example.org');
  });

  it('is not for who is on no list of it, paused or suppressed', async () => {
    const { clock, room } = aRoom(3);
    room.audience.put(aPerson({ id: '01H0000', lists: { weekly: { state: 'off', at: 'x' } } }));
    room.audience.put(aPerson({ id: '01H0001', pausedUntil: '2027-01-01T00:00:00.000Z' }));
    await aBegunIssue(room);
    await deliverAll(room, clock);
    expect(peopleOf(room)).toEqual(['01H0002']);
    expect(await figures(room)).toMatchObject({ audience: 1 });
  });

  it('fails when nobody is on its lists', async () => {
    const { clock, room } = aRoom(0);
    await aBegunIssue(room);
    await deliverAll(room, clock);
    expect((await room.issues.read('01HN'))?.stop?.why).toBe('nobody');
  });

  it('goes to nobody who left, was erased or paused after it was prepared', async () => {
    const { clock, room } = aRoom(12);
    const gone = ['01H0000', '01H0004', '01H0007', '01H0010'];
    const late: unknown[] = [];
    room.mailer.onTaken = ({ call, recipient }) => {
      if (call > 1 && gone.includes(recipient.tags.person ?? '')) late.push(recipient.tags.person);
      for (const id of gone.slice(0, 2)) room.audience.put(aPerson({ id, lists: {} }));
      room.audience.remove(gone[2] ?? '');
      room.audience.put(aPerson({ id: gone[3] ?? '', pausedUntil: '2027-01-01T00:00:00.000Z' }));
    };
    await aBegunIssue(room);
    await deliverAll(room, clock);
    const report = await figures(room);
    expect(report).toMatchObject({ state: 'sent', audience: 12, suppressed: 12 - report.sent });
    expect(report.suppressed).toBeGreaterThan(0);
    expect(late).toEqual([]);
  });

  it('says nothing to a message that it does not wait for', async () => {
    const { clock, room } = aRoom();
    await aBegunIssue(room);
    await sendIssue({ issue: '01HN', wake: 'stale' }, withTime(room, clock));
    await sendIssue({ issue: 'unknown', wake: 'W0' }, withTime(room, clock));
    expect(room.mailer.calls).toEqual([]);
  });
});

describe('a function that is killed', () => {
  it.each(['before', 'after'] as const)(
    'at any call (%s it) leaves one batch in doubt at most',
    async (when) => {
      for (let count = 0; count < 120; count++) {
        const { clock, room, ids } = aRoom();
        await aBegunIssue(room);
        const dying = withTime(behindGate(room, dyingAfter(count, when)), clock);
        const died = await sendIssue({ issue: '01HN', wake: 'W0' }, dying).catch((error: unknown) => error);
        if (died !== undefined) expect(died).toBeInstanceOf(Killed);
        await pass(room, clock, 6);
        const report = await figures(room);
        expect({ count, ...report }).toMatchObject({ state: 'sent', audience: 23 });
        expect(report.inDoubt).toBeLessThanOrEqual(5);
        expect(report.sent + report.inDoubt).toBe(23);
        expect(new Set(peopleOf(room)).size).toBe(peopleOf(room).length);
        expect(peopleOf(room).every((id) => ids.includes(id ?? ''))).toBe(true);
        if (died === undefined) return;
      }
      throw new Error('It never came to its end');
    },
  );
});

describe('what SES answers', () => {
  it.each([
    { weather: { from: 2, entries: 'throttled' }, figures: { sent: 23 } },
    { weather: { call: 'throttled' }, figures: { sent: 23 } },
    { weather: { call: 'quota' }, figures: { sent: 23 } },
    { weather: { from: 3, entries: 'failed', why: 'MESSAGE_REJECTED' }, figures: { sent: 21, failed: 2 } },
    { weather: { from: 3, entries: 'doubt', why: 'X', taken: true }, figures: { sent: 21, inDoubt: 2 } },
    { weather: { call: 'doubt', why: 'TimeoutError', taken: 5 }, figures: { sent: 18, inDoubt: 5 } },
  ] as const)('$weather', async ({ weather, figures: expected }) => {
    const { clock, room } = aRoom();
    room.mailer.weather.push(weather);
    await aBegunIssue(room);
    await deliverAll(room, clock);
    await pass(room, clock, 12);
    expect(await figures(room)).toMatchObject({ state: 'sent', ...expected });
    expect(new Set(peopleOf(room)).size).toBe(peopleOf(room).length);
  });

  it('waits when SES answers nothing three times, and goes on by the tick', async () => {
    const { clock, room } = aRoom();
    for (let call = 0; call < 3; call++) room.mailer.weather.push({ call: 'doubt', why: 'X', taken: 0 });
    await aBegunIssue(room);
    await deliverAll(room, clock);
    expect(room.mailer.calls).toHaveLength(3);
    await pass(room, clock, 4);
    expect(room.mailer.calls).toHaveLength(3);
    await pass(room, clock, 2);
    expect(await figures(room)).toMatchObject({ state: 'sent', inDoubt: 15, sent: 8 });
  });

  it('pauses and gives back when the account is stopped, and goes on when resumed', async () => {
    const { clock, room } = aRoom();
    room.mailer.weather.push({ from: 3, entries: 'stopped', why: 'ACCOUNT_SENDING_PAUSED' });
    await aBegunIssue(room);
    await deliverAll(room, clock);
    const row = await room.issues.read('01HN');
    expect(row?.stop).toMatchObject({ why: 'mail-service' });
    expect(await figures(room)).toMatchObject({ state: 'paused', sent: 3, waiting: 20 });
    const after = row && resumed(row, { wake: 'W9', at: clock.now().toISOString() });
    if (after) await room.issues.write(row, after);
    await room.queue.goOn('01HN', 'W9');
    await deliverAll(room, clock);
    expect(await figures(room)).toMatchObject({ state: 'sent', sent: 23 });
    expect(new Set(peopleOf(room)).size).toBe(23);
  });

  it('finds the address for which a call is refused', async () => {
    const { clock, room } = aRoom();
    room.mailer.poison.add('p3@example.org');
    await aBegunIssue(room);
    await deliverAll(room, clock);
    expect(await figures(room)).toMatchObject({ state: 'sent', sent: 22, failed: 1 });
  });

  it('pauses, and fails nobody, when each half is refused', async () => {
    const { clock, room } = aRoom();
    for (let at = 0; at < 23; at++) room.mailer.poison.add(`p${at}@example.org`);
    await aBegunIssue(room);
    await deliverAll(room, clock);
    expect((await room.issues.read('01HN'))?.stop?.why).toBe('refused');
    expect(await figures(room)).toMatchObject({ state: 'paused', failed: 0, waiting: 23 });
  });

  it('waits for a quota that is nearly spent', async () => {
    const { clock, room } = aRoom();
    room.account.state = { ...fast, perDay: 100, sentInADay: 80 };
    await aBegunIssue(room);
    await deliverAll(room, clock);
    await pass(room, clock, 5);
    expect(room.mailer.taken).toHaveLength(10);
    room.account.state = { ...fast };
    await pass(room, clock, 10);
    expect(await figures(room)).toMatchObject({ state: 'sent', sent: 23 });
  });

  it('sends nothing in the sandbox, and says so', async () => {
    const { clock, room } = aRoom();
    room.account.state = { ...fast, sandbox: true };
    await aBegunIssue(room);
    await deliverAll(room, clock);
    expect((await room.issues.read('01HN'))?.stop).toMatchObject({ why: 'sandbox' });
    expect(room.mailer.calls).toEqual([]);
  });
});

describe('an editor', () => {
  it.each([
    { move: paused, state: 'paused', rest: 'waiting' },
    { move: cancelled, state: 'cancelled', rest: 'notSent' },
  ] as const)('has at most one more batch leave after it is $state', async ({ move, state, rest }) => {
    for (let at = 1; at <= 5; at++) {
      const { clock, room } = aRoom();
      let answered = 0;
      room.mailer.onTaken = ({ call }) => {
        const row = room.issues.rows.get('01HN');
        if (call !== at || answered || !row) return;
        const after = move(row, { why: 'editor', said: '', at: clock.now().toISOString() });
        if (after) room.issues.change({ ...after, writes: row.writes + 1 });
        answered = room.mailer.calls.length;
      };
      await aBegunIssue(room);
      await deliverAll(room, clock);
      await pass(room, clock, 3);
      expect(room.mailer.calls.length - answered).toBeLessThanOrEqual(1);
      const report = await figures(room);
      expect(report.state).toBe(state);
      expect(report.sent + report[rest]).toBe(23);
    }
  });

  it('sends again to those who failed, and to nobody else', async () => {
    const { clock, room } = aRoom();
    for (const to of ['p3@example.org', 'p9@example.org']) room.mailer.rejected.add(to);
    await aBegunIssue(room);
    await deliverAll(room, clock);
    const row = await room.issues.read('01HN');
    room.mailer.rejected.clear();
    room.mailer.weather.push({ call: 'throttled' });
    const after = row && again(row, { whom: 'failed', wake: 'W9', at: clock.now().toISOString() });
    if (after) await room.issues.write(row, after);
    await room.queue.goOn('01HN', 'W9');
    await deliverAll(room, clock);
    expect(await figures(room)).toMatchObject({ state: 'sent', sent: 23, failed: 0 });
    expect(new Set(peopleOf(room)).size).toBe(23);
  });
});

it('is read, claimed and settled with few calls', async () => {
  const { clock, room } = aRoom(500);
  room.account.state = { ...fast, perSecond: 1_000 };
  await aBegunIssue(room);
  const counts = new Map<string, number>();
  const counted = behindGate(room, (name, call) => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return call();
  });
  await sendIssue({ issue: '01HN', wake: 'W0' }, withTime(counted, clock));
  const writes = [
    'batches.writeNew',
    'batches.replace',
    'issues.write',
    'issues.moveCursor',
    'reputation.add',
  ];
  const sum = writes.reduce((all, name) => all + (counts.get(name) ?? 0), 0);
  expect(sum / 500).toBeLessThanOrEqual(0.1);
  expect(await figures(room)).toMatchObject({ sent: 500 });
});
