import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../../functions/newsletters/issues/batch.ts';
import {
  commandIssue,
  type Deps,
  IssueKeepsChanging,
} from '../../../../functions/newsletters/issues/command-issue.ts';
import type { Issue } from '../../../../functions/newsletters/issues/issue.ts';
import type { IssueCommand } from '../../../../functions/newsletters/issues/ports.ts';
import { ulids } from '../../../../functions/runtime/ids.ts';
import { aClock, anIssue, aRoomOfIssues, behindGate, dyingAfter, type Gate, Killed } from './fakes.ts';

const by = 'editor';
const [send, pause, resume, cancel] = (['send', 'pause', 'resume', 'cancel'] as const).map(
  (what): IssueCommand => ({ what, by }),
);
const again = (whom: 'failed' | 'doubt', count: number): IssueCommand => ({ what: 'again', whom, count, by });

const frozen = {
  ...{ at: '2026-05-01T11:00:00.000Z', key: 'frozen/1', revision: 1, lists: ['weekly'], carries: [] },
  batchSize: 50,
};
const sending = { state: 'sending', frozen, wake: 'w0', cursor: '00', startedAt: frozen.at } as const;
const figures = {
  ...{ audience: 1, waiting: 0, claimed: 0, sent: 0, suppressed: 0, failed: 1, inDoubt: 0, notSent: 0 },
  ...{ delivered: 0, bounced: 0, complained: 0, unsubscribed: 0 },
};
const sent = { state: 'sent', frozen, startedAt: frozen.at, endedAt: frozen.at } as const;

async function aDesk(members: Partial<Issue> = {}, gate: Gate = (_, call) => call()) {
  const clock = aClock();
  const room = aRoomOfIssues(clock);
  await room.issues.write(undefined, anIssue(members));
  const deps: Deps = { ...behindGate(room, gate), clock, ids: ulids(clock), backoff: async () => undefined };
  const say = (command: IssueCommand | undefined) =>
    commandIssue('01HN', command ?? { what: 'send', by }, deps);
  const row = async () => (await room.issues.read('01HN')) ?? anIssue();
  return { ...{ clock, room, deps, say, row } };
}

async function withEntries(desk: Awaited<ReturnType<typeof aDesk>>, ...states: Entry['state'][]) {
  const entries = states.map((state, at): Entry => ({ person: `01P${at}`, state, attempt: 1, round: 1 }));
  await desk.room.batches.writeNew({ issue: '01HN', position: '00', entries, attempt: 1, writes: 0 });
  return desk;
}

describe('send', () => {
  it.each(['draft', 'scheduled', 'missed'] as const)('sets one going that is %s', async (state) => {
    const { say, row, room } = await aDesk({ state });
    expect(await say(send)).toMatchObject({ outcome: 'done', issue: { state: 'preparing' } });
    const { wake = '' } = await row();
    expect(await row()).toMatchObject({ state: 'preparing', writes: 2 });
    expect(room.queue.messages).toEqual([{ issue: '01HN', wake }]);
  });

  it.each([
    [{ sandbox: true }, /sandbox.*production access/],
    [{ enabled: false }, /AWS has paused sending/],
  ])('names an account that reaches nobody, before anything leaves: %j', async (account, said) => {
    const { say, row, room } = await aDesk();
    Object.assign(room.account.state, account);
    expect(await say(send)).toEqual({ outcome: 'refused', said: expect.stringMatching(said) });
    expect(await row()).toMatchObject({ state: 'draft', writes: 1 });
    expect(room.queue.messages).toEqual([]);
  });

  it.each([
    [{ state: 'preparing' }, 'It is on its way: it is being prepared.'],
    [{ state: 'sent' }, 'It was sent. It can be sent again to those who failed, or are in doubt.'],
    [
      { state: 'cancelled', stop: { why: 'editor', said: 'Somebody did.', at: 'x' } },
      'It is cancelled: Somebody did.',
    ],
    [{ state: 'paused', pausedFrom: 'sending' }, 'It is paused. To go on, resume it.'],
  ] as const)('is refused in words: %j', async (members, said) => {
    const { say } = await aDesk(members);
    expect(await say(send)).toEqual({ outcome: 'refused', said });
  });
});

