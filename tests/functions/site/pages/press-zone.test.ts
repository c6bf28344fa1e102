import { expect, it } from 'vitest';
import { ASite, textOf } from '../a-site.ts';
import { aBook, aBulletin, anArticle, aPress } from '../an-article.ts';

const eve = '2025-12-31T23:30:00Z';
const text = (site: ASite, path: string) => Buffer.from(site.pages.pages.get(path)?.body ?? '').toString();

/** Each page that shows the moment, with how it prints it. */
async function printed(timezone?: string): Promise<Record<string, string | undefined>> {
  const site = new ASite();
  const zone = timezone && { zone: timezone };
  site.put(
    aPress(timezone ? { timezone } : {}),
    anArticle({ published: eve, written: '2025-12-31' }, { ...zone }),
    aBulletin({ published: eve }, { ...zone }),
    aBook({ editions: [{ id: 'first', published: eve, formats: [] }] }),
  );
  await site.settle();
  expect(textOf(site.pages.pages)).toEqual(textOf(await site.fromScratch()));
  const at = (path: string) =>
    /(31 December 2025|1 January 2026)/.exec(
      text(site, path).replace(/<span class="written".*?<\/span>|Written <a.*?<\/a>/gs, ''),
    )?.[1];
  const paths = ['/', '/archive/', '/articles/rent-strike/', '/books/', '/books/low-water/'];
  const bulletins = ['/bulletins/quay-letter/', '/bulletins/quay-letter/quay-letter-no-12/'];
  expect(text(site, '/articles/rent-strike/')).toContain(
    `href="/archive/${site.pages.pages.has('/archive/2026/') ? 2026 : 2025}/"`,
  );
  return Object.fromEntries([...paths, ...bulletins].map((path) => [path, at(path)]));
}

it('shows the day on which it was a moment where the press is', async () => {
  const [inBerlin, inUtc] = [await printed('Europe/Berlin'), await printed()];
  expect(new Set(Object.values(inBerlin))).toEqual(new Set(['1 January 2026']));
  expect(new Set(Object.values(inUtc))).toEqual(new Set(['31 December 2025']));
});

it('says that a piece was written earlier by the days of the press, and leaves a day without a time as it is', async () => {
  const site = new ASite();
  site.put(aPress({ timezone: 'Europe/Berlin' }), anArticle({ published: eve, written: '2026-01-01' }));
  site.put(anArticle({ title: 'Day', published: '2025-12-31', written: '2025-12-30' }));
  await site.settle();
  const archive = text(site, '/archive/');
  expect(archive.match(/written <time/g)).toHaveLength(1);
  expect(archive).toContain('>31 December 2025</time>');
  expect(archive).toContain('>30 December 2025</time>');
});
