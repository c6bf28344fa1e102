import type {
  EditorsMessage,
  EvidenceKey,
  Export,
  ExportedRow,
  ExportFiles,
  Exports,
  HashKeys,
  Import,
  ImportBatch,
  ImportFiles,
  Imports,
  Part,
  People,
  RefusedRow,
} from '../../../../functions/newsletters/editors/ports.ts';
import type { MemorySubscribers } from '../memory-subscribers.ts';

/** Imports whose transactions span the rows of people. */
export class MemoryImports implements Imports {
  readonly #rows = new Map<string, Import>();
  readonly #refused = new Map<string, RefusedRow[]>();
  readonly #subscribers: MemorySubscribers;
  #last: Promise<unknown> = Promise.resolve();

  constructor(subscribers: MemorySubscribers) {
    this.#subscribers = subscribers;
  }

  async open(one: Import): Promise<void> {
    this.#rows.set(one.id, structuredClone(one));
  }

  async find(id: string): Promise<Import | undefined> {
    return structuredClone(this.#rows.get(id));
  }

  async begin(...[id, found, position]: Parameters<Imports['begin']>): Promise<void> {
    const known = this.#rows.get(id);
    if (known?.state === 'waiting') this.#rows.set(id, { ...known, state: 'working', found, position });
  }

  /** One after the other, as transactions of one row are. */
  commit(batch: ImportBatch): ReturnType<Imports['commit']> {
    const committed = this.#last.then(() => this.#commit(batch));
    this.#last = committed.catch(() => undefined);
    return committed;
  }

  async #commit({ id, from, to, counts, refused, write }: ImportBatch) {
    const known = this.#rows.get(id);
    const isThere = known?.position.byte === from.byte && known.position.row === from.row;
    if (known?.state !== 'working' || !isThere) return 'moved' as const;
    if ((await this.#subscribers.write(write)) !== 'written') return 'conflict' as const;
    const { added, there, refused: out } = known.counts;
    const sum = {
      added: added + counts.added,
      there: there + counts.there,
      refused: out + counts.refused,
    };
    this.#rows.set(id, { ...known, position: to, counts: sum });
    this.#refused.set(id, [...(this.#refused.get(id) ?? []), ...structuredClone(refused)]);
    return 'written' as const;
  }

  async fail(...[id, failed]: Parameters<Imports['fail']>): Promise<void> {
    const known = this.#rows.get(id);
    if (known?.state === 'waiting' || known?.state === 'working') this.#rows.set(id, { ...known, failed });
  }

  async end(...[id, outcome]: Parameters<Imports['end']>): Promise<void> {
    const known = this.#rows.get(id);
    if (known?.state === 'waiting' || known?.state === 'working')
      this.#rows.set(id, { ...known, ...outcome });
  }

  /** Three at a time, so that there is a next page. */
  async refused(id: string, after = 0) {
    const left = (this.#refused.get(id) ?? []).filter(({ row }) => row > after);
    const rows = left.slice(0, 3);
    const next = rows.at(-1)?.row;
    return { rows, ...(left.length > rows.length && next !== undefined && { next }) };
  }

  async forgetRefused(id: string): Promise<void> {
    this.#refused.delete(id);
  }
}

export class MemoryExports implements Exports {
  readonly #rows = new Map<string, Export>();
  #erasures = 0;

  async find(by: string): Promise<Export | undefined> {
    return structuredClone(this.#rows.get(by));
  }

  async start(one: Export, before: Export | undefined): Promise<boolean> {
    return this.#put(one, before);
  }

  async advance(before: Export, after: Export): Promise<boolean> {
    return this.#put(after, before);
  }

  async erasures(): Promise<number> {
    return this.#erasures;
  }

  async countErasure(): Promise<void> {
    this.#erasures += 1;
  }

  #put(one: Export, before: Export | undefined): boolean {
    const marks = (row: Export | undefined) =>
      row && [row.id, row.slices, row.state, row.delivered ?? false].join(' ');
    if (marks(this.#rows.get(one.by)) !== marks(before)) return false;
    this.#rows.set(one.by, structuredClone(one));
    return true;
  }
}

/** Two buckets. */
export class MemoryFiles implements ImportFiles, ExportFiles {
  readonly #files = new Map<string, Uint8Array>();

  /** What a form brought. */
  arrive(id: string, bytes: Uint8Array): void {
    this.#files.set(`imports/${id}`, bytes);
  }

  async form(id: string, bytes: number) {
    return { url: 'https://imports.example/', fields: { key: `imports/${id}`, bytes: `${bytes}` } };
  }

  async read(id: string, from: number, bytes?: number): Promise<AsyncIterable<Uint8Array> | undefined> {
    const file = this.#files.get(`imports/${id}`);
    if (!file) return undefined;
    const part = file.subarray(from, bytes === undefined ? undefined : from + bytes);
    return (async function* () {
      for (let at = 0; at < part.length; at += 100) yield part.subarray(at, at + 100);
    })();
  }

  async remove(id: string): Promise<void> {
    this.#files.delete(`imports/${id}`);
  }

  async write(key: string, text: string): Promise<number> {
    const bytes = Buffer.from(text);
    this.#files.set(key, bytes);
    return bytes.length;
  }

  async join(key: string, parts: readonly Part[]): Promise<boolean> {
    const found = parts.map((part) => this.#files.get(part.key));
    if (!found.length || found.includes(undefined)) return false;
    this.#files.set(key, Buffer.concat(found.flatMap((one) => one ?? [])));
    return true;
  }

  async link(key: string): Promise<string> {
    return `https://exports.example/${key}`;
  }

  async removeAll(): Promise<void> {
    for (const key of this.#files.keys()) if (!key.startsWith('imports/')) this.#files.delete(key);
  }

  text(key: string): string | undefined {
    const file = this.#files.get(key);
    return file && Buffer.from(file).toString('utf8');
  }

  get keys(): string[] {
    return [...this.#files.keys()];
  }
}

/** The table as editors look through it; a page of its scan has three rows. */
export class MemoryPeople implements People {
  readonly #subscribers: MemorySubscribers;

  constructor(subscribers: MemorySubscribers) {
    this.#subscribers = subscribers;
  }

  async addresses(hashes: readonly string[]) {
    const found = await Promise.all([...new Set(hashes)].map((hash) => this.#subscribers.address(hash)));
    return found.flatMap((row) => row ?? []);
  }

  async people(ids: readonly string[]) {
    const found = await Promise.all([...new Set(ids)].map((id) => this.#subscribers.person(id)));
    return found.flatMap((row) => row ?? []);
  }

  async entries(keys: readonly EvidenceKey[]) {
    const stories = await Promise.all(keys.map(({ person }) => this.#subscribers.evidence(person)));
    return keys.flatMap(({ id }, at) => stories[at]?.find((one) => one.id === id) ?? []);
  }

  async newest(before: string | undefined, limit: number) {
    const all = this.#subscribers.people().sort((a, b) => (a.id < b.id ? 1 : -1));
    const left = all.filter(({ id }) => before === undefined || id < before);
    const people = left.slice(0, limit);
    const next = people.at(-1)?.id;
    return { people, ...(left.length > people.length && next !== undefined && { next }) };
  }

  async growth(list: string) {
    const { joined = 0, left = 0 } = this.#subscribers.growth()[list] ?? {};
    return joined || left ? [{ day: '2026-05-01', joined, left }] : [];
  }

  async scan(after: string | undefined) {
    const people = this.#subscribers.people();
    const evidence = await Promise.all(people.map(({ id }) => this.#subscribers.evidence(id)));
    const all: ExportedRow[] = [
      ...people.map((row) => ({ what: 'person' as const, row })),
      ...this.#subscribers.addresses().map((row) => ({ what: 'address' as const, row })),
      ...evidence.flat().map((row) => ({ what: 'evidence' as const, row })),
    ];
    const from = Number(after ?? 0);
    return { rows: all.slice(from, from + 3), ...(all.length > from + 3 && { next: `${from + 3}` }) };
  }

  async forget(person: string): Promise<void> {
    this.#subscribers.forget(person);
  }
}

export class MemoryHashKeys implements HashKeys {
  readonly #keys = new Set<string>();

  async read(): Promise<string[]> {
    return [...this.#keys].sort();
  }

  async add(key: string): Promise<void> {
    this.#keys.add(key);
  }
}

/** The room's queue: what is sent stays until it is taken. */
export class MemoryMessages {
  readonly sent: EditorsMessage[] = [];

  async send(message: EditorsMessage): Promise<void> {
    this.sent.push(structuredClone(message));
  }
}
