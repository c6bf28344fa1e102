import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContentsLine } from '../../../../functions/content/kinds/bulletin.ts';
import { answerMissing } from '../../../../functions/site/missing/answer-missing.ts';
import { affectedPages } from '../../../../functions/site/planning/affected-pages.ts';
import { pagesResolver } from '../../../../functions/site/planning/resolve-pages.ts';
import { ASite, origin, textOf } from '../a-site.ts';
import { aBulletin, aFront, anArticle, aPress, aStandingPage } from '../an-article.ts';

const text = (site: ASite, path: string) => Buffer.from(site.pages.pages.get(path)?.body ?? '').toString();
const answer = (site: ASite, path: string) => answerMissing(path, { content: site.content, site: origin });
const folder = '/bulletins/quay-letter/';
const pageOf = (number: string) => `${folder}quay-letter-no-${number}/`;
const hrefs = (html: string) => [...html.matchAll(/ href="([^"]+)"/g)].map(([, href]) => href);

async function becomes(site: ASite, ...heads: Parameters<ASite['put']>): Promise<void> {
  site.put(...heads);
  await site.settle();
  expect(textOf(await site.fromScratch())).toEqual(textOf(site.pages.pages));
}

const numbers = (...all: string[]) => all.map((number) => aBulletin({ number }));

describe('a serial', () => {
  it('has its numbers in the order of the numbers, each with those beside it', async () => {
    const site = new ASite();
    await becomes(site, aPress(), ...numbers('10', '9', '11', '9a'));
    const listed = hrefs(text(site, folder)).filter((href) => href?.startsWith(`${folder}quay`));
    expect(listed).toEqual(['11', '10', '9a', '9'].map(pageOf));
    const page = text(site, pageOf('10'));
    expect(page).toContain(`href="${pageOf('9a')}" rel="prev"`);
    expect(page).toContain(`href="${pageOf('11')}" rel="next"`);
    await becomes(site, aBulletin({ number: '10a' }));
    expect(text(site, pageOf('10'))).toContain(`href="${pageOf('10a')}" rel="next"`);
    expect(text(site, '/bulletins/')).toContain(`href="${folder}"`);
    expect(text(site, '/archive/')).toContain('href="/bulletins/"');
  });

  it('leads from its stable address to the newest number, whatever comes and goes', async () => {
    const site = new ASite();
    const latest = () => answer(site, `${folder}latest/`);
    await becomes(site, aPress());
    expect(await latest()).toMatchObject({ outcome: 'missing' });
    await becomes(site, ...numbers('10', '9'));
    expect(await latest()).toEqual({ outcome: 'elsewhere', to: pageOf('10') });
    await becomes(site, ...numbers('100'));
    expect(await latest()).toEqual({ outcome: 'elsewhere', to: pageOf('100') });
    await becomes(site, aBulletin({ number: '100' }, { status: 'withdrawn', revision: 2 }));
    expect(await latest()).toEqual({ outcome: 'elsewhere', to: pageOf('10') });
    expect([...site.pages.pages.keys()].filter((path) => path.includes('latest'))).toEqual([]);
    expect(text(site, '/sitemaps/pages.xml')).not.toContain('latest');
  });

  it('leads from a number to the page that has it', async () => {
    const site = new ASite();
    await becomes(site, aPress(), aBulletin({ number: '12', title: 'Frozen rents' }));
    const to = `${folder}frozen-rents/`;
    for (const path of ['12', 'no-12', '012'])
      expect(await answer(site, `${folder}${path}/`), path).toEqual({ outcome: 'elsewhere', to });
    for (const path of ['1', '13', 'winter'])
      expect(await answer(site, `${folder}${path}/`), path).toMatchObject({ outcome: 'missing' });
  });

  it('has a feed with its PDFs, which the feed of the paper has among its articles by their dates', async () => {
    const site = new ASite();
    const file = { name: 'no-12.pdf', path: '/media/no-12.pdf', bytes: 4321, pages: 2 };
    const article = (title: string, published: string) => anArticle({ title, published });
    await becomes(
      site,
      aPress(),
      aBulletin({ file, published: '2026-03-05' }, { id: '01KB1D6W8Z3P5R7T9V1X2Y4A6C-0' }),
      article('Before', '2026-03-04'),
      article('After', '2026-03-06'),
    );
    const enclosure = `<link rel="enclosure" type="application/pdf" length="4321" title="no-12.pdf" href="${origin}${file.path}"/>`;
    const titles = (path: string) =>
      [...text(site, path).matchAll(/<title>(.*?)<\/title>/g)].slice(1).map(([, title]) => title);
    expect(text(site, `${folder}feed.xml`)).toContain(enclosure);
    expect(titles('/feed.xml')).toEqual(['After', 'Quay Letter, no. 12', 'Before']);
    expect(text(site, '/feed.xml')).toContain(`${origin}${pageOf('12')}`);
    await becomes(site, ...Array.from({ length: 20 }, (_, at) => article(`More ${at}`, '2026-03-07')));
    expect(titles('/feed.xml')).not.toContain('Quay Letter, no. 12');
  });

  it('that is given another address leaves none of its own behind', async () => {
    const site = new ASite();
    await becomes(site, aPress(), ...numbers('1', '2'));
    const bench = { slug: 'bench', title: 'The Bench' };
    const moved = { number: '2', serial: bench };
    await becomes(site, aBulletin(moved, { slug: 'quay-letter-no-2', revision: 2 }));
    const to = '/bulletins/bench/quay-letter-no-2/';
    expect(site.pages.pages.has(pageOf('2'))).toBe(false);
    expect(await answer(site, pageOf('2'))).toEqual({ outcome: 'moved', to });
    expect(text(site, to)).toContain(`rel="canonical" href="${origin}${to}"`);
    expect(text(site, pageOf('1'))).not.toContain('rel="next"');
  });

  it('leaves a standing page at /bulletins/ to readers until that is gone', async () => {
    const site = new ASite();
    await becomes(site, aPress(), aStandingPage('Bulletins'), ...numbers('1'));
    expect(text(site, '/bulletins/')).toContain('class="story standing"');
    expect(text(site, '/sitemaps/pages.xml').match(/\/bulletins\/</g)).toHaveLength(1);
    await becomes(site, aStandingPage('Bulletins', { status: 'withdrawn' }));
    expect(text(site, '/bulletins/')).toContain('What comes out in numbers.');
  });

  it('stands on the front page by its newest numbers, or by those that are named', async () => {
    const site = new ASite();
    const blocks = [{ serial: 'Quay Letter', count: 1 }, { bulletins: ['quay-letter-no-9'] }];
    await becomes(site, aPress(), anArticle(), aFront({ blocks }), ...numbers('9', '10'));
    const shown = () => hrefs(text(site, '/')).filter((href) => href?.startsWith(`${folder}quay`));
    expect(shown()).toEqual([pageOf('10'), pageOf('9')]);
    await becomes(site, ...numbers('11'));
    expect(shown()).toEqual([pageOf('11'), pageOf('9')]);
    await becomes(site, aBulletin({ number: '9' }, { status: 'withdrawn', revision: 2 }));
    expect(shown()).toEqual([pageOf('11')]);
  });
});

