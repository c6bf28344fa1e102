import { beforeEach, describe, expect, it } from 'vitest';
import { issueComposer } from '../../../../functions/newsletters/compose/compose-issue.ts';
import type { Issue, IssueText } from '../../../../functions/newsletters/issues/issue.ts';
import type { ComposedForSending, HeardDocument } from '../../../../functions/newsletters/issues/ports.ts';
import type { Press } from '../../../../functions/newsletters/press.ts';
import { MemoryNews } from '../issues/memory-audience.ts';
import { MemoryPublished } from '../issues/memory-mail.ts';
import { aBody, aPiece, aPress, site } from './an-issue.ts';

let published: MemoryPublished;
let news: MemoryNews;
let press: Press;

beforeEach(() => {
  [published, news, press] = [new MemoryPublished(), new MemoryNews(), aPress];
  published.bodies.set('bodies/one', aBody('Dear readers,'));
});

const text: IssueText = {
  ...{ slug: 'november', version: 1, revision: 1, title: 'November', subject: 'The wet month' },
  ...{ lists: ['monthly'], pieces: [], body: 'bodies/one' },
};

const compose = (changes: Partial<IssueText> = {}): Promise<ComposedForSending> => {
  const issue: Issue = { id: 'one', text: { ...text, ...changes }, state: 'draft', round: 1, writes: 1 };
  return issueComposer({ published, news, press: async () => press }).compose(issue);
};

async function composed(changes: Partial<IssueText> = {}) {
  const result = await compose(changes);
  if (result.outcome === 'refused') throw new Error(result.said);
  return result;
}

const published2026 = (id: string) => `2026-11-${id.padStart(2, '0')}T08:00:00.000Z`;

/** Articles that readers get, of which some lists have not had some; their ids are days. */
async function articles(days: number[], waitingFor: string[] = []) {
  for (const day of days) {
    const id = `${day}`;
    published.articles.set(`slug-${id}`, aPiece({ id, slug: `slug-${id}`, title: `Article ${id}` }));
    published.documents.set(`slug-${id}`, heard(id));
    for (const list of waitingFor) await news.add(list, item(id));
  }
}

const item = (id: string) => ({ id, slug: `slug-${id}`, first: published2026(id) });

const heard = (id: string): HeardDocument => ({
  ...{ id, slug: `slug-${id}`, kind: 'article', status: 'published', version: 1, revision: 1, body: 'b' },
  fields: { kind: 'page', title: 'x' },
  ...{ published: published2026(id), first: published2026(id), isProposal: false, isRestored: false },
});

const ids = (items: readonly { id: string }[] | undefined) => items?.map(({ id }) => id);

describe('what an issue shows', () => {
  it('is its text and the pieces that it names, in their order, with their own lines', async () => {
    await articles([1, 2]);
    const { frozen, carries, marks } = await composed({
      pieces: [{ slug: 'slug-2', line: 'Read this first' }, { slug: 'slug-1' }],
    });
    expect(frozen.content).toMatchObject({
      ...{ slug: 'november', title: 'November', subject: 'The wet month', lists: ['monthly'] },
      pieces: [{ id: '2', line: 'Read this first' }, { id: '1' }],
      archive: '/newsletters/monthly/november/',
    });
    expect(carries).toEqual(['2', '1']);
    expect(marks).toBeUndefined();
    expect(frozen.composed.html).toContain('Read this first');
    expect(frozen.composed.text).toContain(`${site}/articles/slug-2/`);
  });

  it('has a piece once, also where it is named by two of its slugs', async () => {
    await articles([1]);
    published.articles.set('old-slug', aPiece({ id: '1', slug: 'slug-1' }));
    const { carries } = await composed({ pieces: [{ slug: 'slug-1' }, { slug: 'old-slug' }] });
    expect(carries).toEqual(['1']);
  });

  it('names pieces that readers do not get, and goes without them', async () => {
    await articles([1]);
    const { frozen } = await composed({ pieces: [{ slug: 'nowhere' }, { slug: 'slug-1' }] });
    expect(frozen.content.missing).toEqual(['nowhere']);
    expect(ids(frozen.content.pieces)).toEqual(['1']);
  });

  it('stands in the archive of its first list that has one, and in none of a list for members', async () => {
    const members = await composed({ lists: ['members', 'rent-watch', 'monthly'] });
    expect(members.frozen.content.archive).toBe('/newsletters/rent-watch/november/');
    expect((await composed({ lists: ['members'] })).frozen.content).not.toHaveProperty('archive');
  });

  it('leaves out lists that the press document does not have', async () => {
    expect((await composed({ lists: ['gone', 'monthly'] })).frozen.content.lists).toEqual(['monthly']);
  });
});

