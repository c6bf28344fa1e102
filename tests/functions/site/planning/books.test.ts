import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edition, Erratum } from '../../../../functions/content/kinds/book.ts';
import { answerMissing } from '../../../../functions/site/missing/answer-missing.ts';
import { affectedPages } from '../../../../functions/site/planning/affected-pages.ts';
import { pagesResolver } from '../../../../functions/site/planning/resolve-pages.ts';
import { ASite, origin, textOf } from '../a-site.ts';
import { aBook, aFront, anArticle, aPress, aStandingPage } from '../an-article.ts';

const editions = (...ids: string[]) =>
  ids.map((id, at) => ({
    id,
    name: `The ${id} edition`,
    published: String(2026 - at),
    formats: [{ format: 'paperback', price: 1200 }],
    errata: [{ page: '31', text: `Erratum of the ${id}.` }],
  }));

const text = (site: ASite, path: string) => Buffer.from(site.pages.pages.get(path)?.body ?? '').toString();

const aCover = (name: string) => ({
  ...{ name, src: `/media/${name}`, width: 800, height: 1200, alt: 'A boat', variants: [] },
});

/** What a book and its newest edition say, each in a few ways. */
const facets = {
  title: fc.constantFrom('Low Water', 'High Water'),
  standfirst: fc.constantFrom(undefined, 'Tides.'),
  authors: fc.subarray(['M. Oakes', 'N. Haldane']),
  language: fc.constantFrom(undefined, 'cy'),
  licence: fc.constantFrom(undefined, 'CC BY 4.0'),
  currency: fc.constantFrom('GBP', 'EUR'),
  picture: fc.constantFrom(undefined, aCover('a.jpg')),
  cover: fc.constantFrom(undefined, aCover('b.jpg')),
  note: fc.constantFrom(undefined, 'Signed.'),
  published: fc.constantFrom(undefined, '2026', '2027'),
  errata: fc.constantFrom<Erratum[] | undefined>(undefined, [{ text: 'A wrong name.' }]),
  formats: fc.subarray([
    { format: 'paperback', price: 1200 },
    { format: 'hardback', price: 2000 },
    { format: 'EPUB', price: 500, available: false as const },
  ]),
  older: fc.constantFrom<Edition[]>(
    [],
    [{ id: 'old', formats: [] }],
    [{ id: 'old', note: 'Torn.', formats: [] }],
  ),
  status: fc.constantFrom('published' as const, 'published' as const, 'withdrawn' as const),
  at: fc.constantFrom('2026-03-02T10:00:00.000Z', '2026-03-03T10:00:00.000Z'),
};

/** Two states of one book that differ in a thing or two. */
const anyTwoStates = fc
  .record({
    one: fc.record(facets),
    other: fc.record(facets),
    keys: fc.subarray(Object.keys(facets), { maxLength: 2 }),
  })
  .map(
    ({ one, other, keys }) =>
      [
        stateOf(one),
        stateOf({
          ...one,
          ...Object.fromEntries(Object.entries(other).filter(([key]) => keys.includes(key))),
        }),
      ] as const,
  );

type Facets = { [K in keyof typeof facets]: (typeof facets)[K] extends fc.Arbitrary<infer T> ? T : never };

function stateOf({ cover, note, published, errata, formats, older, status, at, ...fields }: Facets) {
  const newest = { id: 'new', cover, note, published, errata, formats };
  return aBook({ ...fields, editions: [newest, ...older] }, { slug: 'low-water', status, at });
}

async function becomes(site: ASite, ...heads: Parameters<ASite['put']>): Promise<void> {
  site.put(...heads);
  await site.settle();
  expect(await site.fromScratch()).toEqual(site.pages.pages);
}

