import { expect, it } from 'vitest';
import type { Digest } from '../../functions/newsletters/digests/digest.ts';
import type { Batch, Entry } from '../../functions/newsletters/issues/batch.ts';
import type {
  Audience,
  Batches,
  Digests,
  IssueFiles,
  Issues,
  News,
  Reputation,
} from '../../functions/newsletters/issues/ports.ts';
import type { Person } from '../../functions/newsletters/person.ts';
import { positionOf } from '../../functions/newsletters/table-keys.ts';
import { aPerson, noon } from '../functions/newsletters/a-person.ts';
import { anIssue } from '../functions/newsletters/issues/fakes.ts';

const later = '2026-05-01T12:05:00.000Z';

/** What moving issues relies on. */
export function issuesContract(open: () => Promise<Issues>): void {
  it('keeps an issue as written, counts its writes, and writes it only as it was read', async () => {
    const issues = await open();
    const issue = anIssue({ sendAt: noon, stop: { why: 'editor', said: 'Paused.', at: noon } });
    expect(await issues.read(issue.id)).toBeUndefined();
    expect(await issues.write(undefined, issue)).toBe(true);
    expect(await issues.write(undefined, issue)).toBe(false);
    const before = { ...issue, writes: 1 };
    expect(await issues.read(issue.id)).toEqual(before);
    expect(await issues.write(before, { ...before, state: 'preparing', writes: 70 })).toBe(true);
    expect(await issues.write(before, { ...before, state: 'cancelled' })).toBe(false);
    expect(await issues.read(issue.id)).toEqual({ ...before, state: 'preparing', writes: 2 });
  });

  it('leads to an issue from its slug and from those it had, and another may take one of these', async () => {
    const issues = await open();
    const [issue, other] = [anIssue(), anIssue({ id: '02HN' })];
    await issues.write(undefined, issue);
    const before = { ...issue, writes: 1 };
    const moved = { ...before, text: { ...issue.text, slug: 'june' } };
    expect(await issues.write(before, moved)).toBe(true);
    expect([await issues.atSlug('may'), await issues.atSlug('june')]).toEqual([issue.id, issue.id]);
    expect(await issues.write(before, { ...moved, text: { ...issue.text, slug: 'july' } })).toBe(false);
    expect(await issues.atSlug('july')).toBeUndefined();
    await issues.write(undefined, other);
    expect(await issues.atSlug('may')).toBe(other.id);
    const after = { ...moved, title: 'New', writes: 2 };
    await issues.write(after, after);
    expect(await issues.atSlug('may')).toBe(other.id);
  });

  it('lists issues, the newest first, a page at a time', async () => {
    const issues = await open();
    for (const id of ['1', '2', '3']) {
      const text = { ...anIssue().text, slug: `s${id}` };
      await issues.write(undefined, anIssue({ id, text, startedAt: `2026-05-0${id}T00:00:00.000Z` }));
    }
    const first = await issues.list(2);
    expect(first.items.map(({ id }) => id)).toEqual(['3', '2']);
    const second = await issues.list(2, first.next);
    expect(second.items.map(({ id }) => id)).toEqual(['1']);
    expect(second.next).toBeUndefined();
  });

  it('moves a cursor from where it is, of what is being sent, under its wake alone', async () => {
    const issues = await open();
    const issue = anIssue({ state: 'sending', cursor: '00', wake: 'w1' });
    await issues.write(undefined, issue);
    const move = { id: issue.id, from: '00', to: '01-A_', wake: 'w1', at: later };
    expect(await issues.moveCursor({ ...move, wake: 'w0' })).toBe(false);
    expect(await issues.moveCursor({ ...move, from: '01-B_' })).toBe(false);
    expect(await issues.moveCursor(move)).toBe(true);
    expect(await issues.moveCursor(move)).toBe(false);
    const moved = { ...issue, cursor: '01-A_', movedAt: later, writes: 2 };
    expect(await issues.read(issue.id)).toEqual(moved);
    const older = { ...issue, writes: 1 };
    expect(await issues.write(older, { ...older, state: 'paused' })).toBe(false);
    await issues.write(moved, { ...moved, state: 'paused' });
    expect(await issues.moveCursor({ ...move, from: '01-A_', to: 'end' })).toBe(false);
  });

  it('knows what is due, the oldest first, and what something happens to', async () => {
    const issues = await open();
    const text = (slug: string) => ({ ...anIssue().text, slug });
    await issues.write(undefined, anIssue({ id: '1', text: text('1'), state: 'scheduled', dueAt: later }));
    await issues.write(undefined, anIssue({ id: '2', text: text('2'), state: 'sending', dueAt: noon }));
    await issues.write(undefined, anIssue({ id: '3', text: text('3'), state: 'sent' }));
    expect(await issues.due(noon, 10)).toEqual(['2']);
    expect(await issues.due(later, 10)).toEqual(['2', '1']);
    expect(await issues.due(later, 1)).toEqual(['2']);
    expect((await issues.active()).map(({ id }) => id)).toEqual(['2']);
    const [sending] = await issues.active();
    if (!sending) throw new Error('Nothing is being sent');
    const { dueAt: _, ...sent } = sending;
    await issues.write(sending, { ...sent, state: 'sent' });
    expect(await issues.due(later, 10)).toEqual(['1']);
    expect(await issues.active()).toEqual([]);
  });
}

