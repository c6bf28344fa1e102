import type { DocumentChanged, TermChanged } from '../../../functions/content/contract/change.ts';
import { type Head, idOf, type StoredHead } from '../../../functions/content/contract/document.ts';
import {
  type ListItem,
  lastToldOf,
  listOf,
  type TermKey,
  type TermKind,
  termOf,
} from '../../../functions/content/contract/lists.ts';
import type { Body } from '../../../functions/content/contract/values.ts';
import {
  entryHash,
  listItemsOf,
  membershipOf,
  termsOf,
} from '../../../functions/content/documents/membership.ts';
import { byteOrder } from '../../../functions/runtime/byte-order.ts';
import type {
  Bodies,
  Content,
  ListEntry,
  ListPosition,
  ListRange,
  TermName,
} from '../../../functions/site/ports.ts';

/** The content table and the bodies as the site reads them, in memory. `put` writes as the content room does. */
export interface ContentInMemory extends Content, Bodies {
  /** Returns the change as the bus announces it. */
  put(head: Written, body?: Body): DocumentChanged;
  putBody(key: string, body: Body): void;
  /** Names a term as the content room settles it. */
  respell(term: TermKey, name: string): void;
  /** Settles the terms of a changed document or forgets them; returns what the bus announces of that. */
  settle(change: ListsChanged): TermChanged[];
}

/** A change of a document: of its traces only the lists are needed. */
interface ListsChanged {
  before?: { lists: { list: string }[] };
  after?: { lists: { list: string }[] };
}

/** With the slugs it had before. */
type Written = Head & { former?: string[] };

export const contentInMemory = (): ContentInMemory => new ArraysAndMaps();

const noBody: Body = { html: '<p>Text.</p>', text: 'Text.', pictures: [] };

class ArraysAndMaps implements ContentInMemory {
  readonly #heads = new Map<string, StoredHead>();
  /** Newest first. */
  readonly #lists = new Map<string, ListItem[]>();
  readonly #slugs = new Map<string, string>();
  readonly #terms = new Map<string, Map<string, Omit<TermName, 'slug'>>>();
  readonly #bodies = new Map<string, Body>();

  put(head: Written, body = noBody): DocumentChanged {
    const before = this.#heads.get(head.slug);
    const items = listItemsOf(head);
    const after = storedHead(head);
    for (const { list, sort } of before?.lists ?? []) this.#take(list, sort);
    for (const item of items) this.#place(item);
    for (const { kind, slug, name } of head.status === 'published' ? termsOf(head) : []) {
      const names = this.#terms.get(kind) ?? new Map();
      this.#terms.set(kind, names);
      if (!names.has(slug)) names.set(slug, { name, settled: false });
    }
    if (head.id !== undefined && head.status !== 'moved') this.#slugs.set(head.id, head.slug);
    this.#heads.set(head.slug, after);
    this.#bodies.set(head.body, body);
    return {
      slug: head.slug,
      id: idOf(head),
      kind: head.fields.kind,
      before: before && trace(before),
      after: trace(after),
    };
  }

  putBody(key: string, body: Body): void {
    this.#bodies.set(key, body);
  }

  respell({ kind, slug }: TermKey, name: string): void {
    this.#terms.get(kind)?.set(slug, { name, settled: true });
  }

  settle({ before, after }: ListsChanged): TermChanged[] {
    const lists = [...(before?.lists ?? []), ...(after?.lists ?? [])].map(({ list }) => list);
    return [...new Set(lists)].flatMap((list) => {
      const term = termOf(list);
      return term && !['years', 'written'].includes(term.kind) ? this.#settleTerm(term) : [];
    });
  }

