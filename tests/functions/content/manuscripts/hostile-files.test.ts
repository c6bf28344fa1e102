import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { createManuscriptReader } from '../../../../functions/content/manuscripts/manuscript-reader.ts';
import { anOpenDocument } from './opendocument/an-opendocument.ts';
import { aWordFile, p } from './word/a-word-file.ts';

/** A tenth of the usual time, so that what is given up is given up soon. */
const reader = createManuscriptReader({ seconds: 2 });
afterAll(() => reader.close());

const read = (name: string, bytes: Uint8Array) =>
  reader.read(
    { name, bytes: Uint8Array.from(bytes) },
    { pictures: new Map() },
    { upload: 'u', hasTime: () => true },
  );

const word = aWordFile({ body: p('Essay', 'Title') + p('Text.') });
const page = (inner: string) => Buffer.from(`<!doctype html><title>A</title><main>${inner}</main>`);
const nothing = new Uint8Array();

/** Beside those of `hostile-texts`, `word-file` and `opendocument-file`: what is large, deep, or two things at once. */
const hostile: [what: string, name: string, make: () => Uint8Array][] = [
  ['a hundred thousand paragraphs', 'a.docx', () => aWordFile({ body: p('x').repeat(100_000) })],
  ['a million paragraphs', 'a.docx', () => aWordFile({ body: p('x').repeat(1_000_000) })],
  [
    'a table of a million cells',
    'a.docx',
    () => aWordFile({ body: `<w:tbl>${`<w:tr>${'<w:tc/>'.repeat(1000)}</w:tr>`.repeat(1000)}</w:tbl>` }),
  ],
  [
    'twenty megabytes of words',
    'a.txt',
    () => Buffer.from('Words on a line of their own.\n\n'.repeat(660_000)),
  ],
  ['twenty megabytes without a space', 'a.txt', () => Buffer.alloc(20_000_000, 'a')],
  ['twenty megabytes of zeros', 'a.md', () => Buffer.alloc(20_000_000)],
  ['twenty megabytes of zeros, as Word', 'a.docx', () => Buffer.alloc(20_000_000)],
  ['boxes in boxes', 'a.html', () => page('<div>'.repeat(200_000))],
  ['tables in tables', 'a.html', () => page('<table><tr><td>'.repeat(50_000))],
  ['lists in lists', 'a.html', () => page('<ul><li>'.repeat(50_000))],
  [
    'a tag with a million attributes',
    'a.html',
    () => page(`<p ${Array.from({ length: 500_000 }, (_, at) => `a${at}=1`).join(' ')}>x`),
  ],
  ['a million links', 'a.html', () => page('<a href="b.md">x</a> '.repeat(300_000))],
  ['entities without end', 'a.html', () => page('&amp;'.repeat(2_000_000))],
  [
    'another encoding than it says',
    'a.html',
    () => Buffer.concat([Buffer.from('<meta charset=utf-16le>'), page('x')]),
  ],
  ['a Word file that is a web page, too', 'a.html', () => Buffer.concat([page('Well.'), word])],
  ['a web page before a Word file', 'a.docx', () => Buffer.concat([page('Well.'), word])],
  ['a PDF that is a Word file, too', 'a.docx', () => Buffer.concat([Buffer.from('%PDF-1.7\n'), word])],
  [
    'a picture',
    'a.md',
    () => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('# Title\n\nText.')]),
  ],
  [
    'a drawing',
    'a.md',
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  ],
  ['an OpenDocument text as Word', 'a.docx', () => anOpenDocument({ body: '<text:p>x</text:p>' })],
  ...[0.1, 0.3, 0.5, 0.7, 0.9, 0.99].map((part): [string, string, () => Uint8Array] => [
    `${part * 100} % of a Word file`,
    'a.docx',
    () => word.subarray(0, word.length * part),
  ]),
  ['nothing', 'a.html', () => nothing],
];

/** By how many megabytes this process grew at most while it was at work. */
async function growthOf(work: Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const state = { isOver: false };
  const watched = work.finally(() => {
    state.isOver = true;
  });
  while (!state.isOver) {
    most = Math.max(most, process.memoryUsage.rss());
    await pause(20);
  }
  await watched;
  return (most - before) / 1024 / 1024;
}

it.each(hostile)(
  '%s: an answer in time, and the next is read',
  async (_what, name, make) => {
    const bytes = make();
    const began = performance.now();
    const reading = read(name, bytes);
    const growth = await growthOf(reading);
    const answer = await reading;
    if (answer.outcome === 'postponed') throw new Error('Postponed');
    expect(answer.outcome === 'read' || answer.notices[0]?.level === 'error').toBe(true);
    expect(answer.notices.length).toBeLessThan(50);
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(growth).toBeLessThan(512);
    expect(await read('b.docx', word)).toMatchObject({ outcome: 'read', fields: { title: 'Essay' } });
  },
  60_000,
);
