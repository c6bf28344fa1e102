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

  it('may be none', async () => expect(await frontOf()).toEqual(top));
});