  #settleTerm({ kind, slug }: TermKey): TermChanged[] {
    const names = this.#terms.get(kind);
    const known = names?.get(slug);
    const [newest] = this.#lists.get(listOf({ kind, slug })) ?? [];
    if (!known) return [];
    if (!newest) {
      names?.delete(slug);
      return [{ kind, slug, respelled: false }];
    }
    const name = newest.term ?? known.name;
    if (known.settled && known.name === name) return [];
    names?.set(slug, { name, settled: true });
    return [{ kind, slug, respelled: known.name !== name }];
  }

  async lookUp({ documents, terms, ids = [] }: Parameters<Content['lookUp']>[0]) {
    const heads = documents.flatMap((slug) => this.#heads.get(slug) ?? []);
    const known = terms.map(
      ({ kind, slug }) => [`${kind}/${slug}`, this.#terms.get(kind)?.get(slug)?.name] as const,
    );
    return {
      documents: new Map(heads.map((head) => [head.slug, head])),
      terms: new Map(known.flatMap(([id, name]) => (name === undefined ? [] : [[id, name]]))),
      slugs: new Map([...this.#slugs].filter(([id]) => ids.includes(id))),
    };
  }

  async entries(list: string, range: ListRange): Promise<ListEntry[]> {
    return this.#itemsIn(list, range).map(({ sort, border, entry }) => ({ sort, border, entry }));
  }

  async positions(list: string, range: ListRange): Promise<ListPosition[]> {
    return this.#itemsIn(list, range).map(positionOf);
  }

  /** Few at a time, so that every caller has to go on. */
  async openings(list: string, below?: string) {
    const part = this.#itemsIn(list, { towards: 'older', below, count: 50 });
    const slugs = part.filter(({ border }) => border).map(({ entry }) => entry.slug);
    const last = part.at(-1);
    return part.length === 50 && last ? { slugs, next: last.sort } : { slugs };
  }

  async terms(kind: TermKind, count: number, after = '') {
    return this.#termsOf(kind)
      .filter(({ slug }) => byteOrder(slug, after) > 0)
      .slice(0, count);
  }

  async termsUpTo(kind: TermKind, upTo: string, count: number) {
    // No key of a table is longer.
    if (Buffer.byteLength(upTo) > 1024) return [];
    return this.#termsOf(kind)
      .filter(({ slug }) => byteOrder(slug, upTo) <= 0)
      .reverse()
      .slice(0, count);
  }

  #termsOf(kind: TermKind): TermName[] {
    return [...(this.#terms.get(kind) ?? [])]
      .map(([slug, term]) => ({ slug, ...term }))
      .sort((one, other) => byteOrder(one.slug, other.slug));
  }

  async body(key: string): Promise<Body> {
    const body = this.#bodies.get(key);
    if (!body) throw new Error(`There is no body ${key}`);
    return body;
  }

  #itemsIn(list: string, range: ListRange): ListItem[] {
    const items = this.#lists.get(list) ?? [];
    if (range.towards === 'newer') {
      const at = firstAt(items, ({ sort }) => byteOrder(sort, range.above) <= 0);
      return items.slice(Math.max(0, at - range.count), at).reverse();
    }
    const { from, below, count } = range;
    const at = firstAt(items, ({ sort }) =>
      from !== undefined ? byteOrder(sort, from) <= 0 : below === undefined || byteOrder(sort, below) < 0,
    );
    return items.slice(at, at + count);
  }

  #take(list: string, sort: string): void {
    const items = this.#lists.get(list) ?? [];
    const at = firstAt(items, (item) => byteOrder(item.sort, sort) <= 0);
    if (items[at]?.sort === sort) items.splice(at, 1);
  }

  #place(item: ListItem): void {
    const items = this.#lists.get(item.list) ?? [];
    this.#lists.set(item.list, items);
    items.splice(
      firstAt(items, ({ sort }) => byteOrder(sort, item.sort) <= 0),
      0,
      item,
    );
  }
}

const firstAt = <T>(items: readonly T[], fits: (item: T) => boolean): number =>
  firstIndex(items.length, (at) => {
    const item = items[at];
    return item !== undefined && fits(item);
  });

/** The first index below `length` that fits, when all after it fit too; `length` if none does. By halving. */
export function firstIndex(length: number, fits: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const positionOf = ({ sort, border, shard, entry }: ListItem): ListPosition => ({
  slug: entry.slug,
  sort,
  updated: lastToldOf(entry),
  border,
  shard,
});

/** A head as the content room stores it. */
export const storedHead = (head: Head & { former?: string[] }): StoredHead => ({
  ...head,
  lists: listItemsOf(head).map(membershipOf),
  entry: entryHash(head),
  revisions: 1,
  manuscript: 'manuscripts/1',
  originals: {},
});

const trace = ({ revision, status, lists, entry, former, to }: StoredHead) => ({
  revision,
  status,
  lists,
  entry,
  ...(former && { former }),
  ...(status === 'moved' && to !== undefined && { to }),
});