describe('pause, resume and cancel', () => {
  it('stops, and goes on where it was under another wake', async () => {
    const { say, row, room } = await aDesk(sending);
    await say(pause);
    expect(await row()).toMatchObject({
      state: 'paused',
      pausedFrom: 'sending',
      stop: { why: 'editor', by },
    });
    expect((await row()).wake).toBeUndefined();
    expect(room.queue.messages).toEqual([]);
    await say(resume);
    const { wake, ...after } = await row();
    expect(after).toMatchObject({ state: 'sending', cursor: '00' });
    expect(room.queue.messages).toEqual([{ issue: '01HN', wake }]);
    await say(cancel);
    expect(await row()).toMatchObject({ state: 'cancelled', stop: { why: 'editor', by } });
    expect(await say(resume)).toMatchObject({ outcome: 'refused' });
  });

  it.each(['bounces', 'complaints', 'editor'] as const)(
    'after %s, the count is begun anew only if it stopped',
    async (why) => {
      const stop = { why, said: 'Too many.', at: frozen.at };
      const { say, room } = await aDesk({ ...sending, state: 'paused', pausedFrom: 'sending', stop });
      room.reputation.count({ sent: 100, bounced: 50 }, frozen.at);
      await say(resume);
      const { bounced } = await room.reputation.recent('2026-05-01T12:00:00.000Z');
      expect(bounced).toBe(why === 'editor' ? 50 : 0);
    },
  );

  it('holds against a row that changes with every batch', async () => {
    const { say, row, room, deps } = await aDesk(sending);
    const { read } = room.issues;
    let moves = 0;
    deps.issues = {
      write: (...all) => room.issues.write(...all),
      read: async (id) => {
        const issue = await read(id);
        const move = { id, from: moves ? `b${moves}` : '00', to: `b${moves + 1}`, wake: 'w0', at: frozen.at };
        if (moves < 20 && (await room.issues.moveCursor(move))) moves += 1;
        return issue;
      },
    };
    expect(await say(pause)).toMatchObject({ outcome: 'done' });
    expect(await row()).toMatchObject({ state: 'paused', cursor: 'b20' });
  });

  it('gives up on one that never holds still', async () => {
    const { say, deps } = await aDesk(sending);
    deps.issues = { ...deps.issues, read: deps.issues.read, write: async () => false };
    await expect(say(pause)).rejects.toThrow(IssueKeepsChanging);
  });
});

describe('again', () => {
  it('goes to those who failed, when their number is read back', async () => {
    const desk = await withEntries(await aDesk(sent), 'sent', 'failed', 'failed');
    for (const wrong of [0, 1, 3])
      expect(await desk.say(again('failed', wrong))).toMatchObject({
        said: `By now 2 failed, not ${wrong}. To send it to these 2, say it again with that number.`,
      });
    expect(await desk.row()).toMatchObject({ state: 'sent', round: 1 });
    expect(await desk.say(again('failed', 2))).toMatchObject({ outcome: 'done' });
    expect(await desk.row()).toMatchObject({ state: 'sending', round: 2, again: 'failed', cursor: '00' });
    expect(desk.room.queue.messages).toHaveLength(1);
  });

  it('waits a day for what SES may report of doubts', async () => {
    const desk = await withEntries(await aDesk(sent), 'sent', 'doubt');
    desk.clock.pass(22 * 3_600_000);
    expect(await desk.say(again('doubt', 1))).toMatchObject({
      said: expect.stringContaining('2026-05-02 11:00 UTC'),
    });
    desk.clock.pass(3_600_000);
    expect(await desk.say(again('doubt', 1))).toMatchObject({ outcome: 'done' });
  });

  it.each([
    ['failed', /Nobody is left.*0 failed/],
    ['doubt', /may still report/],
  ] as const)('to nobody is refused: %s', async (whom, said) => {
    const desk = await withEntries(await aDesk(sent), 'sent', 'suppressed');
    expect(await desk.say(again(whom, 0))).toEqual({ outcome: 'refused', said: expect.stringMatching(said) });
  });

  it('is refused when no mail left and what it carries is news again', async () => {
    const members = { ...sent, frozen: { ...frozen, marks: 'marks/1' } };
    const desk = await withEntries(await aDesk(members), 'failed', 'failed');
    expect(await desk.say(again('failed', 2))).toMatchObject({
      said: expect.stringMatching(/No mail of it left/),
    });
  });

  it.each([
    [{ state: 'sending' }, /It is on its way.*once it was sent/],
    [{ ...sent, withdrawnAt: 'x' }, /withdrawn/],
    [{ ...sent, figures }, /its ledger did not/],
  ] as const)('is refused: %j', async (members, said) => {
    const desk = await withEntries(await aDesk(members), 'failed');
    expect(await desk.say(again('failed', 1))).toEqual({
      outcome: 'refused',
      said: expect.stringMatching(said),
    });
  });
});

it('nobody is commanded who is not there', async () => {
  const { deps } = await aDesk();
  expect(await commandIssue('other', { what: 'send', by }, deps)).toMatchObject({ outcome: 'refused' });
});

it.each([0, 1, 2, 3])('dies at call %i: the row says it, or nothing happened', async (calls) => {
  for (const when of ['before', 'after'] as const) {
    const { say, row, room } = await aDesk({}, dyingAfter(calls, when));
    await expect(say(send)).rejects.toThrow(Killed);
    const after = await row();
    if (after.state === 'draft') expect(room.queue.messages).toEqual([]);
    else expect(after.dueAt, 'the tick finds it').toBeDefined();
  }
});
