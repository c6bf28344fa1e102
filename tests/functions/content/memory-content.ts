import { isLive, type Revision, type StoredHead } from '../../../functions/content/contract/document.ts';
import { type ListItem, type TermKind, termLists } from '../../../functions/content/contract/lists.ts';
import type { DocumentWrite, StateWrite } from '../../../functions/content/documents/document-write.ts';
import { listItemsOf } from '../../../functions/content/documents/membership.ts';
import type { Term } from '../../../functions/content/kinds/kind.ts';
import type {
  ContentStore,
  DocumentReader,
  HistoryReader,
  ListReader,
  PageRequest,
  ResultPage,
  TermReader,
  WriteOutcome,
} from '../../../functions/content/ports.ts';
import type { ErasableDocuments } from '../../../functions/content/removal/ports.ts';
import { leadingTo } from '../../../functions/content/store/dynamo-erasing.ts';
import type { MemoryUploads } from './memory-uploads.ts';

/** The documents, for as long as the test runs. */
export class MemoryContent
  implements ContentStore, DocumentReader, ErasableDocuments, HistoryReader, ListReader, TermReader
{
  readonly #heads = new Map<string, StoredHead>();
  readonly #revisions = new Map<string, Map<number, Revision>>();
  readonly #filenames = new Map<string, string>();
  readonly #lists = new Map<string, Map<string, ListItem>>();
  readonly #terms = new Map<TermKind, Map<string, string>>();
  readonly #uploads: MemoryUploads;

  constructor(uploads: MemoryUploads) {
    this.#uploads = uploads;
  }

  async lookUp({ slugs, filenames }: { slugs: string[]; filenames: string[] }) {
    return structuredClone({
      heads: picked(this.#heads, slugs),
      filenames: picked(this.#filenames, filenames),
    });
  }

  async write(write: DocumentWrite): Promise<WriteOutcome> {
    const { markers = [], filename, file, ...document } = structuredClone(write);
    if (file && this.#uploads.isSettled(file)) return 'done-before';
    const states = [document, ...markers];
    if (!states.every((state) => this.#isAsSeen(state))) return 'overtaken';
    for (const state of states) this.#put(state);
    if (filename) this.#filenames.set(filename, document.head.slug);
    if (file) this.#uploads.settleNow(file);
    return 'written';
  }

  #isAsSeen({ seen, head }: StateWrite): boolean {
    const there = this.#heads.get(head.slug);
    return there?.order === seen?.order && there?.revisions === seen?.revisions;
  }

  #put({ seen, head, revision }: StateWrite): void {
    this.#heads.set(head.slug, head);
    for (const { list, sort } of seen?.lists ?? []) this.#lists.get(list)?.delete(sort);
    for (const item of listItemsOf(head)) submap(this.#lists, item.list).set(item.sort, item);
    if (revision) submap(this.#revisions, head.slug).set(revision.revision, revision);
  }

  async addTerms(terms: Term[]) {
    for (const { kind, slug, name } of terms) {
      const known = submap(this.#terms, kind);
      if (!known.has(slug)) known.set(slug, name);
    }
  }

  async revisionsUpTo(slug: string, order: string) {
    const all = [...(this.#revisions.get(slug) ?? [])].filter(([, revision]) => revision.order <= order);
    return structuredClone(all.map(([number, revision]) => ({ ...revision, row: String(number) })));
  }

  async removeRevisions(slug: string, rows: string[]) {
    for (const row of rows) submap(this.#revisions, slug).delete(Number(row));
  }

  async removeFilenames(slug: string, names: string[]) {
    for (const name of names) if (this.#filenames.get(name) === slug) this.#filenames.delete(name);
  }

  async markersTo(slug: string) {
    const markers = [...this.#heads.values()].filter(({ status }) => status === 'moved');
    return leadingTo(slug, new Map(markers.map((head) => [head.slug, head.to ?? ''])));
  }

  async head(slug: string) {
    return structuredClone(this.#heads.get(slug));
  }

  async revisions(slug: string, limit: number) {
    const all = [...(this.#revisions.get(slug) ?? [])].sort(([a], [b]) => b - a);
    return structuredClone(all.slice(0, limit).map(([, head]) => head));
  }

  async documents(request: PageRequest): Promise<ResultPage<StoredHead>> {
    const live = [...this.#heads.values()].filter(isLive);
    const sorted = live
      .map((head) => [`${head.at}#${head.slug}`, head] as const)
      .sort(byKey)
      .reverse();
    return pageOf(sorted, request, (key, after) => key < after);
  }

  async allHeads(request: PageRequest): Promise<ResultPage<StoredHead>> {
    const sorted = [...this.#heads.values()]
      .map((head) => [`${isLive(head) ? 'documents' : 'markers'}/${head.at}#${head.slug}`, head] as const)
      .sort(byKey);
    return pageOf(sorted, request, (key, after) => key > after);
  }

  headOf = (slug: string) => this.head(slug);

  async past(slug: string, request: PageRequest): Promise<ResultPage<Revision>> {
    const sorted = [...(this.#revisions.get(slug) ?? [])]
      .map(([number, revision]) => [String(number).padStart(6, '0'), revision] as const)
      .sort(byKey);
    return pageOf(sorted, request, (key, after) => key > after);
  }

  async filenamesFor(slug: string, filenames: string[]) {
    return filenames.filter((filename) => this.#filenames.get(filename) === slug);
  }

  async spelled(terms: Term[]) {
    return terms.map((term) => ({ ...term, name: this.#terms.get(term.kind)?.get(term.slug) ?? term.name }));
  }

  async list(list: string, request: PageRequest): Promise<ResultPage<ListItem>> {
    const sorted = [...(this.#lists.get(list) ?? [])].sort(byKey).reverse();
    return pageOf(sorted, request, (key, after) => key < after);
  }

  async terms(kind: TermKind, request: PageRequest) {
    const sorted = [...(this.#terms.get(kind) ?? [])].sort(byKey);
    const named = sorted.map(([slug, name]) => [slug, { slug, name }] as const);
    const { items, next } = pageOf(named, request, (key, after) => key > after);
    return { items: items.filter(({ slug }) => this.#lists.get(termLists[kind] + slug)?.size), next };
  }

  /** Every list with what stands in it. */
  everyList(): Record<string, ListItem[]> {
    const full = [...this.#lists].filter(([, items]) => items.size);
    return Object.fromEntries(
      full.map(([list, items]) => [list, [...items].sort(byKey).map(([, item]) => item)]),
    );
  }

  everyHead(): StoredHead[] {
    return structuredClone([...this.#heads].sort(byKey).map(([, head]) => head));
  }
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

const picked = <T>(from: Map<string, T>, keys: string[]): Map<string, T> =>
  new Map([...from].filter(([key]) => keys.includes(key)));

function submap<K, L, V>(maps: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const map = maps.get(key) ?? new Map<L, V>();
  maps.set(key, map);
  return map;
}

function pageOf<T>(
  sorted: (readonly [string, T])[],
  { limit, after }: PageRequest,
  isBeyond: (key: string, after: string) => boolean,
): ResultPage<T> {
  const beyond = after === undefined ? sorted : sorted.filter(([key]) => isBeyond(key, after));
  const here = beyond.slice(0, limit);
  const next = beyond.length > limit ? here.at(-1)?.[0] : undefined;
  return { items: structuredClone(here.map(([, item]) => item)), next };
}
