import { expect, it } from 'vitest';
import type {
  ExportFiles,
  Exports,
  HashKeys,
  Import,
  ImportBatch,
  ImportFiles,
  Imports,
  People,
} from '../../functions/newsletters/editors/ports.ts';
import { newExport } from '../../functions/newsletters/editors/write-export.ts';
import type { Subscribers } from '../../functions/newsletters/ports.ts';
import { aPerson, noon } from '../functions/newsletters/a-person.ts';

const id = '01KB5V2D6F8H0K3M5P7R9T1W4Y';
const start = { byte: 0, row: 0 };
const first = { byte: 6, row: 1 };
const then = { byte: 40, row: 3 };

const anImport = (members: Partial<Import> = {}): Import => ({
  ...{ id, by: 'edda', file: 'a.csv', bytes: 100, openedAt: noon, state: 'waiting', position: start },
  counts: { added: 0, there: 0, refused: 0 },
  ...members,
});

const found: NonNullable<Import['found']> = {
  ...{ format: { encoding: 'utf-8', delimiter: ',' }, kind: 'people', columns: { email: 0 } },
  ...{ header: ['email'], rows: 2 },
};

const refused = [{ row: 2, cells: ['nia@example'], why: 'No address.' }];

const aBatch = (members: Partial<ImportBatch> = {}): ImportBatch => ({
  ...{ id, from: first, to: then, counts: { added: 1, there: 0, refused: 1 }, refused },
  write: { at: noon, people: [{ after: aPerson() }] },
  ...members,
});

export interface ImportsUnderTest {
  imports: Imports;
  subscribers: Pick<Subscribers, 'person' | 'write'>;
}

/** What an import relies on to go on where it was. */
export function importsContract(open: () => Promise<ImportsUnderTest>): void {
  it('keeps an import as it was opened, and begins it once', async () => {
    const { imports } = await open();
    expect(await imports.find(id)).toBeUndefined();
    await imports.open(anImport({ consent: 'Signed', dryRun: true }));
    expect(await imports.find(id)).toEqual(anImport({ consent: 'Signed', dryRun: true }));
    await imports.begin(id, found, first);
    await imports.begin(id, { ...found, rows: 9 }, then);
    expect(await imports.find(id)).toMatchObject({ state: 'working', found, position: first });
  });

  it('writes people, counts and position together', async () => {
    const { imports, subscribers } = await open();
    await imports.open(anImport());
    await imports.begin(id, found, first);
    expect(await imports.commit(aBatch())).toBe('written');
    expect(await imports.find(id)).toMatchObject({
      ...{ position: then, counts: { added: 1, there: 0, refused: 1 } },
    });
    expect(await subscribers.person(aPerson().id)).toMatchObject({ email: 'nia@example.org' });
    expect(await imports.refused(id)).toEqual({ rows: refused });
  });

  it('writes nothing where the position has moved, or before it began', async () => {
    const { imports, subscribers } = await open();
    await imports.open(anImport());
    expect(await imports.commit(aBatch({ from: start }))).toBe('moved');
    await imports.begin(id, found, first);
    expect(await imports.commit(aBatch({ from: then, to: { byte: 90, row: 4 } }))).toBe('moved');
    expect(await subscribers.person(aPerson().id)).toBeUndefined();
    expect(await imports.refused(id)).toEqual({ rows: [] });
    await imports.commit(aBatch());
    expect(await imports.commit(aBatch())).toBe('moved');
  });

  it('writes nothing where somebody was written since', async () => {
    const { imports, subscribers } = await open();
    await imports.open(anImport());
    await imports.begin(id, found, first);
    await subscribers.write({ at: noon, people: [{ after: aPerson() }] });
    expect(await imports.commit(aBatch())).toBe('conflict');
    expect(await imports.find(id)).toMatchObject({ position: first, counts: { added: 0 } });
  });

  it('keeps where it failed, until it has ended', async () => {
    const { imports } = await open();
    await imports.open(anImport());
    await imports.begin(id, found, first);
    await imports.fail(id, { at: first, times: 2 });
    expect(await imports.find(id)).toMatchObject({ state: 'working', failed: { at: first, times: 2 } });
    await imports.end(id, { state: 'stopped', why: 'Failed' });
    await imports.fail(id, { at: then, times: 1 });
    expect(await imports.find(id)).toMatchObject({ state: 'stopped', failed: { at: first, times: 2 } });
  });

  it('ends once, and acts on no row after that', async () => {
    const { imports } = await open();
    await imports.open(anImport());
    await imports.begin(id, found, first);
    await imports.end(id, { state: 'done', refusedParts: 2 });
    await imports.end(id, { state: 'stopped', why: 'Late' });
    expect(await imports.find(id)).toMatchObject({ state: 'done', refusedParts: 2 });
    expect(await imports.commit(aBatch())).toBe('moved');
  });

  it('gives refused rows in the order of the file, page by page, until they are forgotten', async () => {
    const { imports } = await open();
    await imports.open(anImport());
    await imports.begin(id, found, first);
    let from = first;
    for (let row = 2; row < 12; row += 2) {
      const to = { byte: row * 10, row };
      const rows = [row, row + 1].map((one) => ({ row: one, cells: [`${one}`, ''], why: 'No.' }));
      await imports.commit(aBatch({ from, to, refused: rows, write: { at: noon } }));
      from = to;
    }
    const all: number[] = [];
    for (let after: number | undefined = 0; after !== undefined; ) {
      const page = await imports.refused(id, after);
      all.push(...page.rows.map(({ row }) => row));
      after = page.next;
    }
    expect(all).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    await imports.forgetRefused(id);
    expect(await imports.refused(id)).toEqual({ rows: [] });
    expect(await imports.find(id)).toBeDefined();
  });
}

