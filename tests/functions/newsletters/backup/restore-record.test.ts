import { beforeEach, describe, expect, it } from 'vitest';
import { copyRecord, listRecords } from '../../../../functions/newsletters/backup/copy-records.ts';
import {
  type NewsletterRecord,
  newsletterRecord,
  wholeRecord,
} from '../../../../functions/newsletters/backup/record.ts';
import { restoreRecord } from '../../../../functions/newsletters/backup/restore-record.ts';
import type { FrozenIssue } from '../../../../functions/newsletters/compose/issue-content.ts';
import type { Digest } from '../../../../functions/newsletters/digests/digest.ts';
import type { Issue } from '../../../../functions/newsletters/issues/issue.ts';
import { begun, isStalled } from '../../../../functions/newsletters/issues/issue-moves.ts';
import { reportOf } from '../../../../functions/newsletters/issues/report.ts';
import {
  aClock,
  anIssue,
  aRoomOfIssues,
  behindGate,
  dyingAfter,
  Killed,
  type RoomOfIssues,
} from '../issues/fakes.ts';
import { positionOf } from '../issues/memory-audience.ts';

const noon = '2026-05-01T12:00:00.000Z';
const aYearOn = '2027-05-01T12:00:00.000Z';

const mail: FrozenIssue = {
  content: {
    ...{
      slug: 'may',
      title: 'May',
      subject: 'News of May',
      lists: ['weekly'],
      archive: '/newsletters/weekly/may/',
    },
    ...{
      intro: { html: '<p>Hello.</p>', text: 'Hello.', pictures: [] },
      more: { count: 2, path: '/articles/' },
    },
    pieces: [{ id: '01PIECE', slug: 'tide', title: 'The tide', authors: ['Zoë'] }],
  },
  composed: { subject: 'News of May', html: '<p>{{leave}}</p>', text: 'Hello. {{leave}}', bytes: 12 },
  ...{ from: 'The Lantern <post@lantern.example>', replyTo: 'post@lantern.example' },
};

const frozen = {
  ...{ at: noon, key: 'frozen/01HN/1', marks: 'marks/01HN/1', revision: 1, lists: ['weekly'] },
  ...{ carries: ['01PIECE'], batchSize: 50 },
};

const aSentIssue = (members: Partial<Issue> = {}) =>
  anIssue({
    ...{ state: 'sent', frozen, audience: 3, startedAt: noon, endedAt: noon, movedAt: noon },
    ...members,
  });

const aDigest = (members: Partial<Digest> = {}): Digest => ({
  ...{ id: '01DG', slug: 'fridays', version: 7, revision: 2, every: 'friday 07:00 Europe/London' },
  ...{ title: 'Fridays', subject: 'This week', lists: ['weekly'], pieces: [], body: 'bodies/1' },
  ...{ state: 'awake', dueAt: '2026-05-08T06:00:00.000Z', last: '2026-05-01', writes: 0 },
  ...members,
});

let old: RoomOfIssues;
let fresh: RoomOfIssues;
beforeEach(() => {
  old = aRoomOfIssues(aClock());
  fresh = aRoomOfIssues(aClock());
});

async function has(
  room: RoomOfIssues,
  issue: Issue,
  ...states: ('sent' | 'waiting' | 'claimed' | 'doubt')[]
) {
  await room.issues.write(undefined, issue);
  await room.files.putFrozen(frozen.key, mail);
  await room.files.putPage(issue.id, mail.content);
  const entries = states.map((state, at) => ({ ...{ person: `01P${at}0`, state, attempt: 1, round: 1 } }));
  const position = positionOf(entries[0]?.person ?? '');
  if (entries.length)
    await room.batches.writeNew({ issue: issue.id, position, entries, attempt: 1, writes: 0 });
}

/** Everything of a room as a backup gets it: through JSON, and what the API takes. */
async function copyOf(room: RoomOfIssues): Promise<NewsletterRecord[]> {
  const { items } = await listRecords({ limit: 100 }, room);
  const records = await Promise.all(items.map(({ name }) => copyRecord(name, room)));
  return records.map((record) => {
    const read: unknown = JSON.parse(JSON.stringify(record));
    expect(wholeRecord.parse(read)).toEqual(read);
    return newsletterRecord.parse(read);
  });
}

async function restoreAll(records: NewsletterRecord[], room: RoomOfIssues): Promise<string[]> {
  const outcomes: string[] = [];
  for (const record of records) outcomes.push((await restoreRecord(record, room)).outcome);
  return outcomes;
}

/** What anything that acts by itself would find in a year. */
async function dueIn({ issues, digests, queue }: RoomOfIssues) {
  const ids = await issues.due(aYearOn, 100);
  const active = await issues.active();
  return {
    issues: ids,
    active,
    digests: await digests.due(aYearOn, 100),
    queued: queue.messages?.length ?? 0,
  };
}
const nothing = { issues: [], active: [], digests: [], queued: 0 };

