import type { Clock } from '../../runtime/clock.ts';
import { byteOrderMark, csvText } from '../../runtime/csv.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Keys } from '../../runtime/people/keys.ts';
import type { AddressRow } from '../address.ts';
import { ledgerHeader } from '../issues/report.ts';
import { type LedgerDeps, ledgerSlice } from '../newsroom/ledger-slice.ts';
import { departuresOf, isClosed, type Person } from '../person.ts';
import { columnsOf, headingOf, type ImportKind } from './import-columns.ts';
import { evidenceCells } from './import-evidence.ts';
import type {
  Export,
  ExportedFile,
  ExportedRow,
  ExportFiles,
  Exports,
  HashKeys,
  Messages,
  Part,
  People,
  SubscribersFile,
} from './ports.ts';
import { subscribersFiles } from './ports.ts';
import { listsShown, stateShown } from './shown-subscriber.ts';

/*
 * The whole table is read in slices of some seconds, each a message that sends the next and leaves a part of each file;
 * at the end the parts become the files. What the function dies of, or what comes twice:
 *
 * | export | |
 * | --- | --- |
 * | dies after the row, before the message | whoever asks again while nothing is written sends it again |
 * | dies within a slice | parts that no row names; the message returns, and the slice is written again under other names |
 * | two calls write one slice | one moves the export on; to the other it is not as it was read: it ends, and sends nothing |
 * | dies after the last slice, before the files | the message returns: the files are joined from the parts |
 * | an erasure removes the parts | there was one more: read again from the beginning, without who was erased |
 * | an erasure comes between a slice's reading and its parts | as above, and what was written too late is removed |
 * | an erasure removes the files | the links lead nowhere, which is right: asked again, a new export begins |
 * | the answer with the links is lost | asked again, a new export begins |
 */

export interface Deps extends LedgerDeps {
  exports: Exports;
  people: Pick<People, 'scan' | 'people'>;
  results: Pick<ExportFiles, 'write' | 'join' | 'removeAll'>;
  hashKeys: Pick<HashKeys, 'read'>;
  keys: Pick<Keys, 'hashKey'>;
  messages: Messages;
  clock: Clock;
  ids: Ids;
  /** Milliseconds of a slice, and its rows at most: memory holds them. */
  slice: number;
  rows: number;
}

/** @param issue Id of the issue whose ledger it is. */
export const newExport = (id: string, by: string, startedAt: string, issue?: string): Export => ({
  ...{ id, by, startedAt, state: 'working', slices: 0, parts: {} },
  ...(issue !== undefined && { issue }),
});

const begunAnew = ({ id, by, startedAt, issue }: Export): Export => newExport(id, by, startedAt, issue);

const filesOf = ({ issue }: Export): readonly ExportedFile[] =>
  issue === undefined ? subscribersFiles : ['ledger'];

export const fileKey = ({ id }: Pick<Export, 'id'>, file: ExportedFile): string =>
  `exports/${id}/${file}.csv`;

/** Writes a slice of an export, and after the last one its files. Whoever comes late finds nothing to do. */
export async function writeExport({ by, id }: Pick<Export, 'by' | 'id'>, deps: Deps): Promise<void> {
  const before = await deps.exports.find(by);
  if (before?.id !== id || before.state === 'done') return;
  const after = await step(before, deps);
  if (!(await deps.exports.advance(before, after))) return;
  if (after.state === 'working') await deps.messages.send({ export: { by, id } });
}

/** @returns the export one step on; from its beginning where somebody was erased since that. */
async function step(before: Export, deps: Deps): Promise<Export> {
  const { slices, erasures = await deps.exports.erasures() } = before;
  const isRead = slices > 0 && before.after === undefined;
  const after = isRead ? await joined(before, deps) : await withSlice(before, deps);
  if ((await deps.exports.erasures()) === erasures) return { ...after, erasures };
  await deps.results.removeAll();
  return begunAnew(before);
}

async function joined(before: Export, { results }: Deps): Promise<Export> {
  for (const file of filesOf(before)) {
    if (!(await results.join(fileKey(before, file), before.parts[file] ?? []))) return begunAnew(before);
  }
  return { ...before, state: 'done' };
}

type Rows = Partial<Record<ExportedFile, string[][]>>;

/** Rows of a slice, and where the next begins; absent: it is the last. */
interface Slice {
  rows: Rows;
  next?: string;
}