/** One export an editor, moved on by one call. */
export function exportsContract(open: () => Promise<Exports>): void {
  it('moves on only as it was read', async () => {
    const exports = await open();
    const one = newExport(id, 'edda', noon);
    expect(await exports.find('edda')).toBeUndefined();
    expect(await exports.start(one, undefined)).toBe(true);
    expect(await exports.start(one, undefined)).toBe(false);
    const after = {
      ...one,
      slices: 1,
      after: '{"pk":"a"}',
      parts: { ...one.parts, people: [{ key: 'p', bytes: 3 }] },
    };
    expect(await exports.advance(one, after)).toBe(true);
    expect(await exports.advance(one, after)).toBe(false);
    expect(await exports.find('edda')).toEqual(after);
    const done = { ...after, state: 'done' as const };
    expect(await exports.advance(after, done)).toBe(true);
    expect(await exports.advance(done, { ...done, delivered: true })).toBe(true);
    expect(await exports.advance(done, { ...done, delivered: true })).toBe(false);
    expect(await exports.start(newExport('02', 'edda', noon), { ...done, delivered: true })).toBe(true);
    expect(await exports.find('wim')).toBeUndefined();
  });

  it('counts erasures, beside the exports', async () => {
    const exports = await open();
    await exports.start(newExport(id, 'edda', noon), undefined);
    expect(await exports.erasures()).toBe(0);
    for (let times = 0; times < 3; times++) await exports.countErasure();
    expect(await exports.erasures()).toBe(3);
    expect(await exports.find('edda')).toEqual(newExport(id, 'edda', noon));
  });
}

export function hashKeysContract(open: () => Promise<HashKeys>): void {
  it('has each key once', async () => {
    const keys = await open();
    expect(await keys.read()).toEqual([]);
    for (const key of ['b', 'a', 'b']) await keys.add(key);
    expect(await keys.read()).toEqual(['a', 'b']);
  });
}

export interface PeopleUnderTest {
  people: People;
  subscribers: Pick<Subscribers, 'write' | 'evidence'>;
}

const ulid = (at: number): string => `01KB5V2D6F8H0K3M5P7R9T${String(at).padStart(4, '0')}`;

