import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Weather } from '../../lib/local/weather/weather.ts';
import { apiAnswers, expected } from './storm/api.ts';
import { Model } from './storm/model.ts';
import { Readers } from './storm/readers.ts';
import { Storm } from './storm/storm.ts';
import { firstPutLast, listsReadLate, withoutGroups, withoutHeads } from './storm/tampering.ts';

/** Whether a render from scratch tells that something is wrong, when something is. */
let storm: Storm;
beforeAll(async () => {
  storm = await Storm.begin();
});
afterAll(() => storm.end());
afterEach(async () => {
  storm.press.cloud.weather = undefined;
  await storm.heal();
});

const manuscript = (title: string) => ({
  'pier.md': `---\ntitle: ${title}\nslug: pier\nsection: News\n---\nText.`,
});

describe('a render from scratch', () => {
  it('shows that lists were read late, as through an index', async () => {
    storm.press.cloud.weather = await listsReadLate(storm.press.cloud, 1500);
    await storm.editor.handIn(manuscript('The pier stands'));
    await storm.settle();
    expect(await storm.faults()).toEqual(
      expect.arrayContaining([expect.stringMatching(/^archive\/index.html says/)]),
    );
  });

  /** A page is rendered twice, and the first render is held up on its way to the bucket. */
  async function twoRenders(held: Promise<void>): Promise<string[]> {
    await storm.editor.handIn(manuscript('The pier leans'));
    await held;
    await storm.editor.handIn(manuscript('The pier has fallen'));
    await storm.settle();
    return storm.faults();
  }

  it('shows that a page was rendered twice at once, without its queue group', async () => {
    const { weather, held } = firstPutLast('articles/pier/index.html');
    storm.press.cloud.weather = withoutGroups(storm.press.cloud, weather);
    expect(await twoRenders(held)).toEqual([expect.stringMatching(/^articles\/pier\/index.html says/)]);
  });

  it('finds nothing with the group in place, whoever is held up', async () => {
    const { weather, held } = firstPutLast('articles/pier/index.html');
    storm.press.cloud.weather = weather;
    expect(await twoRenders(held)).toEqual([]);
  });
});

describe('what the API tells editors', () => {
  const singles: [slug: string, kind: string, field: string][] = [
    ['front', 'front', 'lead'],
    ['press', 'press', 'strapline'],
    ['about-us', 'page', 'standfirst'],
  ];

  /** The upload opened first comes last. What the API tells, and what it should. */
  async function olderLast(slug: string, kind: string, field: string, weather?: Weather) {
    const { editor, press } = storm;
    const model = new Model();
    const opened = [];
    for (const mark of ['word-1', 'word-2']) {
      const said = { kind, title: 'It stands', ...(kind === 'page' ? { slug } : {}), [field]: mark };
      const files = { [`${slug}.md`]: `---\n${JSON.stringify(said)}\n---\nText.` };
      const upload = await editor.open(files);
      model.takenSingle(slug, { order: upload.id, title: said.title, mark });
      opened.unshift({ upload, files });
    }
    for (const { upload, files } of opened) {
      await editor.post(upload, files);
      await editor.receipt(upload.id);
      press.cloud.weather = weather;
    }
    await storm.settle();
    const readers = new Readers(model, {});
    return {
      seen: (await apiAnswers(editor, model, readers)).documents,
      expected: expected(model, readers).documents,
    };
  }

  it.each(singles)('shows that the older of two hand-ins of %s has won', async (...single) => {
    const { seen, expected } = await olderLast(...single, withoutHeads(storm.press.cloud));
    expect(Object.values(seen)).toEqual(['published It stands, word-1']);
    expect(Object.values(expected)).toEqual(['published It stands, word-2']);
  });

  it.each(singles)('shows that the newer of two hand-ins of %s stands', async (...single) => {
    const { seen, expected } = await olderLast(...single);
    expect(seen).toEqual(expected);
  });
});
