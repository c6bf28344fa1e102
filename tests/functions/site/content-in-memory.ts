import type { DocumentChanged } from '../../../functions/content/contract/change.ts';
import { type Head, idOf } from '../../../functions/content/contract/document.ts';
import type { ListItem } from '../../../functions/content/contract/lists.ts';
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
  NameSet,
  StoredHead,
} from '../../../functions/site/ports.ts';

/** The content table and the bodies as the site reads them, in memory. `put` writes as the content room does. */
export interface ContentInMemory extends Content, Bodies {
  /** Returns the change as the bus tells of it. */
  put(head: Written, body?: Body): DocumentChanged;
  keep(key: string, body: Body): void;
}

/** With the slugs it had before. */
type Written = Head & { former?: string[] };

export const contentInMemory = (): ContentInMemory => new Shelf();

const noBody: Body = { html: '<p>Text.</p>', text: 'Text.', pictures: [] };

class Shelf implements ContentInMemory {
  readonly #heads = new Map<string, StoredHead & { entry: string; former?: string[] }>();
  /** Newest first. */
  readonly #lists = new Map<string, ListItem[]>();
  readonly #slugs = new Map<string, string>();
  readonly #names = new Map<string, Map<string, string>>();
  readonly #bodies = new Map<string, Body>();

  put(head: Written, body = noBody): DocumentChanged {
    const seen = this.#heads.get(head.slug);
    const items = listItemsOf(head);
    const after = { ...head, lists: items.map(membershipOf), entry: entryHash(head) };
    for (const { list, sort } of seen?.lists ?? []) this.#take(list, sort);
    for (const item of items) this.#place(item);
    for (const { kind, slug, name } of head.status === 'published' ? termsOf(head) : []) {
      const names = this.#names.get(kind) ?? new Map<string, string>();
      this.#names.set(kind, names);
      if (!names.has(slug)) names.set(slug, name);
    }
    if (head.id !== undefined && head.status !== 'moved') this.#slugs.set(head.id, head.slug);
    this.#heads.set(head.slug, after);
    this.#bodies.set(head.body, body);
    return {
      slug: head.slug,
      id: idOf(head),
      kind: head.fields.kind,
      before: seen && trace(seen),
      after: trace(after),
    };
  }

  keep(key: string, body: Body): void {
    this.#bodies.set(key, body);
  }

  async lookUp({ documents, names, ids = [] }: Parameters<Content['lookUp']>[0]) {
    const heads = documents.flatMap((slug) => this.#heads.get(slug) ?? []);
    const known = names.map(({ set, slug }) => [`${set}/${slug}`, this.#names.get(set)?.get(slug)] as const);
    return {
      documents: new Map(heads.map((head) => [head.slug, head])),
      names: new Map(known.flatMap(([id, name]) => (name === undefined ? [] : [[id, name]]))),
      slugs: new Map([...this.#slugs].filter(([id]) => ids.includes(id))),
    };
  }

  async entries(list: string, range: ListRange): Promise<ListEntry[]> {
    return this.#stretch(list, range).map(({ sort, border, entry }) => ({ sort, border, entry }));
  }

  async positions(list: string, range: ListRange): Promise<ListPosition[]> {
    return this.#stretch(list, range).map(stopOf);
  }

  /** Few at a time, so that every walk has to go on. */
  async openings(list: string, below?: string) {
    const part = this.#stretch(list, { towards: 'older', below, count: 50 });
    const slugs = part.filter(({ border }) => border).map(({ entry }) => entry.slug);
    const last = part.at(-1);
    return part.length === 50 && last ? { slugs, next: last.sort } : { slugs };
  }

  async names(set: NameSet, count: number, after = '') {
    return [...(this.#names.get(set) ?? [])]
      .map(([slug, name]) => ({ slug, name }))
      .filter(({ slug }) => byteOrder(slug, after) > 0)
      .sort((one, other) => byteOrder(one.slug, other.slug))
      .slice(0, count);
  }

  async body(key: string): Promise<Body> {
    const body = this.#bodies.get(key);
    if (!body) throw new Error(`There is no body ${key}`);
    return body;
  }

  #stretch(list: string, range: ListRange): ListItem[] {
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

const stopOf = ({ sort, border, shard, entry: { slug, changed } }: ListItem): ListPosition => ({
  slug,
  sort,
  changed,
  border,
  shard,
});

const trace = ({
  revision,
  status,
  lists = [],
  entry,
  former,
}: StoredHead & { entry: string; former?: string[] }) => ({
  revision,
  status,
  lists,
  entry,
  ...(former && { former }),
});