async function listed<T>(walk: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of walk) all.push(one);
  return all;
}

const entry = (person: string, more: Partial<Entry> = {}): Entry => ({
  ...{ person, state: 'waiting', attempt: 0, round: 0 },
  ...more,
});

/** Ids whose last character has them in the index's first part, in order. */
const people = ['01P', '02P', '03P', '04P'] as const;

const aBatch = (position: string, ids: readonly string[], next?: string): Batch => ({
  ...{ issue: '01HN', position, entries: ids.map((id) => entry(id)), attempt: 0, writes: 0 },
  ...(next !== undefined && { next }),
});

export interface LedgerUnderTest {
  batches: Batches;
  reputation: Pick<Reputation, 'recent'>;
}

/** What sending once relies on. */
export function batchesContract(open: () => Promise<LedgerUnderTest>): void {
  const [second] = [`${positionOf(people[1])}_`];

  it('writes a batch once, and changes it only as it was read', async () => {
    const { batches } = await open();
    const batch = aBatch('00', people.slice(0, 2), second);
    expect(await batches.writeNew(batch)).toBe(true);
    expect(await batches.writeNew({ ...batch, entries: [] })).toBe(false);
    const read = await batches.firstFrom('01HN', '');
    expect(read).toEqual({ ...batch, writes: 1 });
    const claimed: Batch = {
      ...{ ...batch, writes: 1, attempt: 1, before: 3, notBefore: later },
      claim: { attempt: 1, wake: 'w1', until: later },
      entries: [
        entry(people[0], { state: 'sent', attempt: 1, round: 1, message: 'm1' }),
        entry(people[1], { state: 'failed', attempt: 1, round: 1, why: 'MESSAGE_REJECTED' }),
      ],
    };
    expect(await batches.replace(claimed)).toBe(true);
    expect(await batches.replace(claimed)).toBe(false);
    expect(await batches.firstFrom('01HN', '00')).toEqual({ ...claimed, writes: 2 });
    expect(await batches.replace(aBatch('07', []))).toBe(false);
  });

  it('walks the batches of an issue in order, from anywhere', async () => {
    const { batches } = await open();
    expect(await batches.last('01HN')).toBeUndefined();
    await batches.writeNew(aBatch(second, people.slice(2)));
    await batches.writeNew(aBatch('00', people.slice(0, 2), second));
    await batches.writeNew({ ...aBatch('00', ['01X']), issue: '01HN2' });
    expect((await batches.firstFrom('01HN', '00-'))?.position).toBe(second);
    expect(await batches.firstFrom('01HN', `${second}a`)).toBeUndefined();
    expect((await batches.last('01HN'))?.position).toBe(second);
    await batches.hear('01HN', second, 'delivered', [people[2]], noon);
    const all = await listed(batches.all('01HN'));
    expect(all.map(({ batch }) => batch.position)).toEqual(['00', second]);
    expect(all.map(({ heard }) => [...heard.delivered])).toEqual([[], [people[2]]]);
    const rest = await listed(batches.all('01HN', second));
    expect(rest.map(({ batch }) => batch.position)).toEqual([second]);
  });

  it('finds where somebody stands, and what was heard of them', async () => {
    const { batches } = await open();
    await batches.writeNew(aBatch('00', people.slice(0, 2), second));
    await batches.writeNew(aBatch(second, [people[3]]));
    await batches.hear('01HN', '00', 'bounced', [people[1]], noon);
    const found = await batches.of('01HN', people[1]);
    expect(found?.batch.position).toBe('00');
    expect([...(found?.heard.bounced ?? [])]).toEqual([people[1]]);
    expect((await batches.of('01HN', people[3]))?.batch.position).toBe(second);
    expect(await batches.of('01HN', people[2])).toBeUndefined();
    expect(await batches.of('02HN', people[1])).toBeUndefined();
  });

  it('counts a bounce and a complaint once, whoever reports them at once', async () => {
    const { batches, reputation } = await open();
    await batches.writeNew(aBatch('00', people));
    await Promise.all([
      batches.hear('01HN', '00', 'bounced', [people[0], people[1]], noon),
      batches.hear('01HN', '00', 'bounced', [people[1], people[1]], noon),
      batches.hear('01HN', '00', 'bounced', [people[2]], noon),
      batches.hear('01HN', '00', 'complained', [people[0]], noon),
      batches.hear('01HN', '00', 'delivered', [people[0]], noon),
    ]);
    await batches.hear('01HN', '00', 'complained', [people[0]], later);
    expect(await reputation.recent(later)).toMatchObject({ bounced: 3, complained: 1 });
    const [one] = await listed(batches.all('01HN'));
    expect([...(one?.heard.bounced ?? [])].sort()).toEqual(people.slice(0, 3));
  });

  it('remembers a bounce that AWS does not count, and counts it not', async () => {
    const { batches, reputation } = await open();
    await batches.writeNew(aBatch('00', people));
    await batches.hear('01HN', '00', 'bounced', [people[0]], noon, { uncounted: true });
    await batches.hear('01HN', '00', 'bounced', [people[1]], noon);
    expect(await reputation.recent(later)).toMatchObject({ bounced: 1 });
    const [one] = await listed(batches.all('01HN'));
    expect([...(one?.heard.bounced ?? [])].sort()).toEqual(people.slice(0, 2));
  });

  it('counts everybody who leaves by an issue once', async () => {
    const { batches } = await open();
    expect(await batches.leaves('01HN')).toBe(0);
    for (const id of [people[0], people[1], people[0]]) await batches.countLeave('01HN', id);
    await batches.countLeave('02HN', people[0]);
    expect(await batches.leaves('01HN')).toBe(2);
  });
}

