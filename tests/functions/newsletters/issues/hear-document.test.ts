import { describe, expect, it } from 'vitest';
import type { Issue } from '../../../../functions/newsletters/issues/issue.ts';
import { again } from '../../../../functions/newsletters/issues/issue-moves.ts';
import { defaultList } from '../../../../functions/newsletters/lists.ts';
import { aPaper, type Paper } from './a-paper.ts';

const hour = 3_600_000;

/** Hands in a newsletter and hears of it. */
async function heard(paper: Paper, ...letter: Parameters<Paper['newsletter']>): Promise<Issue> {
  paper.newsletter(...letter);
  await paper.hear(letter[0]);
  return issueOf(paper, letter[0].toUpperCase());
}

function issueOf({ room }: Paper, id: string): Issue {
  const issue = room.issues.rows.get(id);
  if (!issue) throw new Error(`There is no issue ${id}`);
  return issue;
}

const put = (paper: Paper, issue: Issue) => paper.room.issues.change({ ...issue, writes: issue.writes + 1 });

const frozen = (issue: Issue, carries: string[]): Issue => ({
  ...issue,
  state: 'sending',
  wake: 'w',
  cursor: '00',
  startedAt: '2026-05-01T12:00:00.000Z',
  frozen: {
    ...{ at: '2026-05-01T12:00:00.000Z', key: 'frozen/x', revision: 1, lists: ['newsletter'] },
    ...{ carries, batchSize: 14 },
  },
});

