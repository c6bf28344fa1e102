import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import type { ListItem } from '../../functions/content/contract/lists.ts';
import { withdrawn } from '../../functions/content/documents/withdraw-document.ts';
import type {
  ContentStore,
  ListReader,
  ResultPage,
  Spellings,
  TermReader,
} from '../../functions/content/ports.ts';
import { aHead, headWrite } from '../functions/content/a-document.ts';

interface Stores {
  content: ContentStore;
  lists: ListReader & TermReader;
  spellings: Spellings;
}

const rent = { kind: 'tags', slug: 'rent' } as const;
const later = { order: '01HQ0000000000000000000009', by: 'karl', at: '2024-03-02T09:00:00.000Z' };

/** What settling the names of terms relies on. */
export function spellingsContract(open: () => Promise<Stores>): void {
  let stores: Stores;
  beforeEach(async () => {
    stores = await open();
  });

  it('tells how terms are spelled, and the document as it is', async () => {
    const { content, spellings } = stores;
    const head = aHead({}, { tags: ['Rent'] });
    await content.addTerms([{ ...rent, name: 'Rent' }]);
    await content.write(headWrite(undefined, head));
    const unknown = { kind: 'tags', slug: 'none' } as const;
    const found = await spellings.lookUp([unknown, rent], head.slug);
    expect(found.terms).toEqual([{ ...rent, name: 'Rent', settled: false }]);
    expect(found.head).toMatchObject({ slug: head.slug, fields: { tags: ['Rent'] } });
    expect((await spellings.lookUp([unknown])).head).toBeUndefined();
  });

  it('tells how the newest document of a list spells it', async () => {
    const { content, lists, spellings } = stores;
    const older = aHead({ slug: 'older' }, { tags: ['rent'], published: '2024-01-01' });
    const newer = aHead({ slug: 'newer' }, { tags: ['RENT'], published: '2024-02-01' });
    expect(await spellings.newest(rent)).toBeUndefined();
    await content.write(headWrite(undefined, newer));
    await content.write(headWrite(undefined, older));
    expect(await spellings.newest(rent)).toBe('RENT');
    const { items }: ResultPage<ListItem> = await lists.list('tag#rent', { limit: 9 });
    expect(items.map(({ term }) => term)).toEqual(['RENT', 'rent']);
    await content.write(headWrite(newer, withdrawn(newer, later, 'Wrong.')));
    expect(await spellings.newest(rent)).toBe('rent');
  });

  it('settles a name that is spelled as seen, and no other', async () => {
    const { content, spellings } = stores;
    const seen = { ...rent, name: 'rent', settled: false };
    expect(await spellings.settle(seen, 'Rent')).toBe(false);
    expect((await spellings.lookUp([rent])).terms).toEqual([]);
    await content.addTerms([seen]);
    expect(await spellings.settle(seen, 'Rent')).toBe(true);
    expect(await spellings.settle(seen, 'RENT')).toBe(false);
    expect((await spellings.lookUp([rent])).terms).toEqual([{ ...rent, name: 'Rent', settled: true }]);
  });

  it('forgets a name that is spelled as seen, and no other', async () => {
    const { content, spellings } = stores;
    const seen = { ...rent, name: 'rent', settled: false };
    expect(await spellings.remove(seen)).toBe(false);
    await content.addTerms([seen]);
    expect(await spellings.remove({ ...seen, name: 'Rent' })).toBe(false);
    expect((await spellings.lookUp([rent])).terms).toEqual([seen]);
    expect(await spellings.remove(seen)).toBe(true);
    expect((await spellings.lookUp([rent])).terms).toEqual([]);
  });

  it('adds a term that is not known, to be settled', async () => {
    const { spellings } = stores;
    expect(await spellings.add(rent)).toBe(true);
    const added = { ...rent, name: 'rent', settled: false };
    expect((await spellings.lookUp([rent])).terms).toEqual([added]);
    expect(await spellings.settle(added, 'Rent')).toBe(true);
    expect(await spellings.add(rent)).toBe(false);
    expect((await spellings.lookUp([rent])).terms).toEqual([{ ...rent, name: 'Rent', settled: true }]);
  });

  it('fills pages of names past those without documents, and none leads on to nothing', async () => {
    const anyTerm = fc.record({ settled: fc.boolean(), used: fc.boolean() });
    const anyTerms = fc.array(anyTerm, { maxLength: 40, size: 'max' });
    const checked = fc.asyncProperty(anyTerms, fc.integer({ min: 1, max: 7 }), async (terms, limit) => {
      const { content, lists, spellings } = await open();
      const tags = terms.map((term, at) => ({ ...term, kind: 'tags' as const, slug: `tag-${100 + at}` }));
      await content.addTerms(tags.flatMap((tag) => (tag.settled ? [{ ...tag, name: tag.slug }] : [])));
      for (const tag of tags) if (!tag.settled) await spellings.add(tag);
      const used = tags.filter((tag) => tag.used).map(({ slug }) => slug);
      for (let at = 0; at < used.length; at += 20) {
        const head = aHead({ slug: `text-${at}` }, { tags: used.slice(at, at + 20) });
        await content.write(headWrite(undefined, head));
      }
      const found: string[] = [];
      let after: string | undefined;
      do {
        const { items, next }: Awaited<ReturnType<TermReader['terms']>> = await lists.terms('tags', {
          limit,
          after,
        });
        found.push(...items.map(({ slug }) => slug));
        if (next !== undefined) expect(items).toHaveLength(limit);
        if (after !== undefined) expect(items).not.toEqual([]);
        after = next;
      } while (after !== undefined);
      expect(found).toEqual(used);
    });
    await fc.assert(checked, { numRuns: 25 });
  }, 60_000);
}
