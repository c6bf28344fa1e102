import { describe, expect, it } from 'vitest';
import { type Asked, showArchive } from '../../../../functions/newsletters/archive/show-archive.ts';
import type { IssueContent } from '../../../../functions/newsletters/compose/issue-content.ts';
import type { Issue } from '../../../../functions/newsletters/issues/issue.ts';
import { pressOf } from '../../../../functions/newsletters/press.ts';
import { pressWithLists, site } from '../a-newsroom.ts';
import { MemoryIssues } from '../issues/memory-issues.ts';
import { MemoryIssueFiles } from '../issues/memory-mail.ts';
import { aContent, aSentIssue } from './a-sent-issue.ts';
import { MemoryArchive } from './memory-archive.ts';

const press = {
  ...pressWithLists,
  timezone: 'Pacific/Auckland',
  lists: [
    { name: 'members', title: 'For members', archive: false },
    { name: 'weekly', title: 'The weekly' },
    { name: 'events', title: 'What is on' },
  ],
};

const at = (day: number) => `2026-05-${`${day}`.padStart(2, '0')}T13:00:00.000Z`;

/** The archive of a press with these issues. */
async function anArchive(...sent: Issue[]) {
  const [issues, files] = [new MemoryIssues(), new MemoryIssueFiles()];
  const page = (issue: Issue, members: Partial<IssueContent> = {}) =>
    files.putPage(issue.id, aContent({ slug: issue.text.slug, title: issue.text.title, ...members }));
  for (const issue of sent) {
    await page(issue);
    await issues.write(undefined, issue);
  }
  const archive = new MemoryArchive(() => issues.rows.values());
  const deps = { issues, files, archive, press: async () => pressOf(press, site) };
  const ask = async (list: string, below?: string, others: Partial<Asked> = {}) => {
    const reply = await showArchive({ list, below, ...others }, deps);
    return { html: '', location: reply.headers?.location, ...reply };
  };
  return { ask, issues, page };
}

const missing = { status: 404 };

