import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Head } from '../../../../functions/content/contract/document.ts';
import { ASite, textOf } from '../a-site.ts';
import { anArticle, aPress } from '../an-article.ts';

const text = (site: ASite, slug: string) =>
  Buffer.from(site.pages.pages.get(`/articles/${slug}/`)?.body ?? '').toString();

/** The links to other languages, as they are labelled, in the order of their addresses. */
const linksOn = (site: ASite, slug: string) =>
  [...text(site, slug).matchAll(/<a href="\/articles\/([^/]*)\/" hreflang="[^"]*"[^>]*>(.*?)<\/a>/gs)]
    .map(([, to, label]) => `${to} ${label}`)
    .sort();

const inLanguage = (language: string, names: string[], head: Partial<Head> = {}) =>
  anArticle(
    { title: `Title ${language}`, language, translations: names.map((slug) => ({ language: slug, slug })) },
    { slug: language, ...head },
  );

async function becomes(site: ASite, ...heads: Head[]) {
  site.put(...heads);
  await site.settle();
  expect(textOf(site.pages.pages)).toEqual(textOf(await site.fromScratch()));
}

describe('translations of one piece', () => {
  it('all lead to each other where each names the original, under one kind of label', async () => {
    const site = new ASite();
    await becomes(site, aPress(), inLanguage('en', []), inLanguage('de', ['en']));
    await becomes(site, inLanguage('fr', ['en']));
    const [en, de, fr] = ['en English: Title en', 'de Deutsch: Title de', 'fr français: Title fr'];
    expect(linksOn(site, 'en')).toEqual([de, fr]);
    expect(linksOn(site, 'de')).toEqual([en, fr]);
    expect(linksOn(site, 'fr')).toEqual([de, en]);
    await becomes(site, inLanguage('fr', ['en'], { status: 'withdrawn' }));
    expect(linksOn(site, 'de')).toEqual([en]);
  });

  it('all lead to each other where the original names them', async () => {
    const site = new ASite();
    await becomes(site, aPress(), inLanguage('de', []), inLanguage('fr', []));
    await becomes(site, inLanguage('en', ['de', 'fr']));
    expect(linksOn(site, 'de')).toEqual(['en English: Title en', 'fr français: Title fr']);
    await becomes(site, inLanguage('en', ['de'], { revision: 2 }));
    expect(linksOn(site, 'fr')).toEqual([]);
    expect(linksOn(site, 'de')).toEqual(['en English: Title en']);
  });

  it('still do so once the original has moved, and not while it is withdrawn', async () => {
    const site = new ASite();
    const en = (slug: string, head: Partial<Head> & { former?: string[] } = {}) => ({
      ...inLanguage('en', [], { slug, id: 'en-id', ...head }),
      ...(head.former && { former: head.former }),
    });
    await becomes(site, aPress(), en('en'), inLanguage('de', ['en']));
    await becomes(site, en('english', { former: ['en'] }), en('en', { status: 'moved', to: 'english' }));
    await becomes(site, inLanguage('fr', ['english']));
    expect(linksOn(site, 'de')).toEqual(['english English: Title en', 'fr français: Title fr']);
    await becomes(site, en('english', { former: ['en'], status: 'withdrawn', revision: 3 }));
    expect(linksOn(site, 'de')).toEqual([]);
  });

  it('lead where they do from scratch, whoever names whom, comes and goes, in whatever order that is planned', async () => {
    const languages = ['en', 'de', 'fr', 'cy', 'el'];
    const step = fc.record({
      language: fc.constantFrom(...languages),
      names: fc.subarray(languages, { maxLength: 2 }),
      title: fc.constantFrom('One', 'Two'),
      status: fc.constantFrom('published', 'published', 'published', 'withdrawn' as const),
      /** How much of what waits is done before the next, from where in the queue. */
      work: fc.array(fc.nat(5), { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const site = new ASite();
        site.put(aPress());
        for (const [at, { language, names, title, status, work }] of steps.entries()) {
          const head = inLanguage(language, names, {
            status,
            revision: at + 1,
            at: `2026-03-0${(at % 8) + 1}T00:00:00Z`,
          });
          site.put({ ...head, fields: { ...head.fields, title: `${title} ${language}` } });
          for (const index of work) {
            await site.plan(index, 2);
            await site.render(index, 3);
          }
        }
        await site.settle();
        expect(textOf(site.pages.pages)).toEqual(textOf(await site.fromScratch()));
      }),
      { numRuns: 60 },
    );
  });
});
