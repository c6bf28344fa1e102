import { beforeEach, expect, it } from 'vitest';
import { tombstone } from '../../functions/content/documents/delete-document.ts';
import { movedMarker } from '../../functions/content/documents/moved-markers.ts';
import { withdrawn } from '../../functions/content/documents/withdraw-document.ts';
import type { ContentStore, HistoryReader } from '../../functions/content/ports.ts';
import { aHead, anIncoming, headWrite } from '../functions/content/a-document.ts';

interface Histories {
  content: ContentStore;
  histories: HistoryReader;
}

const later = { order: '01HQ0000000000000000000009', by: 'karl', at: '2024-03-02T09:00:00.000Z' };

/** What a backup relies on: that it hears of everything. */
export function historyReaderContract(open: () => Promise<Histories>): void {
  let stores: Histories;
  beforeEach(async () => {
    stores = await open();
  });

  it('tells of every document, also of those that have moved or were deleted, a page at a time', async () => {
    const { content, histories } = stores;
    const gone = aHead({ slug: 'gone' });
    await content.write(headWrite(undefined, gone));
    await content.write({ seen: gone, head: tombstone(gone, later) });
    await content.write(headWrite(undefined, aHead({ slug: 'draft', draft: true })));
    await content.write(headWrite(undefined, aHead()));
    await content.write(headWrite(undefined, movedMarker(undefined, 'old', anIncoming())));
    const found: string[] = [];
    for (let after: string | undefined, turn = 0; turn < 9; turn++) {
      const { items, next } = await histories.allHeads({ limit: 2, after });
      found.push(...items.map(({ slug, status }) => `${slug} ${status}`));
      after = next;
      if (!next) break;
    }
    expect(found.sort()).toEqual(['draft draft', 'gone deleted', 'old moved', 'rent-strike published']);
  });

  it('has no page without documents that leads on, and none after the last document', async () => {
    const { content, histories } = stores;
    const marker = (slug: string) => headWrite(undefined, movedMarker(undefined, slug, anIncoming()));
    const pages = async (limit: number) => {
      const sizes: number[] = [];
      let after: string | undefined;
      do {
        const { items, next } = await histories.allHeads({ limit, after });
        sizes.push(items.length);
        after = next;
      } while (after !== undefined);
      return sizes;
    };
    expect(await pages(2)).toEqual([0]);
    await content.write(marker('old'));
    expect(await pages(2)).toEqual([1]);
    await content.write(headWrite(undefined, aHead()));
    for (const [limit, sizes] of [[1, [1, 1]] as const, [2, [2]] as const])
      expect(await pages(limit)).toEqual(sizes);
    await content.write(marker('older'));
    await content.write(marker('oldest'));
    expect(await pages(2)).toEqual([2, 2]);
    expect(await pages(3)).toEqual([3, 1]);
  });

  it('names the documents whose standing revision is not in their past', async () => {
    const { content, histories } = stores;
    const whole = aHead();
    await content.write(headWrite(undefined, whole));
    const first = aHead({ slug: 'harbour' });
    await content.write(headWrite(undefined, first));
    const lacking = withdrawn(first, later, 'Wrong.');
    await content.write({ seen: first, head: lacking });
    const since = { ...whole, since: later.order };
    expect(await histories.withoutRevision([whole, lacking])).toEqual(new Set(['harbour']));
    expect(await histories.withoutRevision([first, since])).toEqual(new Set([whole.slug]));
    expect(await histories.withoutRevision([])).toEqual(new Set());
  });

  it('tells the past of one document alone, oldest first, a page at a time', async () => {
    const { content, histories } = stores;
    const first = aHead();
    const second = withdrawn(first, later, 'Wrong.');
    await content.write(headWrite(undefined, first));
    await content.write(headWrite(first, second));
    await content.write(headWrite(undefined, aHead({ slug: 'rent-strike-2' })));
    const one = await histories.past('rent-strike', { limit: 1 });
    expect(one.items).toMatchObject([{ slug: 'rent-strike', revision: 1, status: 'published' }]);
    const rest = await histories.past('rent-strike', { limit: 1, after: one.next });
    expect(rest.items).toMatchObject([{ revision: 2, status: 'withdrawn', reason: 'Wrong.' }]);
    expect(rest.next).toBeUndefined();
    expect(await histories.headOf('rent-strike')).toMatchObject({ status: 'withdrawn' });
    expect(await histories.headOf('none')).toBeUndefined();
  });

  it('knows which names of files stand for a document, and how names are spelled here', async () => {
    const { content, histories } = stores;
    await content.write({ ...headWrite(undefined, aHead()), filename: 'a.md' });
    await content.write({ ...headWrite(undefined, aHead({ slug: 'other' })), filename: 'b.md' });
    expect(await histories.filenamesFor('rent-strike', ['a.md', 'b.md', 'c.md'])).toEqual(['a.md']);
    await content.addTerms([{ kind: 'tags', slug: 'rent', name: 'Rent' }]);
    const asked = [
      { kind: 'tags' as const, slug: 'rent', name: 'RENT' },
      { kind: 'authors' as const, slug: 'rent', name: 'rent' },
    ];
    expect((await histories.spelled(asked)).map(({ name }) => name)).toEqual(['Rent', 'rent']);
  });
}
