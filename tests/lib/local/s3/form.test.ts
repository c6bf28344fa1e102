import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseForm } from '../../../../lib/local/s3/form.ts';

/** The form as Node's own writer puts it. */
async function written(fields: [string, string][], file: Uint8Array<ArrayBuffer>, name: string) {
  const data = new FormData();
  for (const [field, value] of fields) data.append(field, value);
  data.append('file', new Blob([file]), name);
  data.append('behind', 'the file');
  const response = new Response(data);
  return {
    type: response.headers.get('content-type') ?? '',
    body: Buffer.from(await response.arrayBuffer()),
  };
}

describe('a posted form', () => {
  it('reads as it was written, whatever bytes are in it', async () => {
    const value = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/\r\n?|\n/g, '\r\n'));
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z-]{0,10}$/), { maxLength: 5 });
    const bytes = fc.uint8Array().map((given) => Uint8Array.from([...given, 13, 10, 45, 45]));
    await fc.assert(
      fc.asyncProperty(names, value, bytes, async (fieldNames, text, content) => {
        const fields = fieldNames.filter((one) => one !== 'file').map((one): [string, string] => [one, text]);
        const { type, body } = await written(fields, content, 'dir/a "quoted" ü.md');
        const form = parseForm(type, body);
        expect([...form.fields]).toEqual(fields);
        expect(form.fileName).toBe('a "quoted" ü.md');
        expect(Buffer.from(content).equals(form.file)).toBe(true);
      }),
    );
  });

  it('cut off anywhere before its end is refused', async () => {
    const { type, body } = await written([['key', 'a']], Uint8Array.from([1, 2, 3]), 'a.md');
    const end = body.indexOf('\r\n--', body.indexOf('a.md'));
    for (let length = 0; length < end; length += 1) {
      expect(() => parseForm(type, body.subarray(0, length))).toThrow();
    }
  });

  it('with a field twice, or with too much before the file, is refused', async () => {
    const twice = await written(
      [...'aa'].map((name) => [name, 'x']),
      new Uint8Array(),
      'a.md',
    );
    expect(() => parseForm(twice.type, twice.body)).toThrow(/twice/);
    const long = await written([['a', 'x'.repeat(21_000)]], new Uint8Array(), 'a.md');
    expect(() => parseForm(long.type, long.body)).toThrow(/too large/);
  });
});
