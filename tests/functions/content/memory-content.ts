import { isLive, type Revision, type StoredHead } from '../../../functions/content/contract/document.ts';
import {
  type ListItem,
  listOf,
  type TermKey,
  type TermKind,
  termLists,
} from '../../../functions/content/contract/lists.ts';
import { basenameOf, type Namesake, titleSlugOf } from '../../../functions/content/documents/claim.ts';
import {
  type DocumentWrite,
  movedIds,
  otherConditions,
  type StateWrite,
  storedHead,
  storedRevision,
} from '../../../functions/content/documents/document-write.ts';
import { listItemsOf, termsOf } from '../../../functions/content/documents/membership.ts';
import { dueAtOf } from '../../../functions/content/documents/schedule.ts';
import type { Term } from '../../../functions/content/kinds/kind.ts';
import type {
  ContentStore,
  DocumentReader,
  DueDocuments,
  Filename,
  HistoryReader,
  ListReader,
  PageRequest,
  ResultPage,
  SpelledTerm,
  Spellings,
  TermReader,
  WriteOutcome,
} from '../../../functions/content/ports.ts';
import type { ErasableDocuments } from '../../../functions/content/removal/ports.ts';
import { leadingTo } from '../../../functions/content/store/dynamo-erasing.ts';
import type { MemoryUploads } from './memory-uploads.ts';

