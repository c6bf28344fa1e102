import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Storm } from './storm/storm.ts';
import { firstPutLast, listsReadLate, withoutGroups } from './storm/tampering.ts';

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