describe('a newsletter is an issue', () => {
  it('that waits for a command, to the default list, with its title as the subject', async () => {
    const issue = await heard(aPaper(), 'may', { articles: [{ slug: 'a', line: 'Read.' }] });
    expect(issue).toMatchObject({ id: 'MAY', state: 'draft', writes: 1, round: 1 });
    expect(issue.text).toEqual({
      ...{ slug: 'may', version: 1, revision: 1, title: 'The letter', subject: 'The letter' },
      ...{ lists: ['newsletter'], pieces: [{ slug: 'a', line: 'Read.' }], body: 'bodies/may-1' },
    });
    expect(issue).not.toHaveProperty('dueAt');
  });

  it.each([
    ['2026-05-02T07:00', '2026-05-02T06:00:00.000Z', 'of the press’s zone'],
    ['2026-05-02T07:00 America/New_York', '2026-05-02T11:00:00.000Z', 'of its own zone'],
    ['2026-05-02T07:00Z', '2026-05-02T07:00:00.000Z', 'an instant'],
  ])('at its time: %s is %s, %s', async (sendAt, instant) => {
    const issue = await heard(aPaper(), 'may', { sendAt });
    expect(issue).toMatchObject({ state: 'scheduled', sendAt: instant, dueAt: instant });
  });

  it('missed, where its time was more than six hours before it was first seen', async () => {
    const late = await heard(aPaper(), 'may', { sendAt: '2026-05-01T05:59Z' });
    expect(late.state).toBe('missed');
    expect(late).not.toHaveProperty('dueAt');
    const just = await heard(aPaper(), 'may', { sendAt: '2026-05-01T06:01Z' });
    expect(just.state).toBe('scheduled');
  });

  it('as the document stands, however often, late and out of order it is heard of', async () => {
    const paper = aPaper();
    await heard(paper, 'may', { sendAt: '2026-05-02T07:00Z' });
    paper.newsletter('may', { title: 'Corrected', sendAt: '2026-05-03T07:00Z' });
    await Promise.all([paper.hear('may'), paper.hear('may'), paper.hear('may', { id: 'MAY' })]);
    const issue = issueOf(paper, 'MAY');
    expect(issue).toMatchObject({ state: 'scheduled', dueAt: '2026-05-03T07:00:00.000Z' });
    expect(issue.text).toMatchObject({ title: 'Corrected', subject: 'Corrected', revision: 2 });
    await paper.hear('may');
    expect(issueOf(paper, 'MAY').writes).toBe(issue.writes);
  });

  it('once, whatever slug its document moves to, and found at both', async () => {
    const paper = aPaper();
    await heard(paper, 'may', { sendAt: '2026-05-02T07:00Z' });
    const document = paper.newsletter('may-day', { sendAt: '2026-05-02T07:00Z' }, { id: 'MAY', version: 1 });
    paper.stand({ ...document, slug: 'may', status: 'moved', version: 2 });
    for (const slug of ['may', 'may-day', 'may']) await paper.hear(slug);
    expect([...paper.room.issues.rows.keys()]).toEqual(['MAY']);
    expect(issueOf(paper, 'MAY')).toMatchObject({ state: 'scheduled', text: { slug: 'may-day' } });
    expect(await paper.room.issues.atSlug('may')).toBe('MAY');
  });

  it('never sent once it was sent, whatever is corrected and wherever it moves', async () => {
    const paper = aPaper();
    const issue = await heard(paper, 'may', { sendAt: '2026-05-02T07:00Z' });
    const { dueAt, ...others } = issue;
    put(paper, { ...others, state: 'sent', endedAt: '2026-05-02T08:00:00.000Z' });
    paper.newsletter('may', { sendAt: '2026-06-02T07:00Z' });
    await paper.hear('may');
    expect(issueOf(paper, 'MAY').state).toBe('sent');
    expect(issueOf(paper, 'MAY')).not.toHaveProperty('dueAt');
  });

  it.each([
    ['a draft', { status: 'draft' as const }],
    ['a writer’s hand-in', { status: 'draft' as const, isProposal: true }],
  ])('without its time while it is %s, and with it once that is published', async (_, more) => {
    const paper = aPaper();
    const issue = await heard(paper, 'may', { sendAt: '2026-05-02T07:00Z' }, more);
    expect(issue).toMatchObject({ state: 'draft', text: { unpublished: true } });
    expect(issue).not.toHaveProperty('dueAt');
    paper.newsletter('may', { sendAt: '2026-05-02T07:00Z' });
    await paper.hear('may');
    expect(issueOf(paper, 'MAY').state).toBe('scheduled');
    expect(issueOf(paper, 'MAY').text).not.toHaveProperty('unpublished');
  });

  it('without its time where it came with a restore, and with it once it is handed in anew', async () => {
    const paper = aPaper();
    const restored = await heard(paper, 'may', { sendAt: '2026-05-02T07:00Z' }, { isRestored: true });
    expect(restored).toMatchObject({ state: 'draft' });
    paper.newsletter('may', { title: 'Again', sendAt: '2026-05-02T07:00Z' });
    await paper.hear('may');
    expect(issueOf(paper, 'MAY').state).toBe('scheduled');
  });

  it('that a hand alone sends where its own row came with a backup', async () => {
    const paper = aPaper();
    const issue = await heard(paper, 'may', {});
    put(paper, {
      ...issue,
      stop: { why: 'restored', said: 'It came with a backup.', at: '2026-05-01T12:00:00.000Z' },
    });
    paper.newsletter('may', { sendAt: '2026-05-02T07:00Z' });
    await paper.hear('may');
    expect(issueOf(paper, 'MAY')).toMatchObject({ state: 'draft', stop: { why: 'restored' } });
  });

  it('by the zone and the default list that the press has now', async () => {
    const paper = aPaper();
    await heard(paper, 'may', { sendAt: '2026-05-02T07:00' });
    paper.press.zone = 'America/New_York';
    paper.press.lists = [{ ...defaultList, name: 'weekly' }];
    await paper.hear('press', { id: 'press', kind: 'press' });
    expect(issueOf(paper, 'MAY')).toMatchObject({
      dueAt: '2026-05-02T11:00:00.000Z',
      text: { lists: ['weekly'] },
    });
  });
});