/** The documents, for as long as the test runs. */
export class MemoryContent
  implements
    ContentStore,
    DocumentReader,
    DueDocuments,
    ErasableDocuments,
    HistoryReader,
    ListReader,
    TermReader
{
  readonly #heads = new Map<string, StoredHead>();
  /** By slug and `since`. */
  readonly #revisions = new Map<string, Map<number, Revision>>();
  readonly #slugs = new Map<string, string>();
  readonly #filenames = new Map<string, string>();
  readonly #namesakes = new Map<string, Map<string, Namesake>>();
  readonly #lists = new Map<string, Map<string, ListItem>>();
  readonly #terms = new Map<TermKind, Map<string, SpelledTerm>>();
  readonly #uploads: MemoryUploads;

  constructor(uploads: MemoryUploads) {
    this.#uploads = uploads;
  }

  async lookUp({ slugs, filenames, ids = [] }: { slugs: string[]; filenames: Filename[]; ids?: string[] }) {
    const namesakes = filenames.map(({ name }) => this.#namesakesFor(basenameOf(name), filenames));
    return structuredClone({
      heads: picked(this.#heads, slugs),
      filenames: picked(
        this.#filenames,
        filenames.map(({ name }) => name),
      ),
      namesakes: new Map(namesakes.filter(([, all]) => all.length)),
      slugs: picked(this.#slugs, ids),
    });
  }

  /** The first 50 in order of title, and those of the titles asked for. */
  #namesakesFor(basename: string, asked: Filename[]): [string, Namesake[]] {
    const sorted = [...(this.#namesakes.get(basename) ?? [])].sort(byKey);
    const isAsked = (title: string) =>
      asked.some((one) => basenameOf(one.name) === basename && one.title === title);
    return [basename, sorted.filter(([title], at) => at < 50 || isAsked(title)).map(([, one]) => one)];
  }

  async write(write: DocumentWrite): Promise<WriteOutcome> {
    const { markers = [], filename, likeness, file, ...document } = structuredClone(write);
    const asSeen = otherConditions(write);
    if (!asSeen) return 'overtaken';
    const written = [document, ...markers].map(({ head }) => head.slug);
    if (new Set(written).size < written.length) throw new Error('One transaction writes an item once');
    if (file && this.#uploads.isSettled(file)) return 'done-before';
    const states = [{ ...document, markers }, ...markers];
    const others = asSeen.map((seen) => ({ seen, head: seen }));
    if (![...states, ...others].every((state) => this.#isAsSeen(state))) return 'overtaken';
    for (const state of states) this.#put(state);
    for (const [id, slug] of movedIds({ ...document, markers })) this.#slugs.set(id, slug);
    if (filename) {
      const { head, revision } = document;
      const title = titleSlugOf(revision ?? head);
      this.#filenames.set(filename, head.slug);
      submap(this.#namesakes, basenameOf(filename)).set(title, { slug: head.slug, title, likeness });
    }
    if (file) this.#uploads.settleNow(file);
    return 'written';
  }

  #isAsSeen({ seen, head }: StateWrite): boolean {
    const there = this.#heads.get(head.slug);
    const sameVersion = there?.version === seen?.version;
    return sameVersion && there?.order === seen?.order && there?.revisions === seen?.revisions;
  }

  #put(state: StateWrite & Pick<DocumentWrite, 'markers'>): void {
    const [seen, head, revision] = [state.seen, storedHead(state), storedRevision(state)];
    this.#heads.set(head.slug, head);
    for (const { list, sort } of seen?.lists ?? []) this.#lists.get(list)?.delete(sort);
    for (const item of listItemsOf(head)) submap(this.#lists, item.list).set(item.sort, item);
    if (revision) submap(this.#revisions, pastOf(head.slug, head.since)).set(revision.revision, revision);
  }

  async addTerms(terms: Term[]) {
    for (const term of terms) {
      const known = submap(this.#terms, term.kind);
      if (!known.has(term.slug)) known.set(term.slug, { ...term, settled: false });
    }
  }

  /** As earlier versions left terms and list items. */
  forgetSpellings() {
    for (const terms of this.#terms.values()) for (const term of terms.values()) term.settled = false;
    for (const items of this.#lists.values()) for (const item of items.values()) delete item.term;
  }

  readonly spellings: Spellings = {
    lookUp: async (keys: TermKey[], slug = '') => {
      const terms = keys.flatMap((key) => this.#terms.get(key.kind)?.get(key.slug) ?? []);
      return structuredClone({ terms, head: this.#heads.get(slug) });
    },
    newest: async (key: TermKey) => {
      const [item] = [...(this.#lists.get(listOf(key)) ?? [])].sort(byKey).reverse();
      const head = this.#heads.get(item?.[1].entry.slug ?? '');
      const own = head && termsOf(head).find(({ kind, slug }) => kind === key.kind && slug === key.slug);
      return item?.[1].term ?? own?.name;
    },
    settle: async ({ kind, slug, name: seen }: SpelledTerm, name: string) => {
      const terms = submap(this.#terms, kind);
      if (terms.get(slug)?.name !== seen) return false;
      terms.set(slug, { kind, slug, name, settled: true });
      return true;
    },
    add: async ({ kind, slug }: TermKey) => {
      const terms = submap(this.#terms, kind);
      if (terms.has(slug)) return false;
      terms.set(slug, { kind, slug, name: slug, settled: false });
      return true;
    },
    remove: async ({ kind, slug, name: seen }: SpelledTerm) => {
      const terms = submap(this.#terms, kind);
      return terms.get(slug)?.name === seen && terms.delete(slug);
    },
  };

  async revisionsUpTo(slug: string, order: string, since?: string) {
    const all = [...(this.#revisions.get(pastOf(slug, since)) ?? [])].filter(
      ([, revision]) => revision.order <= order,
    );
    const row = (number: number) => JSON.stringify([pastOf(slug, since), number]);
    return structuredClone(all.map(([number, revision]) => ({ ...revision, row: row(number) })));
  }

  async removeRevisions(_slug: string, rows: string[]) {
    for (const row of rows) {
      const [past, number] = JSON.parse(row);
      submap(this.#revisions, past).delete(number);
    }
  }

  async begunBefore(slug: string, order: string) {
    // The maps of revisions that were removed are still there, empty.
    const pasts = [...this.#revisions.keys()].map((key) => key.split(' '));
    const begun = pasts.flatMap(([at, since]) => (at === slug && since ? [since] : []));
    return begun
      .filter((since) => since < order)
      .sort()
      .at(-1);
  }

  async removeFilenames(slug: string, filenames: Filename[]) {
    for (const { name, title } of filenames) {
      if (this.#filenames.get(name) === slug) this.#filenames.delete(name);
      const namesakes = submap(this.#namesakes, basenameOf(name));
      if (namesakes.get(title)?.slug === slug) namesakes.delete(title);
    }
  }

  async markersTo(slug: string) {
    const markers = [...this.#heads.values()].filter(({ status }) => status === 'moved');
    return leadingTo(slug, new Map(markers.map((head) => [head.slug, head.to ?? ''])));
  }

  async head(slug: string) {
    return structuredClone(this.#heads.get(slug));
  }

  heads = async (wanted: { slugs: string[]; ids: string[] }) => this.lookUp({ ...wanted, filenames: [] });

  async revisions(slug: string, limit: number, since?: string) {
    const all = [...(this.#revisions.get(pastOf(slug, since)) ?? [])].sort(([a], [b]) => b - a);
    return structuredClone(all.slice(0, limit).map(([, head]) => head));
  }

  async revision(slug: string, revision: number, since?: string) {
    return structuredClone(this.#revisions.get(pastOf(slug, since))?.get(revision));
  }

  async documents(request: PageRequest): Promise<ResultPage<StoredHead>> {
    const live = [...this.#heads.values()].filter(isLive);
    const sorted = live
      .map((head) => [`${head.at}#${head.slug}`, head] as const)
      .sort(byKey)
      .reverse();
    return pageOf(sorted, request, (key, after) => key < after);
  }

  async due(now: string, limit: number) {
    const due = [...this.#heads.values()].map((head) => [dueAtOf(head) ?? '~', head.slug] as const);
    const sorted = due.filter(([at]) => at <= now).sort(byKey);
    return sorted.slice(0, limit).map(([, slug]) => slug);
  }

  async allHeads(request: PageRequest): Promise<ResultPage<StoredHead>> {
    const sorted = [...this.#heads.values()]
      .map((head) => [`${isLive(head) ? 'documents' : 'markers'}/${head.at}#${head.slug}`, head] as const)
      .sort(byKey);
    return pageOf(sorted, request, (key, after) => key > after);
  }

  headOf = (slug: string) => this.head(slug);

  async past(slug: string, request: PageRequest & { since?: string }): Promise<ResultPage<Revision>> {
    const sorted = [...(this.#revisions.get(pastOf(slug, request.since)) ?? [])]
      .map(([number, revision]) => [String(number).padStart(6, '0'), revision] as const)
      .sort(byKey);
    return pageOf(sorted, request, (key, after) => key > after);
  }

  async withoutRevision(heads: StoredHead[]) {
    const isStored = ({ slug, since, revision }: StoredHead) =>
      this.#revisions.get(pastOf(slug, since))?.has(revision);
    return new Set(heads.flatMap((head) => (isStored(head) ? [] : head.slug)));
  }

  async filenamesFor(slug: string, filenames: string[]) {
    return filenames.filter((filename) => this.#filenames.get(filename) === slug);
  }

  async spelled(terms: Term[]) {
    return terms.map((term) => ({
      ...term,
      name: this.#terms.get(term.kind)?.get(term.slug)?.name ?? term.name,
    }));
  }

  async list(list: string, request: PageRequest): Promise<ResultPage<ListItem>> {
    const sorted = [...(this.#lists.get(list) ?? [])].sort(byKey).reverse();
    return pageOf(sorted, request, (key, after) => key < after);
  }

  async terms(kind: TermKind, request: PageRequest) {
    const used = [...(this.#terms.get(kind) ?? [])].filter(
      ([slug]) => this.#lists.get(termLists[kind] + slug)?.size,
    );
    const named = used.sort(byKey).map(([slug, { name }]) => [slug, { slug, name }] as const);
    return pageOf(named, request, (key, after) => key > after);
  }

  /** Puts a head as it was stored before heads had ids and versions, with its places in lists. */
  async keepOld({ id, version, former, since, ...head }: StoredHead) {
    this.#heads.set(head.slug, structuredClone(head));
    for (const item of listItemsOf(head)) submap(this.#lists, item.list).set(item.sort, item);
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

const pastOf = (slug: string, since = '') => `${slug} ${since}`;

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