describe('an issue', () => {
  it('is shown as its page says, in the list that was asked for, with the day as the press has it', async () => {
    const { ask } = await anArchive(aSentIssue('may', { at: at(1), lists: ['weekly', 'events'] }));
    const shown = await ask('weekly', 'may');
    expect(shown).toMatchObject({
      status: 200,
      open: true,
      headers: { 'cache-control': 'public, max-age=0, s-maxage=10' },
    });
    expect(shown.html).toContain('<p>Dear readers.</p>');
    expect(shown.html).toContain('Sent <time datetime="2026-05-01T13:00:00.000Z">2 May 2026</time>');
    expect(shown.html).toContain('<a href="/newsletters/weekly/">The weekly</a>');
  });

  it('is found from the address that the content room gives, which names no list', async () => {
    const { ask, issues } = await anArchive(
      aSentIssue('may', { at: at(1), lists: ['members', 'events', 'weekly'] }),
      aSentIssue('secret', { at: at(2), lists: ['members'] }),
    );
    expect(await ask('issues', 'may')).toMatchObject({ status: 302, location: '/newsletters/events/may/' });
    await expect(ask('issues', 'secret')).rejects.toMatchObject(missing);
    await expect(ask('issues', 'june')).rejects.toMatchObject(missing);
    const { startedAt, frozen, ...open } = aSentIssue('july', { at: at(3), lists: ['weekly'] });
    await issues.write(undefined, { ...open, state: 'draft' });
    await expect(ask('issues', 'july')).rejects.toMatchObject(missing);
  });

  it('has one address by which search engines know it: that in the first of its lists', async () => {
    const { ask } = await anArchive(aSentIssue('may', { at: at(1), lists: ['weekly', 'events'] }));
    const canonical = `<link rel="canonical" href="${site}/newsletters/weekly/may/"/>`;
    for (const list of ['weekly', 'events']) expect((await ask(list, 'may')).html).toContain(canonical);
    expect((await ask('events', 'may')).html).toContain('<a href="/newsletters/events/">What is on</a>');
  });

  it('is not there before it is being sent, nor under a list that it did not go to', async () => {
    const { startedAt, ...prepared } = aSentIssue('june', { at: at(2), state: 'preparing' });
    const { ask } = await anArchive(aSentIssue('may', { at: at(1) }), prepared);
    await expect(ask('weekly', 'june')).rejects.toMatchObject(missing);
    await expect(ask('events', 'may')).rejects.toMatchObject(missing);
    await expect(ask('weekly', 'april')).rejects.toMatchObject(missing);
    await expect(ask('monthly', 'may')).rejects.toMatchObject(missing);
  });

  it('leads to the next older and newer one of the list', async () => {
    const { ask } = await anArchive(
      aSentIssue('a', { at: at(1) }),
      aSentIssue('other', { at: at(2), lists: ['events'] }),
      aSentIssue('b', { at: at(3) }),
      aSentIssue('c', { at: at(4) }),
    );
    const neighbours = async (slug: string) =>
      [...(await ask('weekly', slug)).html.matchAll(/<a href="([^"]+)" rel="(prev|next)"/g)].map(
        ([, href, rel]) => `${rel} ${href}`,
      );
    expect(await neighbours('a')).toEqual(['next /newsletters/weekly/b/']);
    expect(await neighbours('b')).toEqual(['prev /newsletters/weekly/a/', 'next /newsletters/weekly/c/']);
    expect(await neighbours('c')).toEqual(['prev /newsletters/weekly/b/']);
  });

  it('is gone once it is withdrawn, and is no neighbour any more', async () => {
    const { ask } = await anArchive(
      aSentIssue('a', { at: at(1) }),
      aSentIssue('b', { at: at(2), withdrawnAt: at(3) }),
    );
    const gone = await ask('weekly', 'b');
    expect(gone.status).toBe(410);
    expect(gone.open).toBeUndefined();
    expect(gone.html).toContain('This issue has been withdrawn');
    expect(gone.html).not.toContain('Dear readers');
    expect((await ask('weekly', 'a')).html).not.toContain('weekly/b/');
  });

  it('is found at a slug that it had before', async () => {
    const { ask, issues } = await anArchive(aSentIssue('may', { at: at(1) }));
    const read = await issues.read('may');
    if (!read) throw new Error('The issue is not there');
    await issues.write(read, { ...read, text: { ...read.text, slug: 'the-first-of-may' } });
    expect(await ask('weekly', 'may')).toMatchObject({
      status: 301,
      location: '/newsletters/weekly/the-first-of-may/',
    });
    expect((await ask('weekly', 'the-first-of-may')).status).toBe(200);
  });
});

describe('a list for members', () => {
  it('shows its form, and none of its issues', async () => {
    const { ask } = await anArchive(aSentIssue('may', { at: at(1), lists: ['members'] }));
    const { status, html } = await ask('members');
    expect(status).toBe(200);
    expect(html).toContain('<form');
    expect(html).not.toContain('Issue may');
    expect(html).not.toContain('feed.xml" title="For members"');
    for (const below of ['may', 'latest', 'feed.xml'])
      await expect(ask('members', below)).rejects.toMatchObject(missing);
    await expect(ask('members', undefined, { before: 'may' })).rejects.toMatchObject(missing);
  });

  it('does not hide an issue that went to readers too, which is at home there', async () => {
    const { ask } = await anArchive(aSentIssue('may', { at: at(1), lists: ['members', 'events'] }));
    await expect(ask('members', 'may')).rejects.toMatchObject(missing);
    const canonical = `<link rel="canonical" href="${site}/newsletters/events/may/"/>`;
    expect((await ask('events', 'may')).html).toContain(canonical);
  });
});