export interface AudienceUnderTest {
  audience: Audience;
  put(person: Person): Promise<void>;
}

/** What reaching everybody relies on. */
export function audienceContract(open: () => Promise<AudienceUnderTest>): void {
  it('gives everybody once, in the order of their positions, in pages of any size', async () => {
    const { audience, put } = await open();
    const ids = Array.from({ length: 40 }, (_, n) => `01H${String(n * 7).padStart(4, '0')}`);
    for (const id of ids) await put(aPerson({ id, email: `${id}@example.org`, addressHash: id }));
    for (const limit of [1, 7, 100]) {
      const found: string[] = [];
      for (let page = await audience.page('', limit); page.length; ) {
        found.push(...page.map(({ position }) => position));
        expect(page.length).toBeLessThanOrEqual(limit);
        for (const { position, person } of page) expect(position).toBe(positionOf(person.id));
        page = await audience.page(page.at(-1)?.position ?? '', limit);
      }
      expect(found).toEqual(ids.map(positionOf).sort());
    }
    expect((await audience.page('03-01H', 3)).every(({ position }) => position > '03-01H')).toBe(true);
  });

  it('gives people as they stand now, and nobody who is not there', async () => {
    const { audience, put } = await open();
    await put(aPerson());
    const now = await audience.now(['01HP', 'nobody', '01HP']);
    expect([...now.keys()]).toEqual(['01HP']);
    expect(now.get('01HP')).toMatchObject({ email: 'nia@example.org' });
  });
}