describe('a book', () => {
  it('has its newest edition at its own address and older ones below it, as editions come and go', async () => {
    const site = new ASite();
    await becomes(site, aPress(), aBook({ editions: editions('second', 'first') }));
    expect(text(site, '/books/low-water/')).toContain('Erratum of the second.');
    expect(text(site, '/books/low-water/')).toContain('href="/books/low-water/first/"');
    expect(text(site, '/books/low-water/first/')).toContain('Erratum of the first.');
    expect(text(site, '/books/low-water/first/')).toContain(
      'rel="canonical" href="https://lantern.example/books/low-water/first/"',
    );
    expect(site.pages.pages.has('/books/low-water/second/')).toBe(false);
    await becomes(site, aBook({ editions: editions('third', 'second') }, { revision: 2 }));
    expect(text(site, '/books/low-water/')).toContain('Erratum of the third.');
    expect(text(site, '/books/low-water/second/')).toContain('Erratum of the second.');
    expect(site.pages.pages.has('/books/low-water/first/')).toBe(false);
    expect(await answerMissing('/books/low-water/first/', { content: site.content, site: origin })).toEqual({
      outcome: 'moved',
      to: '/books/low-water/',
    });
    await becomes(site, aBook({}, { status: 'withdrawn', reason: 'Pulped.', revision: 3 }));
    for (const path of ['/books/low-water/', '/books/low-water/second/', '/books/'])
      expect(site.pages.pages.has(path), path).toBe(false);
    expect(
      await answerMissing('/books/low-water/second/', { content: site.content, site: origin }),
    ).toMatchObject({ outcome: 'gone' });
  });

  it('and the articles that belong to it show each other, by its old slug too', async () => {
    const site = new ASite();
    const review = anArticle({ title: 'A review', book: 'low-water' });
    await becomes(site, aPress(), aBook({}, { id: 'id-5' }), review);
    expect(text(site, '/articles/a-review/')).toContain('href="/books/low-water/"');
    expect(text(site, '/books/low-water/')).toContain('href="/articles/a-review/"');
    const moved = { ...aBook({}, { slug: 'high-water', id: 'id-5' }), former: ['low-water'] };
    const marker = aBook(
      { title: '', editions: [] },
      { slug: 'low-water', id: 'id-5', status: 'moved', to: 'high-water' },
    );
    await becomes(site, moved, marker);
    expect(text(site, '/articles/a-review/')).toContain('href="/books/high-water/"');
    expect(text(site, '/books/high-water/')).toContain('href="/articles/a-review/"');
    await becomes(site, { ...review, status: 'withdrawn', revision: 2 });
    expect(text(site, '/books/high-water/')).not.toContain('a-review');
  });

  it('leaves a standing page at /books/ to readers until that is gone', async () => {
    const site = new ASite();
    await becomes(site, aPress(), aStandingPage('Books'), aBook());
    expect(text(site, '/books/')).toContain('class="story standing"');
    await becomes(site, aStandingPage('Books', { status: 'withdrawn' }));
    expect(text(site, '/books/')).toContain('What we have printed');
    expect(text(site, '/archive/')).toContain('href="/books/"');
    expect(text(site, '/sitemaps/pages.xml')).toContain('/books/low-water/');
  });

  it('touches as many pages among five hundred as among fifty', async () => {
    const touched = async (count: number) => {
      const site = new ASite();
      site.put(aPress(), ...Array.from({ length: count }, (_, at) => aBook({ title: `Book ${at}` })));
      await site.settle();
      site.put(aBook({ title: 'Book 20', editions: editions('second', 'first') }, { revision: 2 }));
      await site.plan(0, 1);
      return site.paths.length;
    };
    const [few, many] = [await touched(50), await touched(500)];
    expect(many).toBeLessThanOrEqual(few + 1);
    expect(few).toBeLessThanOrEqual(9);
  });

  it('touches no article that names it where the box stays the same', async () => {
    const site = new ASite();
    const naming = Array.from({ length: 40 }, (_, at) =>
      anArticle({ title: `Piece ${at}`, book: 'low-water' }),
    );
    site.put(aPress(), aBook({ editions: editions('second', 'first') }), ...naming);
    await site.settle();
    const corrected = editions('second', 'first').map((one) => ({
      ...one,
      errata: [{ text: 'A wrong name.' }],
    }));
    site.put(aBook({ editions: corrected }, { revision: 2 }));
    await site.plan(0, 1);
    expect(site.paths.sort()).toEqual([
      '/books/low-water/',
      '/books/low-water/first/',
      '/sitemaps/pages.xml',
    ]);
    await site.settle();
    expect(await site.fromScratch()).toEqual(site.pages.pages);
    const dearer = corrected.map((one) => ({ ...one, formats: [{ format: 'paperback', price: 1300 }] }));
    site.put(aBook({ editions: dearer }, { revision: 3 }));
    await site.plan(0, 1);
    expect(site.paths.filter((path) => path.startsWith('/articles/'))).toHaveLength(40);
  });

  it('touches every page that shows what changed, and no more where lists show the same', async () => {
    let unlisted = 0;
    const checked = fc.asyncProperty(anyTwoStates, async ([before, after]) => {
      const site = new ASite();
      const blocks = [{ books: ['low-water'] }, { books: ['newest'] }];
      const review = anArticle({ title: 'A review', book: 'low-water' });
      site.put(aPress(), aBook({ title: 'Another' }), review, aFront({ blocks }), before);
      const old = textOf(await site.fromScratch());
      const affected = affectedPages(site.content.put(after));
      if (affected === 'everything') throw new Error('A book is not on every page');
      const said = await pagesResolver(site.content)(affected);
      const fresh = textOf(await site.fromScratch());
      const paths = [...new Set([...Object.keys(old), ...Object.keys(fresh)])];
      const touched = paths.filter((path) => old[path] !== fresh[path]);
      expect(touched.filter((path) => !said.includes(path))).toEqual([]);
      if (!said.includes('/articles/a-review/')) unlisted++;
    });
    await fc.assert(checked, { numRuns: 300 });
    expect(unlisted).toBeGreaterThan(5);
  }, 60_000);

  it('and the pages of its editions lead to no page of an author who has written no article', async () => {
    const site = new ASite();
    const authors = ['Noor Haldane', 'M. Oakes'];
    await becomes(site, aPress(), aBook({ authors, editions: editions('second', 'first') }));
    for (const path of ['/books/low-water/', '/books/low-water/first/']) {
      expect(text(site, path)).toContain('By Noor Haldane and M. Oakes');
      expect(text(site, path)).not.toContain('/authors/');
    }
  });

  it('is shown with what it costs at least wherever it is shown', async () => {
    const site = new ASite();
    const formats = [
      { format: 'hardback', price: 2000 },
      { format: 'paperback', price: 1200 },
    ];
    await becomes(
      site,
      aPress(),
      aBook({ editions: [{ id: 'first', formats }] }),
      anArticle({ book: 'low-water' }),
    );
    expect(text(site, '/articles/rent-strike/')).toContain('The book, from £12');
    expect(text(site, '/books/')).toContain('from £12');
  });
});