describe('a list', () => {
  const sent = Array.from({ length: 23 }, (_, index) => aSentIssue(`n${index + 1}`, { at: at(index + 1) }));
  const listed = (html: string) =>
    [...html.matchAll(/<h3><a href="\/newsletters\/weekly\/([^/]+)\//g)].map(([, slug]) => slug);

  it('has the form and the newest issues, and leads page by page to the oldest', async () => {
    const { ask } = await anArchive(...sent);
    const newest = await ask('weekly');
    expect(newest.html).toContain('name="email"');
    expect(listed(newest.html)).toEqual(
      sent
        .map(({ id }) => id)
        .slice(3)
        .reverse(),
    );
    expect(newest.html).toContain('<a href="/newsletters/weekly/?before=n4" rel="next">Older</a>');
    const older = await ask('weekly', undefined, { before: 'n4' });
    expect(listed(older.html)).toEqual(['n3', 'n2', 'n1']);
    expect(older.html).not.toContain('rel="next"');
    expect(older.html).toContain(`<link rel="canonical" href="${site}/newsletters/weekly/?before=n4"/>`);
    expect(older.html).toContain('Issues from 4 May 2026 back');
  });

  it('says so while nothing was sent', async () => {
    const { ask } = await anArchive();
    expect((await ask('weekly')).html).toContain('Nothing has been sent yet');
    expect(await ask('weekly', 'latest')).toMatchObject({ status: 302, location: '/newsletters/weekly/' });
  });

  it('has no page from an issue that it never had, and one from what was withdrawn', async () => {
    const { ask } = await anArchive(
      aSentIssue('a', { at: at(1) }),
      aSentIssue('b', { at: at(2), withdrawnAt: at(3) }),
      aSentIssue('other', { at: at(3), lists: ['events'] }),
    );
    await expect(ask('weekly', undefined, { before: 'other' })).rejects.toMatchObject(missing);
    await expect(ask('weekly', undefined, { before: '' })).rejects.toMatchObject(missing);
    expect(listed((await ask('weekly', undefined, { before: 'b' })).html)).toEqual(['a']);
  });

  it('leads to its newest issue', async () => {
    const { ask } = await anArchive(...sent);
    expect(await ask('weekly', 'latest')).toMatchObject({
      status: 302,
      location: '/newsletters/weekly/n23/',
      headers: { 'cache-control': 'public, max-age=0, s-maxage=10' },
    });
  });
});

describe('a feed', () => {
  it('has the ten newest issues of its list, whole', async () => {
    const sent = Array.from({ length: 11 }, (_, index) => aSentIssue(`n${index + 1}`, { at: at(index + 1) }));
    const { ask, page } = await anArchive(...sent);
    const [, , , , , , , , , , newest] = sent;
    if (!newest) throw new Error('There is no issue');
    const html = '<p><a href="/about/">About</a> <a href="#note">1</a></p>';
    await page(newest, { intro: { html, text: 'About', pictures: [] } });
    const { status, headers, html: feed } = await ask('weekly', 'feed.xml');
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'application/atom+xml; charset=utf-8' });
    expect(feed.match(/<entry/g)).toHaveLength(10);
    expect(feed).toContain('<title>The Lantern: The weekly</title>');
    expect(feed).toContain(
      `<link rel="self" type="application/atom+xml" href="${site}/newsletters/weekly/feed.xml"/>`,
    );
    expect(feed).toContain(`<updated>${at(11)}</updated>`);
    expect(feed).toContain(`&lt;a href=&quot;${site}/about/&quot;&gt;`);
    expect(feed).toContain(`&lt;a href=&quot;${site}/newsletters/weekly/n11/#note&quot;&gt;`);
    expect(feed).toMatch(/<id>urn:uuid:[0-9a-f-]{36}<\/id>/);
    expect(feed).not.toContain('Issue n1<');
  });

  it('is no larger than a function may answer: what finds no room is there without its text', async () => {
    const { ask, page } = await anArchive(aSentIssue('a', { at: at(1) }), aSentIssue('b', { at: at(2) }));
    const html = `<p>${'x'.repeat(1_500_000)}</p>`;
    for (const id of ['a', 'b'])
      await page(aSentIssue(id, { at: at(1) }), { intro: { html, text: '', pictures: [] } });
    const { html: feed } = await ask('weekly', 'feed.xml');
    expect(feed.match(/<entry/g)).toHaveLength(2);
    expect(feed.match(/<content/g)).toHaveLength(1);
  });
});
