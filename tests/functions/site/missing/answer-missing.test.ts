import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { opensIndexPage, opensPage, opensShard } from '../../../../functions/content/contract/lists.ts';
import { slugOf } from '../../../../functions/runtime/slug.ts';
import { answerMissing } from '../../../../functions/site/missing/answer-missing.ts';
import { anyArchive } from '../a-random-archive.ts';
import { ASite, origin } from '../a-site.ts';
import { anArticle, anEvent, aPress, aStandingPage } from '../an-article.ts';
import { type ContentInMemory, contentInMemory } from '../content-in-memory.ts';

let content: ContentInMemory;
beforeEach(() => {
  content = contentInMemory();
  content.put(aPress({ sections: ['News'] }));
});
const ask = (path: string) => answerMissing(path, { content, site: origin });
const moved = (slug: string, to: string) => content.put(anArticle({}, { slug, status: 'moved', to }));

describe('where no page stands', () => {
  it('a reader is led to where the article went, over several moves', async () => {
    content.put(anArticle({ title: 'Newest name' }));
    moved('old', 'newer');
    moved('newer', 'newest-name');
    expect(await ask('/articles/old/')).toEqual({ outcome: 'moved', to: '/articles/newest-name/' });
  });

  it('a reader is led to the page that an event has in another room', async () => {
    content.put(anEvent({}, { slug: 'summer-school' }));
    moved('old', 'summer-school');
    for (const path of ['/articles/old/', '/articles/summer-school/', '/summer-school/'])
      expect(await ask(path)).toEqual({ outcome: 'moved', to: '/events/summer-school/' });
    content.put(anEvent({}, { slug: 'summer-school', status: 'draft' }));
    expect((await ask('/summer-school/')).outcome).toBe('missing');
  });

  /** Moves `document` from slug to slug; each marker leads to the next slug, as when it was written. */
  const movedAlong = (slugs: string[], id: string, document: Parameters<typeof anArticle>[1]) => {
    for (const [at, slug] of slugs.entries()) {
      const to = slugs[at + 1];
      content.put(anArticle({}, to ? { slug, id, status: 'moved', to } : { slug, id, ...document }));
    }
  };
  const nine = Array.from({ length: 9 }, (_, at) => `name-${at}`);

  it('each of eight old addresses leads to the present one at once', async () => {
    movedAlong(nine, 'id-1', {});
    const lookUps: number[] = [];
    const counting = {
      terms: content.terms.bind(content),
      termsUpTo: content.termsUpTo.bind(content),
      positions: content.positions.bind(content),
      lookUp: (wanted: Parameters<typeof content.lookUp>[0]) => {
        lookUps.push(wanted.documents.length);
        return content.lookUp(wanted);
      },
    };
    for (const slug of nine.slice(0, -1)) {
      const answer = await answerMissing(`/articles/${slug}/`, { content: counting, site: origin });
      expect(answer).toEqual({ outcome: 'moved', to: '/articles/name-8/' });
    }
    expect(lookUps.length).toBeLessThanOrEqual(8 * 3);
  });

  it('markers from before there were ids lead on too, through any number', async () => {
    for (const [at, slug] of nine.slice(0, -1).entries()) moved(slug, nine[at + 1] ?? '');
    content.put(anArticle({}, { slug: 'name-8' }));
    expect(await ask('/articles/name-0/')).toEqual({ outcome: 'moved', to: '/articles/name-8/' });
    moved('name-8', 'name-0');
    expect((await ask('/articles/name-3/')).outcome).toBe('missing');
  });

  it.each([
    ['withdrawn', 'gone'],
    ['deleted', 'missing'],
  ] as const)('old addresses of what is %s answer as the present one does', async (status, outcome) => {
    movedAlong(nine, 'id-1', { status, reason: 'Wrong.' });
    for (const slug of nine) expect((await ask(`/articles/${slug}/`)).outcome).toBe(outcome);
  });

  it('no old address leads to another document at the slug that its own one had', async () => {
    movedAlong(nine, 'id-1', { status: 'deleted' });
    content.put(anArticle({ title: 'Another piece' }, { slug: 'name-8', id: 'id-2' }));
    for (const slug of nine.slice(0, -1)) expect((await ask(`/articles/${slug}/`)).outcome).toBe('missing');
    expect((await ask('/articles/name-8/')).outcome).toBe('pending');
  });

  it('a reader hears why an article was withdrawn, in the editors’ words and no markup of theirs', async () => {
    content.put(anArticle({}, { status: 'withdrawn', reason: 'It was <b>wrong</b>.' }));
    expect(await ask('/articles/rent-strike/')).toMatchObject({
      outcome: 'gone',
      html: expect.stringContaining('It was &lt;b>wrong&lt;/b>.'),
    });
  });

  it.each(['deleted', 'draft'] as const)('nothing is shown of what is %s', async (status) => {
    content.put(anArticle({ title: 'Secret plan' }, { status }));
    const answer = await ask('/articles/secret-plan/');
    expect(answer).toMatchObject({ outcome: 'missing', html: expect.not.stringContaining('Secret') });
  });

  it('a page that is not rendered yet is on its way', async () => {
    content.put(anArticle());
    expect((await ask('/articles/rent-strike/index.html')).outcome).toBe('pending');
    expect((await ask('/index.html')).outcome).toBe('pending');
  });

  it.each([
    ['/Articles/Rent-Strike/', '/articles/rent-strike/'],
    ['/articles/rent-strike', '/articles/rent-strike/'],
    ['//articles//rent-strike/', '/articles/rent-strike/'],
    ['/rent-strike/', '/articles/rent-strike/'],
    ['/articles/about-us/', '/about-us/'],
    ['/ABOUT-US', '/about-us/'],
    ['/sections/News', '/sections/news/'],
    ['/authors/%CE%95%CE%BB%CE%AD%CE%BD%CE%B7/', '/authors/%CE%B5%CE%BB%CE%AD%CE%BD%CE%B7/'],
    ['/FEED.xml', '/feed.xml'],
    ['/archive/2026', '/archive/2026/'],
  ])('%s leads to %s', async (path, to) => {
    content.put(anArticle());
    content.put(aStandingPage('About us'));
    expect(await ask(path)).toEqual({ outcome: 'moved', to });
  });

  it.each([
    '/sections/none/',
    '/articles/none/',
    '/x/y/z/',
    '/%E0%A4%A/',
    '/wp-login.php',
    '/archive/1066/',
    '/press/',
    '/articles/press/',
    `/articles/${'x'.repeat(3_000)}/`,
  ])('nothing stands at %s', async (path) => {
    const answer = await ask(path);
    expect(answer.outcome).toBe('missing');
    expect('html' in answer && answer.html).toContain('href="/sections/news/"');
  });

  it('no answer repeats what was asked', async () => {
    const answer = await ask('/<script>alert(1)</script>/');
    expect(JSON.stringify(answer)).not.toContain('alert');
  });

  it('a press that has just begun answers too', async () => {
    content = contentInMemory();
    expect(await ask('/articles/none/')).toMatchObject({
      outcome: 'missing',
      html: expect.stringContaining('Nothing stands here'),
    });
  });
});

