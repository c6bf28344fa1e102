import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findForbidden,
  isVisible,
  withoutUnseen,
} from '../../../../functions/content/manuscripts/characters.ts';
import {
  type ReadManuscript,
  readAnyManuscript,
} from '../../../../functions/content/manuscripts/read-manuscript.ts';
import { escapeHtml } from '../../../../functions/content/pictures/picture.ts';
import { picturesNamed } from '../a-manuscript.ts';
import * as odt from './opendocument/an-opendocument.ts';
import * as word from './word/a-word-file.ts';

/** Where a document has the string, and how its text is written out. */
interface Format {
  name: string;
  documentOf(text: string): Uint8Array;
  expected(text: string): string;
  titled(title: string): Uint8Array;
  hasPicture: boolean;
}

/** In a paragraph, a heading, a cell of a table, an item of a list and a note. */
const everywhere = (text: string) =>
  `First.\n\n${text}\n\n${text}\n\nx[1]\n\nt\t${text}\n\n${text}\n\n[1] ${text}`;

const wordRun = (text: string) => word.run(text);
const span = (text: string) => `<text:span>${word.xmlText(text)}</text:span>`;

const formats: Format[] = [
  {
    name: 'essay.docx',
    documentOf: (text) =>
      word.aWordFile({
        body:
          word.p('T', 'Title') +
          word.p('First.') +
          word.p(wordRun(text)) +
          word.p(wordRun(text), 'Heading1') +
          word.p(word.run('x') + word.footnote(2) + word.drawing('p1', text)) +
          word.table(['t', wordRun(text)]) +
          word.item(text),
        footnotes: { 2: word.p(wordRun(text)) },
        relations: [['p1', 'image', 'media/a.png']],
        parts: { 'word/media/a.png': 'a' },
      }),
    expected: everywhere,
    titled: (title) => word.aWordFile({ body: word.p(wordRun(title), 'Title') + word.p('Text.') }),
    hasPicture: true,
  },
  {
    name: 'essay.odt',
    documentOf: (text) =>
      odt.anOpenDocument({
        body:
          odt.p('T', 'Title') +
          odt.p('First.') +
          odt.p(span(text)) +
          odt.h(span(text)) +
          odt.p(
            `x${odt.note(odt.p(span(text)))}${odt.frame('Pictures/a.png', `<svg:desc>${word.xmlText(text)}</svg:desc>`)}`,
          ) +
          odt.table(['t', span(text)]) +
          odt.list([odt.p(span(text))]),
        parts: { 'Pictures/a.png': 'a' },
      }),
    expected: everywhere,
    titled: (title) => odt.anOpenDocument({ body: odt.p(span(title), 'Title') + odt.p('Text.') }),
    hasPicture: true,
  },
  {
    name: 'essay.html',
    documentOf: (text) => {
      const html = escapeHtml(text);
      return Buffer.from(
        `<meta charset="utf-8"><h1>T</h1><p>First.</p><p>${html}</p><h2>${html}</h2><table><tr><td>t</td><td>${html}</td></tr></table><ul><li>${html}</li></ul><p>x <img src="essay.html/a.png" alt="${html}"></p>`,
      );
    },
    expected: (text) => `First.\n\n${text}\n\n${text}\n\nt\t${text}\n\n${text}\n\nx`,
    titled: (title) => Buffer.from(`<meta charset="utf-8"><h1>${escapeHtml(title)}</h1><p>Text.</p>`),
    hasPicture: true,
  },
  {
    name: 'essay.txt',
    documentOf: (text) => Buffer.from(`T\n\nFirst.\n\n${text}\n`),
    expected: (text) => `First.\n\n${text}`,
    titled: (title) => Buffer.from(`${title}\n\nText.\n`),
    hasPicture: false,
  },
];

async function read(name: string, bytes: Uint8Array): Promise<ReadManuscript> {
  const outcome = await readAnyManuscript({ name, bytes }, { pictures: picturesNamed(`${name}/a.png`) });
  if (outcome.outcome === 'refused') throw new Error(`Refused: ${JSON.stringify(outcome.notices)}`);
  return outcome;
}

const strings = [
  '😀👩‍👩‍👧‍👦🏳️‍🌈 👍🏽',
  'שלום עולם',
  'مرحبا بالعالم',
  'می‌خواهم',
  'e\u0301a\u0308',
  'éä',
  'ﬁ ﬀ',
  '日本語の文',
  'ก็ไม่',
  'क्षत्रिय',
  '“quotes” \'single\' "double" «angle»',
  '<b>&amp;</b> &lt; ]]> <!-- -->',
  '</w:t></w:r> </text:p>',
  '[x](y) *a* `b` [^1] # h',
  'x'.repeat(10_000),
  '{% raw %} {{ x }}',
  '\u202eabc\u202c',
  '\u2067abc\u2069',
  'a\u00adb\u200bc',
  '\u{10ffff} \u{f0000} \ue000',
];

/** What people type, alone and together; white space is one space, as in HTML. */
const typed = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
      fc.constantFrom(...strings),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((parts) => parts.join(' ').replace(/\s+/g, ' ').trim())
  .filter((text) => isVisible(text) && findForbidden(text) < 0 && !/[\u007f-\u009f]/.test(text));

describe.each(formats)('every string a person can type, in $name', (format) => {
  const { name, documentOf, expected, hasPicture } = format;

  it.each(strings)('survives wherever it stands: %#', async (text) => {
    const { body } = await read(name, documentOf(text));
    expect(body.text).toBe(expected(text));
    expect(body.pictures.map(({ alt }) => alt)).toEqual(hasPicture ? [text] : []);
  });

  it('survives whatever it is', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        const { body } = await read(name, documentOf(text));
        expect(body.text).toBe(expected(text));
        expect(body.pictures.map(({ alt }) => alt)).toEqual(hasPicture ? [text] : []);
      }),
      { numRuns: 60 },
    );
  });

  it('may be the title, without signs that are not seen', { timeout: 120_000 }, async () => {
    const short = typed.filter((text) => text.length <= 100 && !/^(?:---|#|<!--)/.test(text));
    await fc.assert(
      fc.asyncProperty(short, async (title) => {
        const { fields } = await read(name, format.titled(title));
        expect(fields.title).toBe(withoutUnseen(title));
      }),
      { numRuns: 60 },
    );
  });
});
