import { pipeline, Readable, Transform } from 'node:stream';
import { CsvError, type Info, type Options, parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';

/** How a CSV file is written down. */
export interface CsvFormat {
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  delimiter: Delimiter;
}

const delimiters = [',', ';', '\t', '|'] as const;
type Delimiter = (typeof delimiters)[number];

/** A place between two rows. */
export interface CsvPosition {
  /** Bytes from the beginning of the file. */
  byte: number;
  /** Rows before it, empty ones too: the number at the left edge of a spreadsheet. */
  row: number;
}

export interface CsvRow {
  cells: string[];
  /** Its number, from 1; the header is row 1. */
  row: number;
  /** Where the next row begins. */
  next: CsvPosition;
}

/** A file, or its row `row`, cannot be read as CSV. The message is for the person whose file it is. */
export class UnreadableCsv extends Error {
  override readonly name = 'UnreadableCsv';

  constructor(row: number, text: string, options?: ErrorOptions) {
    super(`row ${row}: ${text}`, options);
  }
}

/** Characters of a row. More are a quotation mark that nothing closes. */
const longestRow = 64_000;

/** The encoding, from a byte order mark or from the zero bytes of UTF-16. @param start The first bytes of the file. */
export function encodingOf([first, second]: Uint8Array): CsvFormat['encoding'] {
  if ((first === 0xff && second === 0xfe) || second === 0) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || first === 0) return 'utf-16be';
  return 'utf-8';
}

/**
 * The format that a file's beginning has: the delimiter is the one by which the first row has the most cells.
 * @param start The first bytes of the file, with the whole first row in them.
 */
export async function formatOf(start: Uint8Array): Promise<CsvFormat> {
  const encoding = encodingOf(start);
  let best: { delimiter: Delimiter; cells: number } = { delimiter: ',', cells: 1 };
  for (const delimiter of delimiters) {
    const header = await firstRow(start, { encoding, delimiter });
    if (header.length > best.cells) best = { delimiter, cells: header.length };
  }
  return { encoding, delimiter: best.delimiter };
}

async function firstRow(start: Uint8Array, format: CsvFormat): Promise<string[]> {
  for await (const { cells } of csvRows([start], format, undefined, 1)) return cells;
  return [];
}

/**
 * The rows of a file from a position on, one at a time: memory holds a few. Rows with nothing in any cell are passed over.
 * Ending the iteration ends the reading of `bytes`, too. @param most Reads no further than so many rows.
 * @throws UnreadableCsv
 */
export async function* csvRows(
  bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  { encoding, delimiter }: CsvFormat,
  from: CsvPosition = { byte: 0, row: 0 },
  most?: number,
): AsyncGenerator<CsvRow> {
  const options: Options = {
    ...{ bom: from.byte === 0, info: true, skip_empty_lines: true },
    ...{ relax_column_count: true, relax_quotes: true, max_record_size: longestRow },
    ...(most !== undefined && { to: most }),
    // Said, not found out: a slice has to end its rows where the one before it would.
    ...{ delimiter, record_delimiter: ['\r\n', '\n', '\r'] },
    encoding: encoding === 'utf-8' ? 'utf8' : 'utf16le',
  };
  const parser = parse(options);
  const source = Readable.from(bytes, { objectMode: false });
  // What fails is thrown by the iteration.
  if (encoding === 'utf-16be') pipeline(source, swappedBytes(), parser, () => {});
  else pipeline(source, parser, () => {});
  const rowOf = ({ records, empty_lines }: Info) => from.row + records + empty_lines;
  try {
    const parsed: AsyncIterable<{ record: string[]; info: Info }> = parser;
    for await (const { record, info } of parsed) {
      const row = rowOf(info);
      if (record.some((cell) => cell.trim()))
        yield { cells: record, row, next: { byte: from.byte + info.bytes, row } };
    }
  } catch (cause) {
    // The parser's own count: rows that it had read before may not have come this far.
    throw cause instanceof CsvError
      ? new UnreadableCsv(rowOf(parser.info) + 1, whyOf(cause), { cause })
      : cause;
  }
}

function whyOf({ code }: CsvError): string {
  const isOpen = code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE';
  return isOpen
    ? 'a quotation mark opens here, or a little further on, and nothing closes it. Correct it, or save the file once more as CSV'
    : 'this is not CSV. Save the file once more as CSV, in UTF-8';
}

/** UTF-16 with its bytes in the other order. */
function swappedBytes(): Transform {
  let odd = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _, done) {
      const all = Buffer.concat([odd, chunk]);
      const even = all.length - (all.length % 2);
      odd = all.subarray(even);
      done(null, Buffer.from(all.subarray(0, even)).swap16());
    },
  });
}

/** What a spreadsheet would take for a formula (OWASP, CSV injection), and what is guarded already. */
const formula = /^'*[=+\-@\t\r\n]/;
const guarded = /^'+[=+\-@\t\r\n]/;

/** A cell that a spreadsheet shows as it is. */
export const guardedCell = (cell: string): string => (formula.test(cell) ? `'${cell}` : cell);

/** The opposite of `guardedCell`. */
export const unguardedCell = (cell: string): string => (guarded.test(cell) ? cell.slice(1) : cell);

/** Rows as CSV (RFC 4180), each cell guarded. */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  stringify(
    rows.map((cells) => cells.map(guardedCell)),
    { record_delimiter: '\r\n', quoted_match: /[\r\n]/ },
  );

/** The first bytes of a file in UTF-8 for spreadsheets, which take it for another encoding without them. */
export const byteOrderMark = '\ufeff';
