import { describe, expect, it } from 'vitest';
import type { FrontBlock } from '../../../../functions/content/kinds/front.ts';
import { ASite } from '../a-site.ts';
import { aBook, aFront, anArticle, anEvent, aPress } from '../an-article.ts';

const pieces = Array.from({ length: 12 }, (_, at) =>
  anArticle({
    title: `Text ${at}`,
    section: at % 2 ? 'News' : 'Work',
    published: `2026-01-${String(28 - at)}`,
    ...(at > 8 && { series: { title: 'The wall' } }),
  }),
);

/** Headings and what stands under them, from top to bottom. */
async function frontOf(...blocks: FrontBlock[]): Promise<string[]> {
  const site = new ASite();
  const arranged = aFront({ lead: 'text-3', features: ['text-4', 'text-5', 'text-6'], blocks });
  site.put(aPress({ title: 'The Lantern' }), arranged, aBook(), anEvent(), ...pieces);
  const page = Buffer.from((await site.fromScratch()).get('/')?.body ?? '').toString();
  const main = /<main.*<\/main>/s.exec(page)?.[0] ?? '';
  return [...main.matchAll(/<h[23][^>]*>(.*?)<\/h[23]>/gs)].map(([, text = '']) =>
    text.replace(/<[^>]+>/g, ''),
  );
}

const top = ['Text 3', 'Text 4', 'Text 5', 'Text 6'];

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

describe('the blocks of a front page', () => {
  it('stand in their order, below the lead and the features, and nothing besides', async () => {
    expect(
      await frontOf(
        { text: 'We meet on Tuesdays.', title: 'Come along' },
        { section: 'News', count: 2 },
        { books: ['newest'] },
        { pieces: ['text-11', 'text-0'], title: 'Read this', size: 'small' },
        { events: ['summer-school'] },
        { series: 'The wall', size: 'large' },
        { newsletter: true },
        { newest: true, count: 1 },
      ),
    ).toEqual([
      ...top,
      ...['Come along', 'News', 'Text 1', 'Text 7', 'Books', 'Low Water'],
      ...['Read this', 'Text 11', 'Text 0', 'Events', 'Summer school'],
      ...['The wall', 'Text 9', 'Text 10', 'The Lantern by mail', 'Newest', 'Text 2'],
    ]);
  });

  it('leave no hole where nothing of them is there, and show no piece twice', async () => {
    expect(
      await frontOf(
        { pieces: ['never-was'], title: 'Gone' },
        { section: 'Gardening' },
        { books: ['no-book'] },
        { events: ['no-event'] },
        { pieces: ['text-4', 'never-was', 'text-8'], title: 'Both' },
        { pieces: ['text-8'], title: 'Again' },
      ),
    ).toEqual([...top, 'Both', 'Text 8']);
  });

  it('are filled however many pieces of theirs stand above', async () => {
    const sections = ['Ships', 'Fish', 'Nets', 'Ropes', 'Tides'];
    const many = Array.from({ length: 140 }, (_, at) =>
      anArticle({
        title: `Piece ${at}`,
        section: sections[Math.floor(at / 24)],
        ...((at < 24 || (at >= 36 && at < 48)) && { series: { title: 'The harbour' } }),
        published: new Date(Date.UTC(2025, 11, 31) - at * 86_400_000).toISOString().slice(0, 10),
      }),
    );
    const blocks = [
      ...sections.map((section) => ({ section, count: 12, title: `Of ${section}` })),
      { pieces: ['piece-16', 'piece-17'], title: 'Chosen' },
      { series: 'The harbour', count: 12, title: 'In the series' },
      { section: 'ships', count: 12, title: 'More ships' },
      { newest: true, count: 12, title: 'Last' },
    ];
    const site = new ASite();
    site.put(aPress(), aFront({ blocks }), ...many);
    const page = Buffer.from((await site.fromScratch()).get('/')?.body ?? '').toString();
    const inBlock = (title: string) => {
      const rest = page.slice(page.search(new RegExp(`<h2[^>]*>(<a[^>]*>)?${title}<`))).slice(1);
      const [block = ''] = rest.split('<h2');
      return [...block.matchAll(/<h3>\s*<a href="\/articles\/piece-(\d+)\//g)].map(([, at]) => Number(at));
    };
    // The lead is 0.
    expect(inBlock('Of Ships')).toEqual(range(1, 13));
    expect(inBlock('Of Tides')).toEqual(range(96, 108));
    expect(inBlock('Chosen')).toEqual([16, 17]);
    expect(inBlock('In the series')).toEqual([...range(13, 16), ...range(18, 24), ...range(36, 39)]);
    expect(inBlock('More ships')).toEqual([]);
    expect(inBlock('Last')).toEqual([...range(39, 48), ...range(60, 63)]);
  });

  it('have no piece taken from them to stand beside the lead', async () => {
    const site = new ASite();
    const blocks = [{ series: 'The wall' }, { newest: true, count: 2 }];
    site.put(aPress(), aFront({ lead: 'text-0', features: ['text-1', 'text-2'], blocks }), ...pieces);
    const page = Buffer.from((await site.fromScratch()).get('/')?.body ?? '').toString();
    const shown = [...page.matchAll(/<h[23]><a href="\/articles\/text-(\d+)\//g)].map(([, at]) => Number(at));
    expect(shown).toEqual([0, 1, 2, 9, 10, 11, 3, 4]);
  });

  it('may have the form for the newsletter, which the footer then has not', async () => {
    const formsWith = async (...blocks: FrontBlock[]) => {
      const site = new ASite();
      site.put(aPress(), aFront({ blocks }), ...pieces);
      const page = Buffer.from((await site.fromScratch()).get('/')?.body ?? '').toString();
      return page.match(/<form/g)?.length;
    };
    expect(await formsWith({ newsletter: true })).toBe(1);
    expect(await formsWith({ newest: true })).toBe(1);
  });

  it('may be none', async () => expect(await frontOf()).toEqual(top));
});
