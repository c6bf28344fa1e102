import { beforeEach, expect, it } from 'vitest';
import type { Head } from '../../functions/content/contract/document.ts';
import type { Body } from '../../functions/content/contract/values.ts';
import type { Bodies, Content, ListRange } from '../../functions/site/ports.ts';
import { anArticle, aStandingPage } from '../functions/site/an-article.ts';

export interface SiteContent {
  content: Content;
  /** Writes as the content room does. */
  put(head: Head): Promise<void>;
}

/** What the site relies on when it reads what is published. */
export function siteContentContract(open: () => Promise<SiteContent>): void {
  let site: SiteContent;
  beforeEach(async () => {
    site = await open();
  });
  const store = async (...heads: Head[]) => {
    for (const head of heads) await site.put(head);
  };
  const dated = (...dates: string[]) =>
    dates.map((published) => anArticle({ title: published, published, section: 'News' }));
  const slugsOf = async (list: string, range: ListRange) => {
    const [entries, positions] = await Promise.all([
      site.content.entries(list, range),
      site.content.positions(list, range),
    ]);
    expect(positions.map(({ slug }) => slug)).toEqual(entries.map(({ entry }) => entry.slug));
    return positions.map(({ slug }) => slug);
  };

  it('finds documents in every state, and names as they were first written', async () => {
    await store(
      anArticle({ title: 'One', tags: ['Rent'], section: 'Housing news' }),
      anArticle({ title: 'Two', tags: ['RENT'] }, { status: 'draft' }),
      anArticle({ title: 'Three', tags: ['rent'] }),
    );
    const terms = [
      { kind: 'tags' as const, slug: 'rent' },
      { kind: 'sections' as const, slug: 'housing-news' },
      { kind: 'authors' as const, slug: 'nobody' },
    ];
    const found = await site.content.lookUp({ documents: ['one', 'two', 'none'], terms });
    expect([...found.documents.keys()].sort()).toEqual(['one', 'two']);
    expect(found.documents.get('two')).toMatchObject({
      slug: 'two',
      status: 'draft',
      fields: { title: 'Two' },
    });
    expect(found.documents.get('one')?.lists).toContainEqual(
      expect.objectContaining({ list: 'all', sort: '2026-03-01#one' }),
    );
    expect(Object.fromEntries(found.terms)).toEqual({
      'tags/rent': 'Rent',
      'sections/housing-news': 'Housing news',
    });
  });

  it('finds what is asked for twice, and nothing where nothing could ever stand', async () => {
    await store(anArticle({ title: 'One', tags: ['Rent'] }));
    const rent = { kind: 'tags' as const, slug: 'rent' };
    const found = await site.content.lookUp({
      documents: ['one', 'x'.repeat(3_000), 'one'],
      terms: [rent, { kind: 'tags', slug: 'ü'.repeat(600) }, rent],
    });
    expect([...found.documents.keys()]).toEqual(['one']);
    expect([...found.terms.keys()]).toEqual(['tags/rent']);
    const list = `tag#${'ü'.repeat(1_100)}`;
    expect(await slugsOf(list, { towards: 'older', count: 1 })).toEqual([]);
  });

  it('finds more documents than one call can carry', async () => {
    const many = Array.from({ length: 130 }, (_, at) => anArticle({ title: `Text ${at}` }));
    await store(...many);
    const found = await site.content.lookUp({ documents: many.map(({ slug }) => slug), terms: [] });
    expect(found.documents.size).toBe(130);
    expect((await site.content.lookUp({ documents: [], terms: [] })).documents.size).toBe(0);
  });

  it('reads a list from its newest, from a position, or towards the newer, nearest first', async () => {
    await store(...dated('1949', '1949-05', '1974-02-01', '2026-01-02T10:00Z'));
    const sort = '1949-05#1949-05';
    expect(await slugsOf('all', { towards: 'older', count: 2 })).toEqual(['2026-01-02t10-00z', '1974-02-01']);
    expect(await slugsOf('section#news', { towards: 'older', from: sort, count: 9 })).toEqual([
      '1949-05',
      '1949',
    ]);
    expect(await slugsOf('section#news', { towards: 'older', below: sort, count: 9 })).toEqual(['1949']);
    expect(await slugsOf('section#news', { towards: 'newer', above: sort, count: 1 })).toEqual([
      '1974-02-01',
    ]);
    expect(await slugsOf('section#none', { towards: 'older', count: 9 })).toEqual([]);
  });

  it('orders articles of one day by the bytes of their slugs, in every script', async () => {
    const letters = ['z', '\uFA11', '𠀀'];
    await store(...letters.map((slug) => anArticle({ published: '1949' }, { slug })));
    expect(await slugsOf('all', { towards: 'older', count: 9 })).toEqual(letters.toReversed());
    const above = '1949#\uFA11';
    expect(await slugsOf('all', { towards: 'newer', above, count: 9 })).toEqual(['𠀀']);
  });

  it('shows in lists what the article says, and which open a page', async () => {
    const articles = Array.from({ length: 80 }, (_, at) =>
      anArticle({ title: `Text ${at}`, standfirst: 'Short.' }),
    );
    await store(...articles);
    const [first, ...others] = await site.content.entries('all', { towards: 'older', count: 100 });
    expect(others).toHaveLength(79);
    expect(first?.entry).toMatchObject({ standfirst: 'Short.', authors: [], published: '2026-03-01' });
    const positions = await site.content.positions('all', { towards: 'older', count: 100 });
    const borders = positions.filter(({ border }) => border).map(({ slug }) => slug);
    expect(borders.length).toBeGreaterThan(0);
    expect(positions[0]?.updated).toBe('2026-03-01');
    expect(await openings('all')).toEqual(borders);
  });

  const openings = async (list: string) => {
    const slugs: string[] = [];
    let below: string | undefined;
    do {
      const part = await site.content.openings(list, below);
      slugs.push(...part.slugs);
      below = part.next;
    } while (below !== undefined);
    return slugs;
  };

  it('lists terms in the order of their slugs, some at a time', async () => {
    await store(anArticle({ tags: ['c', 'É', 'a', 'b'] }));
    const named = (slug: string, name = slug) => ({ slug, name, settled: false });
    expect(await site.content.terms('tags', 2)).toEqual([named('a'), named('b')]);
    expect(await site.content.terms('tags', 9, 'b')).toEqual([named('c'), named('e', 'É')]);
    expect(await site.content.terms('series', 9)).toEqual([]);
    expect(await site.content.termsUpTo('tags', 'c', 2)).toEqual([named('c'), named('b')]);
    expect(await site.content.termsUpTo('tags', 'bb', 9)).toEqual([named('b'), named('a')]);
    expect(await site.content.termsUpTo('series', 'bb', 9)).toEqual([]);
    expect(await site.content.termsUpTo('tags', 'é'.repeat(513), 9)).toEqual([]);
  });

  it('keeps standing pages in a list of their own, and withdrawn ones in none', async () => {
    await store(aStandingPage('About us'), aStandingPage('Contact', { status: 'withdrawn' }));
    expect(await slugsOf('pages', { towards: 'older', count: 9 })).toEqual(['about-us']);
    expect(await slugsOf('all', { towards: 'older', count: 9 })).toEqual([]);
  });
}

export interface StoredBodies {
  bodies: Bodies;
  put(key: string, body: Body): Promise<void>;
}

export function bodiesContract(open: () => Promise<StoredBodies>): void {
  it('gives a body as it was stored, as often as it is asked for', async () => {
    const { bodies, put } = await open();
    const body: Body = { html: '<p>Ü — <em>π</em></p>', text: 'Ü — π', pictures: [] };
    await expect(bodies.body('bodies/1.json')).rejects.toThrow();
    await put('bodies/1.json', body);
    expect(await bodies.body('bodies/1.json')).toEqual(body);
    expect(await bodies.body('bodies/1.json')).toEqual(body);
  });
}