/** How editors look through everybody. */
export function peopleContract(open: () => Promise<PeopleUnderTest>): void {
  const stored = async (count: number) => {
    const opened = await open();
    for (let at = 0; at < count; at++) {
      const person = aPerson({ id: ulid(at), email: `reader${at}@example.org`, addressHash: `hash${at}` });
      const address = { hash: person.addressHash, person: person.id, writes: 0 };
      const evidence = { id: ulid(at), person: person.id, at: noon, what: 'imported' as const };
      await opened.subscribers.write({
        ...{ at: noon, people: [{ after: person }], addresses: [{ after: address }], evidence: [evidence] },
      });
    }
    return opened;
  };

  it('finds addresses and people by their keys, those that there are', async () => {
    const { people } = await stored(3);
    expect((await people.addresses(['hash1', 'hash9', 'hash1'])).map(({ hash }) => hash)).toEqual(['hash1']);
    expect((await people.people([ulid(2), ulid(8)])).map(({ id }) => id)).toEqual([ulid(2)]);
    expect(await people.people([])).toEqual([]);
    const keys = [
      { person: ulid(1), id: ulid(1) },
      { person: ulid(1), id: ulid(2) },
      { person: ulid(9), id: ulid(1) },
    ];
    expect(await people.entries(keys)).toMatchObject([{ person: ulid(1), id: ulid(1), what: 'imported' }]);
  });

  it('gives everybody once, the newest first', async () => {
    const { people } = await stored(45);
    const ids: string[] = [];
    for (let before: string | undefined = '~', first = true; before !== undefined; first = false) {
      const page = await people.newest(first ? undefined : before, 5);
      ids.push(...page.people.map(({ id }) => id));
      before = page.next;
    }
    expect(ids).toEqual(Array.from({ length: 45 }, (_, at) => ulid(44 - at)));
  });

  it('scans all rows of people, addresses and evidence, and nothing else', async () => {
    const { people, subscribers } = await stored(7);
    const closed = { id: ulid(20), into: ulid(1), at: noon, writes: 0 };
    await subscribers.write({ at: noon, people: [{ after: closed }] });
    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = await people.scan(after);
      found.push(...page.rows.map(({ what, row }) => `${what} ${'hash' in row ? row.hash : row.id}`));
      after = page.next;
    } while (after !== undefined);
    const wanted = Array.from({ length: 7 }, (_, at) => [
      ...[`person ${ulid(at)}`, `address hash${at}`, `evidence ${ulid(at)}`],
    ]);
    expect(found.sort()).toEqual(wanted.flat().sort());
  });

  it('sums what joined and left a list', async () => {
    const { people } = await stored(9);
    expect(await people.growth('weekly')).toEqual([{ day: noon.slice(0, 10), joined: 9, left: 0 }]);
    expect(await people.growth('other')).toEqual([]);
  });

  it('forgets the story of one person', async () => {
    const { people, subscribers } = await stored(2);
    await people.forget(ulid(0));
    expect(await subscribers.evidence(ulid(0))).toEqual([]);
    expect(await subscribers.evidence(ulid(1))).toHaveLength(1);
    expect((await people.people([ulid(0)])).length).toBe(1);
  });
}

export interface FilesUnderTest {
  imports: ImportFiles;
  exports: ExportFiles;
  /** Has a file arrive, as by its form. */
  arrive(id: string, bytes: Uint8Array): Promise<void>;
  /** What is stored under a key of the exports. */
  text(key: string): Promise<string | undefined>;
}

export function editorsFilesContract(open: () => Promise<FilesUnderTest>): void {
  it('reads a file from any byte on, until it is removed', async () => {
    const { imports, arrive } = await open();
    expect(await imports.read(id, 0)).toBeUndefined();
    await arrive(id, Buffer.from('email,name'));
    const read = async (from: number, bytes?: number) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of (await imports.read(id, from, bytes)) ?? []) pieces.push(piece);
      return Buffer.concat(pieces).toString();
    };
    expect(await read(0)).toBe('email,name');
    expect(await read(6)).toBe('name');
    expect(await read(2, 3)).toBe('ail');
    expect(await read(0, 5000)).toBe('email,name');
    await imports.remove(id);
    await imports.remove(id);
    expect(await imports.read(id, 0)).toBeUndefined();
  });

  it('joins parts into one file, and none of which a part is gone', async () => {
    const { exports, text } = await open();
    const parts = [];
    for (const [at, part] of ['name\r\n', '“Nia”\r\n', 'Wim\r\n'].entries()) {
      const key = `parts/${at}`;
      parts.push({ key, bytes: await exports.write(key, part) });
    }
    expect(parts.map(({ bytes }) => bytes)).toEqual([6, 11, 5]);
    expect(await exports.join('exports/a.csv', parts)).toBe(true);
    expect(await text('exports/a.csv')).toBe('name\r\n“Nia”\r\nWim\r\n');
    for (const gone of [0, 2]) {
      const broken = parts.map((part, at) => (at === gone ? { ...part, key: 'parts/gone' } : part));
      expect(await exports.join('exports/b.csv', broken)).toBe(false);
      expect(await text('exports/b.csv')).toBeUndefined();
    }
  });

  it('removes every file of the exports', async () => {
    const { exports, text } = await open();
    await exports.removeAll();
    for (const key of ['exports/a', 'parts/b', 'refused/c']) await exports.write(key, key);
    await exports.removeAll();
    for (const key of ['exports/a', 'parts/b', 'refused/c']) expect(await text(key)).toBeUndefined();
  });
}