describe('what is no newsletter any more', () => {
  it.each([
    ['withdrawn', (paper: Paper) => paper.take('may')],
    ['deleted', (paper: Paper) => paper.take('may', 'deleted')],
    ['an article', (paper: Paper) => void paper.article('may')],
    ['a digest', (paper: Paper) => void paper.newsletter('may', { every: 'friday 07:00', since: 'last' })],
    ['replaced', (paper: Paper) => void paper.article('may', {}, { id: 'OTHER' })],
  ])('is cancelled: %s', async (_, change) => {
    const paper = aPaper();
    await heard(paper, 'may', { sendAt: '2026-05-02T07:00Z' });
    change(paper);
    await paper.hear('may');
    const issue = issueOf(paper, 'MAY');
    expect(issue).toMatchObject({ state: 'cancelled', stop: { why: 'withdrawn' } });
    expect(issue).not.toHaveProperty('dueAt');
    paper.newsletter('may', { sendAt: '2026-05-02T07:00Z' }, { id: 'MAY' });
    await paper.hear('may');
    expect(issueOf(paper, 'MAY').state).toBe('cancelled');
  });

  it('is stopped in mid-send, and readers no longer get it; published anew they do, and nobody is sent to', async () => {
    const paper = aPaper();
    const issue = await heard(paper, 'may', {});
    await paper.room.files.putFrozen('frozen/x', (await composed(paper, issue)).frozen);
    put(paper, frozen(issue, []));
    paper.take('may');
    await paper.hear('may');
    expect(issueOf(paper, 'MAY')).toMatchObject({ state: 'cancelled', withdrawnAt: expect.any(String) });
    paper.newsletter('may', {});
    await paper.hear('may');
    expect(issueOf(paper, 'MAY').state).toBe('cancelled');
    expect(issueOf(paper, 'MAY')).not.toHaveProperty('withdrawnAt');
  });

  it('leaves nothing of its text once it is deleted, and can be sent again to nobody', async () => {
    const paper = aPaper();
    const { files } = paper.room;
    const issue = await heard(paper, 'may', { articles: [{ slug: 'a', line: 'Own words.' }] });
    const whole = (await composed(paper, issue)).frozen;
    const sent = frozen(issue, []);
    await files.putFrozen('frozen/MAY/x', whole);
    await files.putPage('MAY', whole.content);
    put(paper, {
      ...{ ...sent, state: 'sent', endedAt: sent.startedAt ?? '' },
      frozen: { ...sent.frozen, key: 'frozen/MAY/x' } as Issue['frozen'],
    });
    paper.take('may');
    await paper.hear('may');
    expect(await files.page('MAY')).toBeDefined();
    paper.take('may', 'deleted');
    await paper.hear('may');
    await paper.hear('may');
    const gone = issueOf(paper, 'MAY');
    expect(gone).toMatchObject({ state: 'sent', erasedAt: expect.any(String), text: { slug: 'may' } });
    expect(JSON.stringify(gone)).not.toMatch(/The letter|Own words/);
    expect(await files.page('MAY')).toBeUndefined();
    await expect(files.frozen('frozen/MAY/x')).rejects.toThrow();
    expect(again(gone, { whom: 'failed', wake: 'w', at: '2026-05-01T13:00:00.000Z' })).toBeUndefined();
  });

  it('was none: a withdrawn newsletter that is first seen leaves nothing', async () => {
    const paper = aPaper();
    paper.newsletter('may', {}, { status: 'withdrawn' });
    await paper.hear('may');
    expect(paper.room.issues.rows.size).toBe(0);
  });

  it('does not take another with it that moved away from its address', async () => {
    const paper = aPaper();
    await heard(paper, 'may', { sendAt: '2026-05-02T07:00Z' });
    paper.newsletter('may-day', { sendAt: '2026-05-02T07:00Z' }, { id: 'MAY' });
    paper.newsletter('may', { sendAt: '2026-05-09T07:00Z' }, { id: 'SECOND' });
    // The move is heard after what took the address.
    await paper.hear('may');
    expect(issueOf(paper, 'MAY')).toMatchObject({ state: 'scheduled', text: { slug: 'may-day' } });
    expect(issueOf(paper, 'SECOND').state).toBe('scheduled');
  });
});

async function composed({ room }: Paper, issue: Issue) {
  const made = await room.composer.compose(issue);
  if (made.outcome !== 'composed') throw new Error(made.said);
  return made;
}

