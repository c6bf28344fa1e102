import type { Backoff } from '../../runtime/backoff.ts';
import {
  byteOrderMark,
  type CsvRow,
  csvRows,
  csvText,
  formatOf,
  UnreadableCsv,
  unguardedCell,
} from '../../runtime/csv.ts';
import { TooManyConflicts } from '../write-again.ts';
import { columnsIn } from './import-columns.ts';
import { decideRows, type RowDeps } from './import-rows.ts';
import type { ExportFiles, FoundFile, HashKeys, Import, ImportFiles, Imports, Messages } from './ports.ts';

/*
 * A file is read twice: once whole, before any row of it is acted on, and then in slices of some seconds, each a message
 * of the room's queue that sends the next. A slice goes on in batches of a few dozen rows. A batch is one transaction:
 * what its rows come to, the refused ones, the counts and the position. What the function dies of, or what comes twice:
 *
 * | import | |
 * | --- | --- |
 * | dies after the row, before the file is posted | waiting; nobody was told more; the row goes after a day |
 * | the file is posted twice | the first one that is read counts; rows are acted on from one position on |
 * | “object created” comes twice, or late | it is a message as any other: it goes on where the import stands |
 * | dies while the file is looked through | waiting still: looked through again |
 * | dies between two batches | the message returns, and the next batch begins at the position |
 * | dies within a batch | all of it or nothing: its rows are acted on again, or the position is behind them |
 * | two slices of one import at once | one commits a batch; to the other the position has moved: it ends, and sends nothing |
 * | dies after the last batch, before the next message | the message returns and goes on |
 * | dies after the next message, before it is done | two messages: as above, one of them ends |
 * | somebody leaves, signs up or is erased in between | their row was written since it was read: read again, decided again |
 * | an old message after the end | done is done |
 * | dies while the refused rows become a file | they change no more: written again, and the import ends |
 * | dies after the end, before the rows and the file are removed | a day removes them |
 * | the file is gone, expired or was never whole | stopped, with what to do; what was committed stays |
 * | a batch fails each time | stopped at the third time, and says where; what was committed stays |
 * | run again with the same file | each row is there already, or refused as before: no row of anybody changes |
 */

export interface Deps extends RowDeps {
  imports: Imports;
  files: Pick<ImportFiles, 'read' | 'remove'>;
  results: Pick<ExportFiles, 'write'>;
  hashKeys: HashKeys;
  messages: Messages;
  /** Has the table follow the log of who left, should it be an old one. */
  followLog: () => Promise<void>;
  backoff: Backoff;
  /** Milliseconds of a slice. People's own messages wait no longer behind one. */
  slice: number;
}

/** Bytes at the beginning of a file that hold its first row. */
const headBytes = 256_000;

/** Rows that are looked at together; fewer where a transaction would be too long. */
const mostRows = 29;

/** Goes on with an import: looks its file through, or acts on some of its rows. Whoever comes late finds nothing to do. */
export async function importFile(id: string, deps: Deps): Promise<void> {
  const found = await deps.imports.find(id);
  if (!found || found.state === 'done' || found.state === 'stopped') return;
  try {
    const one = found.found ? found : await lookThrough(found, deps);
    if (one) await importSlice(one, deps);
  } catch (error) {
    if (!(error instanceof UnreadableCsv)) {
      // A failure that cannot be noted does not hide what failed.
      await noteFailure(id, deps).catch(() => undefined);
      throw error;
    }
    await deps.imports.end(id, { state: 'stopped', why: `${found.file}, ${error.message}` });
    await deps.files.remove(id);
  }
}

/** The queue gives a message again five times: before the last, the editor is told. */
const mostFailures = 3;

/** Work that fails again and again at one place is not tried for good: the import stops, and says where. */
async function noteFailure(id: string, { imports, files }: Deps): Promise<void> {
  const one = await imports.find(id);
  if (!one) return;
  const { position, failed } = one;
  const times = failed?.at.byte === position.byte ? failed.times + 1 : 1;
  if (times < mostFailures) return imports.fail(id, { at: position, times });
  await imports.end(id, { state: 'stopped', why: failedText(one) });
  await files.remove(id);
}

const failedText = ({ file, position }: Import): string =>
  `${file}, behind row ${position.row}: the next rows could not be acted on, ${mostFailures} times. What came before them ` +
  'stays. Look at these rows for what is unusual, and import the file again: whoever is there already stays as they are.';