async function withSlice(before: Export, deps: Deps): Promise<Export> {
  const { rows, next } = await (before.issue === undefined
    ? subscribersSlice(before, deps)
    : ledgerSliceOf(before.issue, before, deps));
  const parts = { ...before.parts };
  for (const file of filesOf(before))
    parts[file] = [...(parts[file] ?? []), ...(await writePart(before, file, rows[file] ?? [], deps))];
  const { after: _, ...others } = before;
  return { ...others, parts, slices: before.slices + 1, ...(next !== undefined && { after: next }) };
}

const endOf = ({ clock, slice }: Deps): (() => boolean) => {
  const end = clock.now().getTime() + slice;
  return () => clock.now().getTime() >= end;
};

async function ledgerSliceOf(issue: string, { after }: Export, deps: Deps): Promise<Slice> {
  const { rows, next } = await ledgerSlice(issue, after, { ...deps, isOver: endOf(deps) });
  return { rows: { ledger: rows }, ...(next !== undefined && { next }) };
}

async function subscribersSlice(before: Export, deps: Deps): Promise<Slice> {
  const isOver = endOf(deps);
  const rows = { people: [], suppressions: [], evidence: [], 'hash-keys': await firstKeys(before, deps) };
  let after = before.after;
  do {
    const page = await deps.people.scan(after);
    await addRows(rows, page.rows, deps);
    after = page.next;
  } while (after !== undefined && !isOver() && sizeOf(rows) < deps.rows);
  return { rows, ...(after !== undefined && { next: after }) };
}

const firstKeys = async ({ slices }: Export, deps: Deps): Promise<string[][]> =>
  slices === 0 ? hashKeyRows(deps) : [];

type SubscribersRows = Record<SubscribersFile, string[][]>;

const sizeOf = (rows: SubscribersRows): number =>
  Object.values(rows).reduce((sum, { length }) => sum + length, 0);

async function hashKeyRows({ keys, hashKeys }: Deps): Promise<string[][]> {
  return [await keys.hashKey(), ...(await hashKeys.read())].map((key) => [key]);
}

async function addRows(rows: SubscribersRows, found: ExportedRow[], { people, clock }: Deps): Promise<void> {
  const now = clock.now();
  const ids = found.flatMap((one) => (one.what === 'address' ? (one.row.person ?? []) : []));
  const known = new Map(
    (await people.people(ids)).flatMap((row) => (isClosed(row) ? [] : [[row.id, row] as const])),
  );
  for (const one of found) {
    if (one.what === 'person') rows.people.push(personCells(one.row, now));
    else if (one.what === 'evidence') rows.evidence.push(evidenceCells(one.row));
    else rows.suppressions.push(...departureCells(one.row, known.get(one.row.person ?? '')));
  }
}

function personCells(person: Person, now: Date): string[] {
  const { id, email, name = '', pausedUntil = '' } = person;
  return [id, email, name, listsShown(person).join('; '), stateShown(person, now), pausedUntil];
}

/** A row for each thing that somebody at this address left, or that stops mail to it. */
function departureCells(address: AddressRow, person: Person | undefined): string[][] {
  const { hash } = address;
  const { leftAt, erasedAt, leftLists = {} } = departuresOf(address, person);
  const suppressed = person?.suppressed ?? address.suppressed;
  return [
    ...(leftAt ? [[hash, 'left', '', '', '', leftAt]] : []),
    ...Object.entries(leftLists).map(([list, at]) => [hash, 'left-list', list, '', '', at]),
    ...(erasedAt ? [[hash, 'erased', '', '', '', erasedAt]] : []),
    ...(suppressed ? [[hash, 'suppressed', '', suppressed.why, suppressed.scope, suppressed.at]] : []),
  ];
}

const kindOf: Record<SubscribersFile, ImportKind> = {
  people: 'people',
  suppressions: 'suppressions',
  evidence: 'evidence',
  'hash-keys': 'hash keys',
};

const headerOf = (file: ExportedFile): string[] =>
  file === 'ledger' ? ledgerHeader : columnsOf[kindOf[file]].map(headingOf);

/** The first part of a file has its header. */
async function writePart(
  { id, slices }: Export,
  file: ExportedFile,
  rows: string[][],
  { results, ids }: Deps,
): Promise<Part[]> {
  const isFirst = slices === 0;
  if (!isFirst && !rows.length) return [];
  const key = `parts/${id}/${file}/${ids.next()}.csv`;
  const header = isFirst ? [headerOf(file)] : [];
  const bytes = await results.write(key, (isFirst ? byteOrderMark : '') + csvText([...header, ...rows]));
  return [{ key, bytes }];
}
