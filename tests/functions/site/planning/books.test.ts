import { describe, expect, it } from 'vitest';
import { answerMissing } from '../../../../functions/site/missing/answer-missing.ts';
import { ASite, origin } from '../a-site.ts';
import { aBook, anArticle, aPress, aStandingPage } from '../an-article.ts';

const editions = (...ids: string[]) =>
  ids.map((id, at) => ({
    id,
    name: `The ${id} edition`,
    published: String(2026 - at),
    formats: [{ format: 'paperback', price: 1200 }],
    errata: [{ page: '31', text: `Erratum of the ${id}.` }],
  }));

const text = (site: ASite, path: string) => Buffer.from(site.pages.pages.get(path)?.body ?? '').toString();

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
});