/** Reads the whole file once: its format, its columns, and that it can be read to its end. */
async function lookThrough(one: Import, { imports, files, followLog }: Deps): Promise<Import | undefined> {
  await followLog();
  const head = await files.read(one.id, 0, headBytes);
  const all = await files.read(one.id, 0);
  if (!head || !all) return undefined;
  const format = await formatOf(await bytesOf(head));
  let first: CsvRow | undefined;
  let rows = -1;
  for await (const row of csvRows(all, format)) {
    first ??= row;
    rows += 1;
  }
  if (!first) throw new UnreadableCsv(1, 'there is nothing in the file');
  const header = first.cells;
  const found: FoundFile = { format, ...columnsIn(header), header, rows };
  await imports.begin(one.id, found, first.next);
  return imports.find(one.id);
}

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

async function importSlice(one: Import, deps: Deps): Promise<void> {
  const { found, position } = one;
  if (!found) return;
  const { imports, files, clock, messages } = deps;
  const isAtEnd = position.byte >= one.bytes;
  const bytes = isAtEnd ? [] : await files.read(one.id, position.byte);
  if (!bytes) {
    const why = `${one.file} is not there any more: files are kept for a day. Import it again; what was taken stays.`;
    return imports.end(one.id, { state: 'stopped', why });
  }
  const end = clock.now().getTime() + deps.slice;
  const rows = csvRows(bytes, found.format, position);
  const outcome = await actOnRows(one, found, rows, () => clock.now().getTime() >= end, deps);
  if (outcome === 'moved') return;
  if (outcome === 'more') return messages.send({ import: one.id });
  const refusedParts = await writeRefused(one.id, found, deps);
  await imports.end(one.id, { state: 'done', refusedParts });
  await imports.forgetRefused(one.id);
  await files.remove(one.id);
}

/** `more`: the time is over before the rows are. */
async function actOnRows(
  one: Import,
  found: FoundFile,
  rows: AsyncGenerator<CsvRow>,
  isOver: () => boolean,
  deps: Deps,
): Promise<'end' | 'more' | 'moved'> {
  let from = one.position;
  let ahead: CsvRow[] = [];
  try {
    while (true) {
      ahead = await filled(ahead, rows);
      if (!ahead.length) return 'end';
      const taken = await commitRows(one, found, from, ahead, deps);
      if (taken === 'moved') return 'moved';
      from = ahead[taken - 1]?.next ?? from;
      ahead = ahead.slice(taken);
      if (isOver()) return 'more';
    }
  } finally {
    await rows.return(undefined);
  }
}

/** As many rows as are looked at together, where there are so many more. */
async function filled(ahead: readonly CsvRow[], rows: AsyncGenerator<CsvRow>): Promise<CsvRow[]> {
  const all = [...ahead];
  while (all.length < mostRows) {
    const { value, done } = await rows.next();
    if (done) break;
    all.push({ ...value, cells: value.cells.map(unguardedCell) });
  }
  return all;
}

const mostAttempts = 12;

/** Acts on the first of the rows, as many as a transaction holds. @returns how many. */
async function commitRows(
  one: Import,
  found: FoundFile,
  from: Import['position'],
  rows: readonly CsvRow[],
  deps: Deps,
): Promise<number | 'moved'> {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    if (attempt > 1) await deps.backoff(attempt - 1);
    const { taken, counts, refused, write, hashKeys } = await decideRows(rows, { one, found }, deps);
    for (const key of one.dryRun ? [] : hashKeys) await deps.hashKeys.add(key);
    const to = rows[taken - 1]?.next ?? from;
    const kept = one.dryRun ? { at: write.at } : write;
    const outcome = await deps.imports.commit({ id: one.id, from, to, counts, refused, write: kept });
    if (outcome === 'written') return taken;
    if (outcome === 'moved') return 'moved';
  }
  throw new TooManyConflicts();
}

/** Where the refused rows lie as CSV, in parts; they are written once all rows have their outcome, and so never change. */
export const refusedKey = (id: string, part: number): string => `refused/${id}/${part}.csv`;

/** @returns how many parts. */
async function writeRefused(id: string, { header }: FoundFile, { imports, results }: Deps): Promise<number> {
  let after: number | undefined;
  for (let part = 0; ; part++) {
    const { rows, next } = await imports.refused(id, after);
    if (!rows.length) return part;
    // What was refused before, corrected and imported again has such a column already.
    const shown = (cells: readonly string[]) =>
      header.flatMap((name, at) => (name === 'reason' ? [] : (cells[at] ?? '')));
    const head = part === 0 ? [[...shown(header), 'reason']] : [];
    const lines = rows.map(({ cells, why }) => [...shown(cells), why]);
    await results.write(
      refusedKey(id, part),
      (part === 0 ? byteOrderMark : '') + csvText([...head, ...lines]),
    );
    if (next === undefined) return part + 1;
    after = next;
  }
}