describe('since the last issue', () => {
  const since = { sinceLast: true } as const;

  it('carries once what any of its lists has not had, its own pieces first and then the newest', async () => {
    await articles([1, 2, 3], ['monthly']);
    await articles([2, 4], ['rent-watch']);
    const lists = ['monthly', 'rent-watch'];
    const { carries, marks } = await composed({ ...since, lists, pieces: [{ slug: 'slug-2' }] });
    expect(carries).toEqual(['2', '4', '3', '1']);
    expect(ids(marks?.monthly)).toEqual(['3', '2', '1']);
    expect(ids(marks?.['rent-watch'])).toEqual(['4', '2']);
  });

  it('shows 40 at most, and a link to the rest, which is marked too', async () => {
    await articles(
      Array.from({ length: 63 }, (_, at) => at + 1),
      ['monthly'],
    );
    const { frozen, carries, marks } = await composed({ ...since, pieces: [{ slug: 'slug-7' }] });
    expect(carries).toHaveLength(40);
    expect(carries[0]).toBe('7');
    expect(frozen.content.more).toEqual({ count: 23, path: '/archive/' });
    expect(frozen.composed.text).toContain(`23 more pieces on our site:\n${site}/archive/`);
    expect(marks?.monthly).toHaveLength(63);
  });

  it('leaves for later what readers do not get now, or what another article’s slug leads to', async () => {
    await articles([1, 2, 3], ['monthly']);
    published.articles.delete('slug-1');
    published.articles.set('slug-2', aPiece({ id: 'another', slug: 'slug-2' }));
    const { carries, marks } = await composed(since);
    expect(carries).toEqual(['3']);
    expect(ids(marks?.monthly)).toEqual(['3']);
  });

  it('marks an own piece of which the queue has not heard yet, and none that is no news to the list', async () => {
    await news.start('monthly', published2026('5'));
    await articles([3, 6, 7]);
    await news.skip('monthly', '7');
    const pieces = [3, 6, 7].map((day) => ({ slug: `slug-${day}` }));
    const { carries, marks } = await composed({ ...since, pieces });
    expect(carries).toEqual(['3', '6', '7']);
    expect(marks?.monthly).toEqual([item('6')]);
  });

  it('takes an article that was printed long ago for none, though readers get it only now', async () => {
    await news.start('monthly', published2026('5'));
    await articles([6]);
    published.documents.set('slug-6', { ...heard('6'), published: '2026-11' });
    const { marks } = await composed({ ...since, pieces: [{ slug: 'slug-6' }] });
    expect(marks?.monthly).toEqual([]);
  });
});

describe('an issue that cannot be sent', () => {
  const said = async (changes: Partial<IssueText>) => {
    const result = await compose(changes);
    return result.outcome === 'refused' ? result.said : 'composed';
  };

  it('says so, with the way out', async () => {
    expect(await said({ lists: ['gone'] })).toMatch(/none of its lists any more: gone\..*`lists:`/);
    expect(await said({ subject: ' ' })).toMatch(/no subject/);
    expect(await said({})).toBe('composed');
    published.bodies.set('bodies/one', aBody(''));
    expect(await said({})).toMatch(/nothing in it/);
    expect(await said({ pieces: [{ slug: 'nowhere' }] })).toMatch(/nothing in it/);
    published.bodies.set('bodies/one', aBody('long '.repeat(120_000)));
    expect(await said({})).toMatch(/has \d+ KB, and the mail service takes 500/);
  });
});

describe('who sends it', () => {
  it('is the press document’s sender', async () => {
    const { frozen } = await composed();
    expect(frozen.from).toBe('"The Quayside Lantern" <lantern@harrowquay.example>');
    expect(frozen.replyTo).toBe(frozen.from);
  });

  it('is an address at the site’s host where it names none that would be taken', async () => {
    press = { ...aPress, sender: 'no address' };
    expect((await composed()).frozen.from).toBe('press@lantern.example');
  });
});