describe('an issue', () => {
  it('that was sent is sent in the other press, with its page and its figures, and goes to nobody', async () => {
    await has(old, aSentIssue(), 'sent', 'sent', 'doubt');
    expect(await restoreAll(await copyOf(old), fresh)).toEqual(['restored']);
    const row = await fresh.issues.read('01HN');
    expect(row).toMatchObject({ state: 'sent', audience: 3, startedAt: noon });
    expect(row && begun(row, { wake: 'w', at: noon })).toBeUndefined();
    expect(await fresh.files.page('01HN')).toEqual(mail.content);
    expect(await fresh.files.frozen(row?.frozen?.key ?? '')).toEqual(mail);
    expect(row && (await reportOf(row, fresh))).toMatchObject({ audience: 3, sent: 2, inDoubt: 1 });
    expect(await dueIn(fresh)).toEqual(nothing);
    expect(await fresh.issues.atSlug('may')).toBe('01HN');
  });

  it.each([
    ['scheduled', { sendAt: '2026-05-02T07:00:00.000Z', dueAt: '2026-05-02T07:00:00.000Z' }, 'draft'],
    ['draft', {}, 'draft'],
    ['missed', { sendAt: '2026-04-01T07:00:00.000Z' }, 'draft'],
    ['preparing', { frozen, wake: 'w', dueAt: noon }, 'draft'],
    ['sending', { frozen, wake: 'w', dueAt: noon, startedAt: noon, cursor: '00', audience: 4 }, 'cancelled'],
    ['paused', { frozen, startedAt: noon, audience: 4, pausedFrom: 'sending' }, 'cancelled'],
  ] as const)('that was %s when it was copied stands still', async (state, members, then) => {
    await has(old, anIssue({ state, movedAt: noon, ...members }), 'sent', 'waiting', 'waiting', 'claimed');
    await restoreAll(await copyOf(old), fresh);
    const row = await fresh.issues.read('01HN');
    expect(row).toMatchObject({ state: then, stop: { why: 'restored' } });
    expect(row && isStalled(row, aYearOn)).toBe(false);
    expect(await dueIn(fresh)).toEqual(nothing);
    if (then === 'draft' || !row) return;
    const report = await reportOf(row, fresh);
    expect(report).toMatchObject({ audience: 4, sent: 1, waiting: 0, notSent: 2, claimed: 0, inDoubt: 1 });
  });

  it('without the sleep would go on: the control', async () => {
    await has(old, anIssue({ state: 'scheduled', sendAt: noon, dueAt: noon }));
    const row = await old.issues.read('01HN');
    if (row) await fresh.issues.write(undefined, row);
    expect((await dueIn(fresh)).issues).toEqual(['01HN']);
  });

  it('that the press has stays as it is, unless it waits and the backup knows that it left', async () => {
    await has(old, aSentIssue(), 'sent');
    const records = await copyOf(old);
    await fresh.issues.write(
      undefined,
      anIssue({ state: 'sending', cursor: '00', wake: 'w', startedAt: noon }),
    );
    expect(await restoreAll(records, fresh)).toEqual(['there']);
    expect(await fresh.issues.read('01HN')).toMatchObject({ state: 'sending', wake: 'w' });
    const waiting = aRoomOfIssues(aClock());
    await waiting.issues.write(undefined, anIssue({ state: 'scheduled', sendAt: aYearOn, dueAt: aYearOn }));
    expect(await restoreAll(records, waiting)).toEqual(['restored']);
    expect(await waiting.issues.read('01HN')).toMatchObject({ state: 'sent' });
    expect(await dueIn(waiting)).toEqual(nothing);
    expect(await restoreAll(records, waiting)).toEqual(['there']);
  });

  it('takes no other newsletter’s address', async () => {
    await has(old, aSentIssue(), 'sent');
    await fresh.issues.write(undefined, anIssue({ id: '01OTHER' }));
    expect(await restoreAll(await copyOf(old), fresh)).toEqual(['another']);
    expect(await fresh.issues.atSlug('may')).toBe('01OTHER');
    expect(await fresh.files.page('01HN')).toBeUndefined();
  });
});

