import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findForbidden, isVisible } from '../../../../functions/content/manuscripts/characters.ts';
import { formatOf } from '../../../../functions/content/manuscripts/manuscript-format.ts';
import { bytesOf, read, readWell, remarks } from '../a-manuscript.ts';

const text = (content: string) => readWell(content, [], 'notes.txt');

describe('a plain text', () => {
  it('has the title of its first line, and a paragraph for each that an empty line parts', () => {
    const read = text('\n  The signal box \n\nIt *closed*.\n \t\nIn <1949> & after.\n');
    expect(read.fields.title).toBe('The signal box');
    expect(read.body.html).toBe('<p>It *closed*.</p>\n<p>In &lt;1949&gt; &amp; after.</p>\n');
    expect(remarks(read)).toEqual([expect.stringMatching(/^note -: This file was read as plain text/)]);
  });

  it.each([
    'The signal box\n==============\n\nIt *closed*.\n\n## So\n',
    '#\tThe signal box\n\nIt [closed](https://example.org/).\n',
    ' # The signal box\n\nIt *closed*.\n',
    '---\ntitle: The signal box\n---\nIt *closed*.\n',
    '---\nkind: front\n---\nIt *closed*.\n',
  ])('is Markdown as ever where Markdown finds a title: %j', (content) => {
    const { notices, ...markdown } = readWell(content);
    expect(text(content)).toMatchObject(markdown);
    expect(remarks(text(content))).toEqual(notices);
  });

  it.each([
    ['title: The signal box\nauthor: Ada Low\n\nIt closed.\n', 'Put a line of --- before its first field'],
    ['<!-- Of 1949 -->\n# The signal box\n', 'There is no title. Begin the front matter'],
    ['## The signal box\n\nIt closed.', 'There is no title. Begin the front matter'],
    ['---\nauthor: Ada Low\n---\nIt closed.\n', 'There is no title. Begin the front matter'],
  ])('is refused as ever where it means to be Markdown and has no title: %j', (content, advice) => {
    expect(remarks(read(content, [], 'notes.txt')).join()).toContain(advice);
  });

  it('has one line of what a program has broken, and keeps the lines of verse', () => {
    const prose =
      'The box stood where two lines met, and in the winter\nof 1949 nobody lit its stove any more, so they say.\nEnd.';
    expect(text(`T\n\n${prose}`).body.html).toBe(`<p>${prose.replaceAll('\n', ' ')}</p>\n`);
    expect(text('T\n\nUp the line\nand down').body.html).toBe('<p>Up the line<br />\nand down</p>\n');
  });

  it('has a paragraph for each line, where no empty line parts them', () => {
    expect(text(`T\n${'Long words. '.repeat(20)}\nShort.`).body.html).toMatch(
      /^<p>Long.*<\/p>\n<p>Short\.<\/p>\n$/,
    );
  });

  it('without a word is refused, and so is a first line that is no title', () => {
    expect(remarks(read(' \n', [], 'notes.txt')).join()).toContain(
      'The first line of a plain text is its title',
    );
    expect(remarks(read('x'.repeat(301), [], 'notes.txt')).join()).toContain('at most 300 characters');
  });

  it('keeps every string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), (typed) => {
        const line = typed.replace(/\s+/g, ' ').trim();
        fc.pre(isVisible(line) && findForbidden(line) < 0);
        expect(text(`T\n\nFirst.\n\n${line}`).body.text).toBe(`First.\n\n${line}`);
      }),
      { numRuns: 300 },
    );
    const long = 'x'.repeat(10_000);
    expect(text(`T\n\n${long}`).body.text).toBe(long);
  });
});

it.each([
  ['a.md', 'x', 'markdown'],
  ['a.MARKDOWN', 'x', 'markdown'],
  ['a.docx', 'x', 'word'],
  ['a.htm', 'x', 'html'],
  ['a.txt', 'A title', 'text'],
  ['a', '<!doctype html><p>', 'html'],
  ['a', 'PK\u0003\u0004 word/document.xml', 'word'],
  ['a.md', '<!doctype html><p>', 'markdown'],
  ['4f2a', '# T', 'markdown'],
])('reads %s with %j as %s', (name, content, format) => {
  expect(formatOf({ name, bytes: bytesOf(content) })).toBe(format);
});