describe('a number of a serial', () => {
  it('touches as many pages among five hundred as among fifty', async () => {
    const touched = async (count: number, number: string) => {
      const site = new ASite();
      site.put(aPress(), ...numbers(...Array.from({ length: count }, (_, at) => String(2 * at))));
      await site.settle();
      site.put(aBulletin({ number }));
      await site.plan(0, 1);
      return site.paths.length;
    };
    for (const number of ['21', '97']) {
      const [few, many] = [await touched(50, number), await touched(500, number)];
      expect(many).toBeLessThanOrEqual(few + 1);
      expect(few).toBeLessThanOrEqual(10);
    }
  }, 60_000);

  it('whose withdrawal was lost is gone once it is announced again', async () => {
    const site = new ASite();
    await becomes(site, aPress(), ...numbers('1', '2'));
    const { before: _, ...change } = site.content.put(
      aBulletin({ number: '2' }, { status: 'withdrawn', revision: 2 }),
    );
    site.changes.push({ change });
    await site.settle();
    expect(site.pages.pages.has(pageOf('2'))).toBe(false);
  });

  it('touches every page that shows what changed', async () => {
    const state = fc.record({
      title: fc.constantFrom('Frozen rents', 'Low water'),
      number: fc.constantFrom('1', '3', '5', 'Winter'),
      standfirst: fc.constantFrom(undefined, 'Two pages.'),
      published: fc.constantFrom('2026-01', '2026-02-03'),
      serial: fc.constantFrom(
        { slug: 'quay-letter', title: 'Quay Letter' },
        { slug: 'bench', title: 'Bench' },
      ),
      contents: fc.constantFrom<ContentsLine[] | undefined>(undefined, [
        { title: 'The ferry at night', page: '2' },
      ]),
      status: fc.constantFrom('published' as const, 'published' as const, 'withdrawn' as const),
    });
    const checked = fc.asyncProperty(state, state, async (one, other) => {
      const site = new ASite();
      const blocks = [{ bulletins: ['it'] }, { bulletins: ['newest'], count: 2 }, { serial: 'Bench' }];
      const stateOf = ({ status, ...fields }: typeof one) => aBulletin(fields, { slug: 'it', status });
      site.put(aPress(), aFront({ blocks }), ...numbers('2', '4'), stateOf(one));
      await site.settle();
      await becomes(site, stateOf(other));
    });
    await fc.assert(checked, { numRuns: 40 });
  }, 60_000);

  it('touches its own page and what tells of its last change, where lists show the same', async () => {
    const site = new ASite();
    site.put(aPress(), ...numbers('1', '2', '3'));
    await site.settle();
    const affected = affectedPages(
      site.content.put(aBulletin({ number: '2', contents: [{ title: 'New' }] })),
    );
    if (affected === 'everything') throw new Error('A bulletin is not on every page');
    expect((await pagesResolver(site.content)(affected)).sort()).toEqual(
      [pageOf('2'), `${folder}feed.xml`, '/feed.xml', '/sitemaps/pages.xml'].sort(),
    );
  });
});