describe('a page of a list that is not rendered yet', () => {
  const slugWhere = (opens: (slug: string) => boolean) => {
    const slug = Array.from({ length: 10_000 }, (_, at) => `text-${at}`).find(opens);
    if (slug === undefined) throw new Error('There is no such slug');
    return slug;
  };
  const opening = slugWhere((slug) => opensPage('tag#rent', slug) && !opensPage('section#news', slug));
  const shard = slugWhere(opensShard);
  const name = slugWhere((slug) => opensIndexPage({ kind: 'authors', slug }));
  const outcomeOf = async (path: string) => (await ask(path)).outcome;

  it.each([
    '/archive/',
    '/archive/years/',
    '/archive/2026/',
    '/sections/news/',
    '/sections/news/feed.xml',
    '/sections/work/feed.xml',
    '/tags/rent/',
    `/tags/rent/from/${opening}/`,
    encodeURI(`/authors/${slugOf('Ελένη')}/`),
    '/series/the-strike/',
    '/sections/',
    '/series/',
    `/authors/from/${name}/`,
    '/feed.xml',
    '/sitemap.xml',
    '/sitemaps/newest.xml',
    '/sitemaps/pages.xml',
    `/sitemaps/from/${shard}.xml`,
    '/robots.txt',
  ])('%s is on its way', async (path) => {
    const fields = {
      section: 'Work',
      tags: ['Rent'],
      authors: ['Ελένη', name],
      series: { title: 'The strike' },
    };
    content.put(anArticle(fields, { slug: opening }));
    content.put(anArticle({}, { slug: shard }));
    expect(await outcomeOf(path)).toBe('pending');
  });

  it('stays missing where nothing makes it: an entry that opens no page or left, an empty list', async () => {
    const paths = [
      `/tags/rent/from/${opening}/`,
      `/sections/news/from/${opening}/`,
      '/tags/rent/',
      '/sections/work/feed.xml',
      '/tags/',
      `/authors/from/${name}/`,
      '/authors/from/rent/',
      `/authors/from/${'long'.repeat(300)}/`,
      `/sitemaps/from/${shard}.xml`,
    ];
    const there = anArticle({ tags: ['Rent'], section: 'News', authors: [name, 'Rent'] }, { slug: opening });
    content.put(there);
    expect(await outcomeOf('/tags/rent/')).toBe('pending');
    expect(await outcomeOf(`/sections/news/from/${opening}/`)).toBe('missing');
    expect(await outcomeOf('/authors/from/rent/')).toBe('missing');
    content.put({ ...there, status: 'withdrawn' });
    for (const path of paths) expect(await outcomeOf(path)).toBe('missing');
  });

  it('is what the renderer makes, on its way before and missing nowhere', async () => {
    const checked = fc.asyncProperty(anyArchive, async (archive) => {
      const site = new ASite(archive);
      const pages = [...(await site.fromScratch()).keys()].filter(
        (path) => !/^\/(assets\/|desk\/desk-)/.test(path),
      );
      for (const path of pages) {
        const answer = await answerMissing(encodeURI(path), { content: archive, site: origin });
        expect([path, answer.outcome]).toEqual([path, 'pending']);
      }
    });
    await fc.assert(checked, { numRuns: 20 });
  }, 60_000);

  it('is nothing else, and is told by a few calls', async () => {
    const indexes = ['/sections/', '/tags/', '/authors/', '/series/', '/tags/from/rent/'];
    const lists = ['/archive/', '/archive/2026/', '/sections/news/', '/sections/arts/', '/tags/rent/'];
    const anyPath = fc.oneof(
      fc.constantFrom(...indexes),
      fc.constantFrom('/', '/archive/years/', '/feed.xml', ...lists, ...lists.map((at) => `${at}feed.xml`)),
      fc
        .tuple(fc.constantFrom(...lists, '/sitemaps/'), fc.nat(170))
        .map(([at, number]) => `${at}from/text-${number}${at === '/sitemaps/' ? '.xml' : '/'}`),
    );
    const checked = fc.asyncProperty(anyArchive, fc.array(anyPath), async (archive, paths) => {
      const made = await new ASite(archive).fromScratch();
      for (const path of paths) {
        let calls = 0;
        const counted =
          <A extends unknown[], R>(read: (...asked: A) => R) =>
          (...asked: A): R => {
            calls++;
            return read.apply(archive, asked);
          };
        const counting = {
          lookUp: counted(archive.lookUp),
          positions: counted(archive.positions),
          terms: counted(archive.terms),
          termsUpTo: counted(archive.termsUpTo),
        };
        const answer = await answerMissing(path, { content: counting, site: origin });
        expect([path, answer.outcome]).toEqual([path, made.has(path) ? 'pending' : 'missing']);
        // Of terms that are not settled, their lists tell.
        expect(calls).toBeLessThanOrEqual(indexes.includes(path) ? 12 : 2);
      }
    });
    await fc.assert(checked, { numRuns: 20 });
  }, 60_000);
});