describe('from freezing on', () => {
  it('corrections change the page of the archive, also where the function died before it was written', async () => {
    const paper = aPaper();
    paper.article('a');
    const issue = await heard(paper, 'may', { articles: [{ slug: 'a' }] });
    await paper.room.files.putFrozen('frozen/x', (await composed(paper, issue)).frozen);
    put(paper, frozen(issue, ['A']));
    paper.newsletter('may', { title: 'Corrected', articles: [{ slug: 'a' }], sendAt: '2026-05-02T07:00Z' });
    await paper.hear('may');
    expect(issueOf(paper, 'MAY')).toMatchObject({ state: 'sending', text: { title: 'Corrected' } });
    expect(issueOf(paper, 'MAY')).not.toHaveProperty('sendAt');
    expect(await paper.room.files.page('MAY')).toMatchObject({
      title: 'Corrected',
      intro: { html: 'bodies/may-2' },
      pieces: [{ slug: 'a' }],
    });
    await paper.room.files.putPage('MAY', { ...(await composed(paper, issue)).frozen.content });
    await paper.hear('may');
    expect(await paper.room.files.page('MAY')).toMatchObject({ title: 'Corrected' });
  });

  it('a carried piece that is withdrawn pauses what is on its way, and no other', async () => {
    const paper = aPaper();
    for (const slug of ['a', 'b']) paper.article(slug);
    const [one, two] = [await heard(paper, 'one', {}), await heard(paper, 'two', {})];
    put(paper, frozen(one, ['A']));
    put(paper, frozen(two, ['B']));
    paper.take('a');
    await paper.hear('a');
    expect(issueOf(paper, 'ONE')).toMatchObject({
      ...{ state: 'paused', pausedFrom: 'sending' },
      stop: { why: 'piece-withdrawn', said: expect.stringContaining('resume') },
    });
    expect(issueOf(paper, 'TWO').state).toBe('sending');
    const { writes } = issueOf(paper, 'ONE');
    await paper.hear('a');
    expect(issueOf(paper, 'ONE').writes).toBe(writes);
  });

  it('one that is being composed at that moment is composed anew', async () => {
    const paper = aPaper();
    paper.article('a');
    const issue = await heard(paper, 'may', { articles: [{ slug: 'a' }] });
    put(paper, { ...issue, state: 'preparing', wake: 'w' });
    const seen = issueOf(paper, 'MAY');
    paper.take('a', 'deleted');
    await paper.hear('a');
    expect(await paper.room.issues.write(seen, frozen(seen, ['A']))).toBe(false);
    expect(issueOf(paper, 'MAY').state).toBe('preparing');
  });
});

describe('what is news to a list', () => {
  const digest = { every: 'friday 07:00', since: 'last' } as const;
  const waiting = async ({ room }: Paper, list = 'newsletter') =>
    (await room.news.waiting(list)).map(({ id }) => id).sort();

  it('is what readers got since it was first asked for, and nothing older, imported or restored', async () => {
    const paper = aPaper();
    paper.article('old');
    await paper.hear('old');
    paper.clock.pass(hour);
    paper.newsletter('weekly', digest);
    await paper.hear('weekly');
    paper.clock.pass(hour);
    paper.article('new');
    paper.article('today', { published: '2026-05-01' });
    paper.article('this-month', { published: '2026-05' });
    paper.article('imported', { published: '1998-03-01' });
    paper.article('restored', {}, { isRestored: true });
    paper.article('draft', {}, { status: 'draft' });
    for (const slug of ['new', 'today', 'this-month', 'imported', 'restored', 'draft', 'old'])
      await paper.hear(slug);
    expect(await waiting(paper)).toEqual(['NEW', 'TODAY']);
    const had = await paper.room.news.carried('newsletter', ['IMPORTED', 'RESTORED', 'OLD', 'DRAFT']);
    expect([...had.keys()].sort()).toEqual(['IMPORTED', 'OLD', 'RESTORED']);
  });

  it('is also what was heard of before the one that asks', async () => {
    const paper = aPaper();
    const weekly = paper.newsletter('weekly', digest);
    paper.clock.pass(1);
    paper.article('new');
    await paper.hear('new');
    expect(await waiting(paper)).toEqual([]);
    await paper.hear('weekly', { id: weekly.id });
    expect(await waiting(paper)).toEqual(['NEW']);
  });

  it('is asked for by a list that a digest gets later, too', async () => {
    const paper = aPaper();
    paper.newsletter('weekly', digest);
    await paper.hear('weekly');
    paper.article('new');
    await paper.hear('new');
    paper.newsletter('weekly', { ...digest, lists: ['newsletter', 'second'] });
    await paper.hear('weekly');
    expect([...(await paper.room.news.starts()).keys()]).toEqual(['newsletter', 'second']);
    paper.article('newer');
    await paper.hear('newer');
    expect(await waiting(paper, 'second')).toContain('NEWER');
  });

  it('is not asked for by a draft or what was restored', async () => {
    const paper = aPaper();
    paper.newsletter('one', digest, { status: 'draft' });
    paper.newsletter('two', { since: 'last' }, { isRestored: true });
    for (const slug of ['one', 'two']) await paper.hear(slug);
    expect((await paper.room.news.starts()).size).toBe(0);
  });
});