describe('a digest', () => {
  it('sleeps, and knows when it made its last issue', async () => {
    await old.digests.write(undefined, aDigest());
    expect(await restoreAll(await copyOf(old), fresh)).toEqual(['restored']);
    const row = await fresh.digests.read('01DG');
    expect(row).toMatchObject({ state: 'asleep', last: '2026-05-01', version: 0, why: expect.any(String) });
    expect(row?.dueAt).toBeUndefined();
    expect(await dueIn(fresh)).toEqual(nothing);
  });

  it('that is awake in the press stays awake; one that sleeps learns its dates', async () => {
    await old.digests.write(undefined, aDigest());
    const records = await copyOf(old);
    await fresh.digests.write(undefined, aDigest({ last: '2026-04-24' }));
    expect(await restoreAll(records, fresh)).toEqual(['there']);
    expect(await fresh.digests.read('01DG')).toMatchObject({ state: 'awake', last: '2026-04-24' });
    const other = aRoomOfIssues(aClock());
    await other.digests.write(undefined, aDigest({ state: 'asleep', last: undefined, dueAt: undefined }));
    expect(await restoreAll(records, other)).toEqual(['restored']);
    expect(await other.digests.read('01DG')).toMatchObject({ state: 'asleep', last: '2026-05-01' });
  });
});

describe('what a list has had', () => {
  const item = (id: string) => ({ id, slug: id.toLowerCase(), first: noon });
  beforeEach(async () => {
    await old.news.start('weekly', '2026-01-01T00:00:00.000Z');
    for (const id of ['A', 'B', 'C']) await old.news.add('weekly', item(id));
    await old.news.mark('weekly', [item('A')], '01HN');
    await old.news.skip('weekly', 'OLD');
  });

  it('comes back: a woken digest carries only what its lists have not had', async () => {
    const records = await copyOf(old);
    for (let twice = 0; twice < 2; twice++) await restoreAll(records, fresh);
    expect(await fresh.news.all('weekly')).toEqual(await old.news.all('weekly'));
    expect(await fresh.news.starts()).toEqual(await old.news.starts());
    // Its document comes with the same backup.
    for (const id of ['A', 'B', 'NEVER']) await fresh.news.skip('weekly', id);
    expect((await fresh.news.waiting('weekly')).map(({ id }) => id).sort()).toEqual(['B', 'C']);
    await fresh.news.add('weekly', item('A'));
    expect((await fresh.news.waiting('weekly')).map(({ id }) => id)).not.toContain('A');
  });

  it('is whole wherever the function dies, once it is repeated', async () => {
    const records = await copyOf(old);
    for (let calls = 0; calls < 8; calls++)
      for (const when of ['before', 'after'] as const) {
        const room = aRoomOfIssues(aClock());
        await restoreAll(records, behindGate(room, dyingAfter(calls, when))).catch((error: unknown) => {
          if (!(error instanceof Killed)) throw error;
        });
        expect((await room.news.waiting('weekly')).map(({ id }) => id)).not.toContain('A');
        await restoreAll(records, room);
        expect(await room.news.all('weekly')).toEqual(await old.news.all('weekly'));
      }
  });

  it('that the press knows better stays: its start, and its marks', async () => {
    await fresh.news.start('weekly', '2026-03-01T00:00:00.000Z');
    await fresh.news.mark('weekly', [item('B')], '01LATER');
    await restoreAll(await copyOf(old), fresh);
    expect((await fresh.news.starts()).get('weekly')).toBe('2026-03-01T00:00:00.000Z');
    expect((await fresh.news.carried('weekly', ['B'])).get('B')).toBe('01LATER');
    expect((await fresh.news.waiting('weekly')).map(({ id }) => id)).toEqual(['C']);
  });
});

it('takes whatever rows and files can hold', async () => {
  await has(old, aSentIssue(), 'sent');
  await old.files.putPage('01HN', { ...mail.content, lists: [], missing: ['gone'] });
  const draft = anIssue({ id: '01DR' });
  await old.issues.write(undefined, { ...draft, text: { ...draft.text, slug: 'later', unpublished: true } });
  await old.digests.write(undefined, aDigest({ state: 'asleep', asleepFor: 'editor', why: 'Paused.' }));
  const outcomes = await restoreAll(await copyOf(old), fresh);
  expect(outcomes).toEqual(['restored', 'restored', 'restored']);
  // A change of its document does not wake it.
  expect(await fresh.digests.read('01DG')).toMatchObject({ state: 'asleep', asleepFor: 'restored' });
  expect((await fresh.issues.read('01DR'))?.text.unpublished).toBe(true);
});

it('refuses what no press gives', async () => {
  await has(old, aSentIssue(), 'sent');
  const [record] = await copyOf(old);
  for (const spoilt of [
    { ...record, more: 1 },
    { ...record, id: '../01HN' },
    { ...record, issue: { ...Object(record).issue, state: 'sending', wake: 'w' } },
    { kind: 'person', id: '01P' },
  ])
    expect(newsletterRecord.safeParse(spoilt).success).toBe(false);
});

it('names what there is not', async () => {
  for (const name of ['issue.01NONE', 'digest.01NONE', 'news.nothing', 'issue.', 'else'])
    await expect(copyRecord(name, old)).rejects.toMatchObject({ status: 404 });
});
