import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affectedPages } from '../../../../functions/site/planning/affected-pages.ts';
import { pagesResolver } from '../../../../functions/site/planning/resolve-pages.ts';
import { ASite, textOf } from '../a-site.ts';
import { aBook, aBulletin, anArticle, anEdition, anEvent, aPress, aStandingPage } from '../an-article.ts';

const text = (site: ASite, path: string) => Buffer.from(site.pages.pages.get(path)?.body ?? '').toString();
const pageOf = (slug: string) => `/editions/${slug}/`;
const rent = (fields = {}, head = {}) =>
  anArticle({ title: 'Rent strike', ...fields }, { slug: 'rent', ...head });

async function becomes(site: ASite, ...heads: Parameters<ASite['put']>): Promise<void> {
  site.put(...heads);
  await site.settle();
  expect(textOf(await site.fromScratch())).toEqual(textOf(site.pages.pages));
}

describe('an edition', () => {
  it('shows what readers have of its documents, in its order, as they come, change and go', async () => {
    const site = new ASite();
    const slugs = ['number-1', 'rent', 'low-water', 'summer-school', 'about-us', 'front', 'letter'];
    await becomes(site, aPress(), anEdition({ documents: slugs }));
    expect(text(site, pageOf('no-7'))).not.toContain('Rent strike');
    await becomes(
      site,
      rent(),
      aBook({ title: 'Low Water' }, { slug: 'low-water' }),
      aBulletin({ title: 'The Quay in Winter' }, { slug: 'number-1' }),
      anEvent(),
      aStandingPage('About us'),
    );
    const html = text(site, pageOf('no-7'));
    const titles = ['The Quay in Winter', 'Rent strike', 'Low Water', 'Summer school', 'About us'];
    const places = titles.map((title) => html.indexOf(title, html.indexOf('class="entries"')));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    await becomes(site, rent({ title: 'Rent strike won' }, { revision: 2 }));
    expect(text(site, pageOf('no-7'))).toContain('Rent strike won');
    await becomes(site, rent({}, { status: 'withdrawn', revision: 3 }));
    expect(text(site, pageOf('no-7'))).not.toContain('Rent strike');
  });

  it('stands in a list, and leads to those before and after it', async () => {
    const site = new ASite();
    const editions = [5, 6, 7].map((number) =>
      anEdition({ title: `No. ${number}`, published: `2026-0${number}-01` }, { slug: `no-${number}` }),
    );
    await becomes(site, aPress(), ...editions);
    expect(text(site, pageOf('no-6'))).toContain(`href="${pageOf('no-5')}" rel="prev"`);
    expect(text(site, pageOf('no-6'))).toContain(`href="${pageOf('no-7')}" rel="next"`);
    for (const path of ['/editions/', '/sitemaps/pages.xml'])
      expect(text(site, path)).toContain(pageOf('no-6'));
    expect(text(site, '/archive/')).toContain('href="/editions/"');
    await becomes(site, anEdition({ title: 'No. 6' }, { slug: 'no-6', status: 'withdrawn', revision: 2 }));
    expect(text(site, pageOf('no-5'))).toContain(`href="${pageOf('no-7')}" rel="next"`);
  });

  it('has no page, and is in no list that readers see, before it goes', async () => {
    const site = new ASite();
    await becomes(site, aPress(), anEdition({ documents: ['rent'] }, { status: 'scheduled' }), rent());
    expect([...site.pages.pages.keys()].filter((path) => path.startsWith('/editions/'))).toEqual([]);
    expect([...site.pages.pages.values()].filter(({ body }) => body.toString().includes('No. 7'))).toEqual(
      [],
    );
  });

  it('leaves its address to a standing page that was there before', async () => {
    const site = new ASite();
    await becomes(site, aPress(), aStandingPage('Editions'), anEdition());
    expect(text(site, '/editions/')).toContain('<h1>Editions</h1>');
    expect(text(site, '/editions/')).not.toContain('No. 7');
    await becomes(site, aStandingPage('Editions', { status: 'withdrawn', revision: 2 }));
    expect(text(site, '/editions/')).toContain('No. 7');
  });

  it('touches every page that shows what changed', async () => {
    const state = fc.record({
      title: fc.constantFrom('No. 7', 'No. 8'),
      standfirst: fc.constantFrom(undefined, 'All of it.'),
      published: fc.constantFrom('2026-01', '2026-05-03'),
      documents: fc.subarray(['rent', 'number-1', 'nobody']),
      status: fc.constantFrom('published' as const, 'published' as const, 'withdrawn' as const),
    });
    const checked = fc.asyncProperty(state, state, async (one, other) => {
      const site = new ASite();
      const stateOf = ({ status, ...fields }: typeof one) => anEdition(fields, { slug: 'it', status });
      const neighbour = anEdition({ title: 'No. 6', published: '2026-02' }, { slug: 'no-6' });
      site.put(aPress(), rent(), aBulletin({}, { slug: 'number-1' }), neighbour, stateOf(one));
      await site.settle();
      await becomes(site, stateOf(other));
    });
    await fc.assert(checked, { numRuns: 60 });
  }, 60_000);

  it('touches as many pages among five hundred as among thirty', async () => {
    const touched = async (count: number) => {
      const site = new ASite();
      const numbered = (number: number) =>
        anEdition(
          { title: `No. ${number}`, published: `2020-01-01T${String(number).padStart(4, '0')}` },
          { slug: `no-${number}` },
        );
      site.put(...Array.from({ length: count }, (_, number) => numbered(number)));
      const affected = affectedPages(
        site.content.put(anEdition({ title: 'New', published: '2021' }, { slug: 'no-9' })),
      );
      if (affected === 'everything') throw new Error('An edition is not on every page');
      return (await pagesResolver(site.content)(affected)).length;
    };
    expect(await touched(500)).toBeLessThanOrEqual((await touched(30)) + 3);
  });
});
