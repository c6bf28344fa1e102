import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  byteOrderMark,
  type CsvFormat,
  type CsvPosition,
  csvRows,
  csvText,
  encodingOf,
  formatOf,
  guardedCell,
  UnreadableCsv,
  unguardedCell,
} from '../../../functions/runtime/csv.ts';

const encoders: Record<string, (text: string) => Buffer> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a mark': (text) => Buffer.from(byteOrderMark + text),
  'UTF-16LE': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16LE with a mark': (text) => Buffer.from(byteOrderMark + text, 'utf16le'),
  'UTF-16BE with a mark': (text) => Buffer.from(byteOrderMark + text, 'utf16le').swap16(),
};

async function rowsIn(bytes: Uint8Array, from?: CsvPosition) {
  const start = from ? bytes.subarray(from.byte) : bytes;
  const rows = [];
  for await (const row of csvRows(inPieces(start, 7), await formatOf(bytes), from)) rows.push(row);
  return rows;
}

function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('rows', () => {
  const text = 'email;name\r\na@b.example;"Zoë\r\nMoss"\r\n\r\nd@e.example;x "y" z\n';

  it.each(Object.keys(encoders))('are read in %s, and from every position on', async (encoding) => {
    const bytes = encoders[encoding]?.(text) ?? Buffer.of();
    const rows = await rowsIn(bytes);
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['email', 'name'],
      ['a@b.example', 'Zoë\r\nMoss'],
      ['d@e.example', 'x "y" z'],
    ]);
    expect(rows.map(({ row }) => row)).toEqual([1, 2, 4]);
    expect(rows.at(-1)?.next.byte).toBe(bytes.length);
    for (const [at, { next }] of rows.entries())
      expect(await rowsIn(bytes, next)).toEqual(rows.slice(at + 1));
  });

  it.each<[string, CsvFormat['delimiter']]>([
    ['email', ','],
    ['Email Address,First Name', ','],
    ['email;name;"of, all; people"', ';'],
    ['email\tname', '\t'],
    ['email|name', '|'],
  ])('%s is delimited by %j', async (header, delimiter) => {
    expect(await formatOf(Buffer.from(`${header}\na@b.example`))).toEqual({ encoding: 'utf-8', delimiter });
  });

  it.each(['email,name\na@b.example,"Zoë\nd@e.example,Wim\n', `email\n"${'long '.repeat(20_000)}`])(
    'says in which row a quotation mark stays open',
    async (text) => {
      await expect(rowsIn(Buffer.from(text))).rejects.toThrow(UnreadableCsv);
      await expect(rowsIn(Buffer.from(text))).rejects.toThrow(/^row 2: a quotation mark/);
    },
  );

  it('are passed over where nothing is in them', async () => {
    const rows = await rowsIn(Buffer.from('email;name\n;\n  ; \na@b.example;\n;\n'));
    expect(rows.map(({ row, cells }) => [row, ...cells])).toEqual([
      [1, 'email', 'name'],
      [4, 'a@b.example', ''],
    ]);
  });

  it('ends the reading when nobody wants more', async () => {
    let read = 0;
    let ended = false;
    const source = (async function* () {
      try {
        for (; read < 10_000; read++) yield Buffer.from(`reader${read}@press.example,${'x'.repeat(1000)}\n`);
      } finally {
        ended = true;
      }
    })();
    for await (const row of csvRows(source, { encoding: 'utf-8', delimiter: ',' })) if (row.row > 10) break;
    await expect.poll(() => ended).toBe(true);
    expect(read).toBeLessThan(2_000);
  });

  it('knows UTF-16 without a mark', () => {
    expect(encodingOf(Buffer.from('email', 'utf16le'))).toBe('utf-16le');
    expect(encodingOf(Buffer.from('email', 'utf16le').swap16())).toBe('utf-16be');
    expect(encodingOf(Buffer.from('email'))).toBe('utf-8');
    expect(encodingOf(Buffer.of())).toBe('utf-8');
  });
});

describe('cells', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', 'x') }),
  );

  it.each(['=1+1', '+49 30', '-x', '@me', '\t=1', '\r=1'])('%j is no formula any more', (text) => {
    expect(guardedCell(text)).toBe(`'${text}`);
  });

  it.each(["O'Neill", "'t Hooft", 'a=b', ''])('%j stays as it is', (text) => {
    expect(guardedCell(text)).toBe(text);
    expect(unguardedCell(text)).toBe(text);
  });

  it('come back as they went, whatever is in them, and none begins as a formula', async () => {
    const row = fc.tuple(cell, cell, cell).filter((cells) => cells.some((one) => one.trim()));
    const rows = fc.array(row, { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rows, async (rows) => {
        const header = ['email', 'name', 'lists'];
        const read = await rowsIn(Buffer.from(csvText([header, ...rows])));
        const cells = read.slice(1).map(({ cells }) => cells);
        expect(cells.flat().filter((one) => /^[=+\-@\t\r\n]/.test(one))).toEqual([]);
        expect(cells.map((row) => row.map(unguardedCell))).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });
});
