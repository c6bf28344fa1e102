import { type ListItem, lastToldOf, type TermKind } from '../../../functions/content/contract/lists.ts';
import type { Content, ListPosition, ListRange } from '../../../functions/site/ports.ts';
import { firstIndex } from '../../functions/site/content-in-memory.ts';
import { listItems, type StoredTable } from './stored-archive.ts';

/** The content table as the site reads it, from one that was stored; it does not change. */
export function tableInMemory(stored: StoredTable): Content {
  const lists = listItems(stored);
  const heads = new Map(stored.heads.map((head) => [head.slug, head]));
  const nameIn = (kind: string, slug: string) => stored.names[kind]?.[slug];
  const itemsIn = (list: string, range: ListRange) => part(lists.get(list) ?? [], range);
  return {
    async lookUp({ documents, terms }) {
      const found = documents.flatMap((slug) => heads.get(slug) ?? []);
      const known = terms.flatMap(({ kind, slug }): [string, string][] => {
        const name = nameIn(kind, slug);
        return name === undefined ? [] : [[`${kind}/${slug}`, name]];
      });
      const byDocument = new Map(found.map((head) => [head.slug, head]));
      return { documents: byDocument, terms: new Map(known), slugs: new Map() };
    },
    entries: async (list, range) => itemsIn(list, range),
    positions: async (list, range) => itemsIn(list, range).map(positionOf),
    async openings(list) {
      const opening = (lists.get(list) ?? []).filter(({ border }) => border);
      return { slugs: opening.map(({ entry }) => entry.slug) };
    },
    terms: async (kind, count, after = '') =>
      namesOf(kind)
        .filter(({ slug }) => slug > after)
        .slice(0, count),
    termsUpTo: async (kind, upTo, count) =>
      namesOf(kind)
        .filter(({ slug }) => slug <= upTo)
        .reverse()
        .slice(0, count),
  };

  function namesOf(kind: TermKind) {
    const names = Object.entries(stored.names[kind] ?? {}).map(([slug, name]) => ({
      slug,
      name,
      settled: true,
    }));
    return names.sort((one, other) => (one.slug < other.slug ? -1 : 1));
  }
}

/** `items` has the newest first. */
function part(items: readonly ListItem[], range: ListRange): ListItem[] {
  const first = (past: (sort: string) => boolean) =>
    firstIndex(items.length, (at) => past(items[at]?.sort ?? ''));
  if (range.towards === 'newer') {
    const end = first((sort) => sort <= range.above);
    return items.slice(Math.max(0, end - range.count), end).reverse();
  }
  const { from, below, count } = range;
  const start =
    from !== undefined
      ? first((sort) => sort <= from)
      : below !== undefined
        ? first((sort) => sort < below)
        : 0;
  return items.slice(start, start + count);
}

const positionOf = ({ sort, border, shard, entry }: ListItem): ListPosition => ({
  slug: entry.slug,
  sort,
  updated: lastToldOf(entry),
  border,
  shard,
});
