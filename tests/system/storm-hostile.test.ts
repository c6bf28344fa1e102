import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Template } from '../../lib/local/assembly.ts';
import type { Files } from './storm/editor.ts';
import { quiet } from './storm/quiet.ts';
import { Storm } from './storm/storm.ts';

/** In megabytes: more than that no reader of manuscripts or pictures may take. */
const most = 1024;

const withMemory = (megabytes: number) => ({
  change({ Resources = {} }: Template) {
    for (const { Type, Properties } of Object.values(Resources))
      if (Type === 'AWS::Lambda::Function' && Object(Properties).MemorySize > megabytes)
        Object(Properties).MemorySize = megabytes;
  },
});

let storm: Storm;
beforeAll(async () => {
  storm = await Storm.begin(withMemory(most));
});
afterAll(() => storm.end());

const shows = (picture: Uint8Array): Files => ({
  'shows.md': '---\ntitle: With a picture\nslug: shows\n---\n![It](it.png)',
  'it.png': picture,
});
const says = (text: string): Files => ({ 'says.md': `---\ntitle: Hostile\nslug: says\n---\n${text}` });

/** A PNG of one colour, as large as it says; a few kilobytes for any size. */
function flatPng(width: number, height: number, rows = height): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc((width + 1) * rows));
  const parts = [chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]);
}

const noise = (width: number, height: number) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: 'grey',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  });

/** 39.9 megapixels. */
const largest = () =>
  sharp({ create: { width: 7_000, height: 5_700, channels: 3, background: 'grey' } })
    .jpeg()
    .toBuffer();

const hostile: [what: string, files: () => Promise<Files> | Files, ends?: 'done'][] = [
  ['a bomb of 400 megapixels', () => shows(flatPng(20_000, 20_000))],
  ['a picture that says it is enormous', () => shows(flatPng(2 ** 31 - 1, 2 ** 31 - 1, 0))],
  ['the largest picture that may be', async () => shows(await largest()), 'done'],
  [
    'a picture cut off',
    async () => shows((await noise(2_000, 1_500).jpeg().toBuffer()).subarray(0, 100_000)),
  ],
  [
    'a picture that is a web page, too',
    async () =>
      shows(Buffer.concat([await noise(40, 30).jpeg().toBuffer(), Buffer.from('<script>alert(1)</script>')])),
  ],
  ['a picture of nothing', () => shows(Buffer.from('GIF89a'))],
  ['a manuscript nested a hundred thousand deep', () => says(`${'>'.repeat(100_000)} x`)],
  ['a manuscript of open links', () => says('[a]('.repeat(100_000))],
  ['a megabyte on one line', () => says('word '.repeat(200_000))],
  ['a manuscript of tags in tags', () => says('<div>'.repeat(50_000))],
];

describe('what is hostile ends in a receipt, and the function lives on', () => {
  it.each(hostile)('%s', { timeout: 60_000 }, async (_, files, ends) => {
    const given = await files();
    const started = Date.now();
    const receipt = await storm.editor.handIn(given);
    expect(ends ? [ends] : ['done', 'refused']).toContain(receipt.state);
    expect(Date.now() - started).toBeLessThan(20_000);
    const healthy = await storm.editor.handIn({
      'well.md': `---\ntitle: Well\nslug: well\n---\nStill ${started}.`,
    });
    expect(healthy.state).toBe('done');
  });
});

it('would be noticed, if a picture took more memory than its reader has', { timeout: 180_000 }, async () => {
  const small = await Storm.begin(withMemory(100));
  try {
    const files = shows(await largest());
    const opened = await small.editor.open(files);
    await small.editor.post(opened, files);
    await quiet(small.press.cloud);
    const receiptOf = async (id: string) => (await small.editor.ask('GET', `/uploads/${id}`)).json();
    expect(await receiptOf(opened.id)).toMatchObject({ state: 'waiting' });

    // It has arrived, so it is waited for; what has not is given up for good.
    await small.observer.ageUpload(opened.id);
    expect(await receiptOf(opened.id)).toMatchObject({ state: 'working' });
    const late = says('Too late.');
    const unsent = await small.editor.open(late);
    await small.observer.ageUpload(unsent.id);
    const refused = await receiptOf(unsent.id);
    expect(refused).toMatchObject({ state: 'refused', notices: [{ file: 'says.md' }] });
    await small.editor.post(unsent, late);
    await quiet(small.press.cloud);
    expect(await receiptOf(unsent.id)).toEqual(refused);
    await small.editor.ask('GET', '/documents/says', undefined, [404]);
  } finally {
    await small.end();
  }
});