const item = (id: string, first = noon) => ({ id, slug: id, first });

/** What carrying each piece once relies on. */
export function newsContract(open: () => Promise<News>): void {
  it('keeps the first start of a list', async () => {
    const news = await open();
    expect(await news.start('weekly', noon)).toBe(noon);
    expect(await news.start('weekly', later)).toBe(noon);
    expect(await news.starts()).toEqual(new Map([['weekly', noon]]));
  });

  it('queues what a list has not had, the newest first, and marks what an issue carries', async () => {
    const news = await open();
    await news.add('weekly', item('a', '2026-05-01T00:00:00.000Z'));
    await news.add('weekly', item('b', '2026-05-02T00:00:00.000Z'));
    await news.add('weekly', item('b', '2026-05-02T00:00:00.000Z'));
    await news.add('events', item('a'));
    expect((await news.waiting('weekly')).map(({ id }) => id)).toEqual(['b', 'a']);
    await news.mark('weekly', [item('a')], '01HN');
    await news.mark('weekly', [item('a')], '02HN');
    await news.add('weekly', item('a'));
    expect((await news.waiting('weekly')).map(({ id }) => id)).toEqual(['b']);
    expect(await news.carried('weekly', ['a', 'b'])).toEqual(new Map([['a', '01HN']]));
    expect((await news.waiting('events')).map(({ id }) => id)).toEqual(['a']);
    const all = await news.all('weekly');
    expect([all.waiting.map(({ id }) => id), [...all.marks]]).toEqual([['b'], [['a', '01HN']]]);
  });

  it('takes back the marks of an issue, and those of no other', async () => {
    const news = await open();
    await news.mark('weekly', [item('a'), item('b')], '01HN');
    await news.mark('weekly', [item('c')], '02HN');
    for (let times = 0; times < 2; times++)
      await news.unmark('weekly', [item('a'), item('b'), item('c')], '01HN');
    expect((await news.waiting('weekly')).map(({ id }) => id).sort()).toEqual(['a', 'b']);
    expect(await news.carried('weekly', ['a', 'b', 'c'])).toEqual(new Map([['c', '02HN']]));
  });

  it('marks what is older without an issue, and leaves what waits or has a mark', async () => {
    const news = await open();
    await news.add('weekly', item('waits'));
    await news.mark('weekly', [item('had')], '01HN');
    for (const piece of ['old', 'waits', 'had']) await news.skip('weekly', piece);
    await news.add('weekly', item('old'));
    expect((await news.waiting('weekly')).map(({ id }) => id)).toEqual(['waits']);
    expect(await news.carried('weekly', ['old', 'waits', 'had'])).toEqual(
      new Map([
        ['old', ''],
        ['had', '01HN'],
      ]),
    );
  });
}

const aDigest = (members: Partial<Digest> = {}): Digest => ({
  ...{ id: '01HD', slug: 'friday', version: 1, revision: 1, every: 'friday 07:00 Europe/London' },
  ...{ title: 'Friday', subject: 'This week', lists: ['weekly'], pieces: [], body: 'bodies/friday' },
  ...{ state: 'awake', dueAt: noon, writes: 0 },
  ...members,
});

export function digestsContract(open: () => Promise<Digests>): void {
  it('keeps a digest as written, and writes it only as it was read', async () => {
    const digests = await open();
    const digest = aDigest({ preview: 'News' });
    expect(await digests.write(undefined, digest)).toBe(true);
    expect(await digests.write(undefined, digest)).toBe(false);
    expect(await digests.read(digest.id)).toEqual({ ...digest, writes: 1 });
    expect(await digests.write({ ...digest, writes: 3 }, digest)).toBe(false);
  });

  it('finds them by slug, all of them, and those that are due', async () => {
    const digests = await open();
    const digest = aDigest();
    await digests.write(undefined, digest);
    await digests.write(undefined, aDigest({ id: '02HD', slug: 'monthly', dueAt: later }));
    const before = { ...digest, writes: 1 };
    await digests.write(before, { ...before, slug: 'fridays' });
    expect([await digests.atSlug('friday'), await digests.atSlug('fridays')]).toEqual(['01HD', '01HD']);
    expect((await digests.all()).map(({ id }) => id).sort()).toEqual(['01HD', '02HD']);
    expect(await digests.due(noon, 10)).toEqual(['01HD']);
    const { dueAt: _, ...others } = { ...before, slug: 'fridays', writes: 2 };
    await digests.write({ ...before, writes: 2 }, { ...others, state: 'asleep', why: 'Withdrawn.' });
    expect(await digests.due(later, 10)).toEqual(['02HD']);
  });
}

/** Mails of whole days: how fine the newest are told apart is the store's own. */
export function reputationContract(open: () => Promise<Reputation>): void {
  const day = (n: number) => `2026-05-${String(n).padStart(2, '0')}T10:00:00.000Z`;

  it('counts the mails of 30 days', async () => {
    const reputation = await open();
    expect(await reputation.recent(day(1))).toEqual({ sent: 0, bounced: 0, complained: 0 });
    await reputation.add({ sent: 50 }, '2026-03-01T10:00:00.000Z');
    await reputation.add({ sent: 20 }, day(1));
    await reputation.add({ sent: 5 }, day(1));
    await reputation.add({ sent: 7 }, day(3));
    expect(await reputation.recent(day(4))).toEqual({ sent: 32, bounced: 0, complained: 0 });
  });

  it('counts the last 10,000 mails, and no older ones', async () => {
    const reputation = await open();
    await reputation.add({ sent: 900 }, day(1));
    await reputation.add({ sent: 4_000 }, day(2));
    await reputation.add({ sent: 6_000 }, day(3));
    expect((await reputation.recent(day(4))).sent).toBe(10_000);
  });

  it('counts anew once it is told to', async () => {
    const reputation = await open();
    await reputation.add({ sent: 900 }, day(1));
    await reputation.restart(day(1));
    expect((await reputation.recent(day(1))).sent).toBe(0);
    await reputation.add({ sent: 3 }, day(1));
    await reputation.add({ sent: 4 }, day(2));
    expect((await reputation.recent(day(2))).sent).toBe(7);
  });
}

export function issueFilesContract(open: () => Promise<IssueFiles>): void {
  const intro = { html: '<p>Ó {{brace}}</p>', text: 'Ó', pictures: [] };
  const content = { slug: 'may', title: 'May', subject: 'May', lists: ['weekly'], intro, pieces: [] };
  const composed = { subject: 'May', html: '<p>{{leave}}</p>', text: '{{leave}}', bytes: 20 };
  const frozen = { content, composed, from: 'The Lantern <news@press.example>', replyTo: 'a@press.example' };

  it('gives back what was frozen, marks, and the page as it was put last', async () => {
    const files = await open();
    await files.putFrozen('frozen/01HN', frozen);
    expect(await files.frozen('frozen/01HN')).toEqual(frozen);
    await files.putMarks('marks/01HN', { weekly: [item('a')], events: [] });
    expect(await files.marks('marks/01HN')).toEqual({ weekly: [item('a')], events: [] });
    expect(await files.page('01HN')).toBeUndefined();
    await files.putPage('01HN', content);
    await files.putPage('01HN', { ...content, title: 'Corrected' });
    expect(await files.page('01HN')).toEqual({ ...content, title: 'Corrected' });
    await expect(files.frozen('frozen/none')).rejects.toThrow();
  });

  it('removes the page and all that was frozen of an issue, and nothing of another', async () => {
    const files = await open();
    for (const key of ['frozen/01HN/a', 'frozen/01HN/b', 'frozen/01HN2/a'])
      await files.putFrozen(key, frozen);
    await files.putMarks('marks/01HN/a', { weekly: [item('a')] });
    for (const issue of ['01HN', '01HN2']) await files.putPage(issue, content);
    await files.remove('01HN');
    await files.remove('01HN');
    expect(await files.page('01HN')).toBeUndefined();
    for (const key of ['frozen/01HN/a', 'frozen/01HN/b']) await expect(files.frozen(key)).rejects.toThrow();
    expect(await files.frozen('frozen/01HN2/a')).toEqual(frozen);
    expect(await files.page('01HN2')).toEqual(content);
    expect(await files.marks('marks/01HN/a')).toEqual({ weekly: [item('a')] });
  });
}
