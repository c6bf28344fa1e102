import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { times } from '../../../../times.ts';
import { htmlOf, read, readWell, remarks } from '../../a-manuscript.ts';

const underTitle = (body: string) => readWell(`---\ntitle: T\n---\n${body}`);

/** The words of a page, counted without the code under test: tags have no `>` in their attributes, and titles show. */
const wordsOnPage = (html: string) =>
  html.replace(/<(?:[^>]*? title="([^"]*)")?[^>]*>/g, ' $1 ').match(/w\d+x/g) ?? [];

/**
 * Pieces of a line. Each `W` becomes a word of its own. Beside good Markdown and HTML, everything that is begun and
 * not ended, ended and not begun, or has words where none belong.
 */
const inline = fc.constantFrom(
  ...['W', 'W W', '*W*', '**W W**', '~~W~~', '`W`', '``W ` W``', '[W](/x/)', '[W](javascript:x)', 'W\nW'],
  ...['W  \nW', '[W', 'W](', '![', '\\<W', '&lt;W', '&W;', 'W&amp;W', '<', '>', '< W', '"W"', "'", '"', '`'],
  ...[
    '<b>W</b>',
    '<strike>W</strike>',
    '<em class="x">W',
    '</em>',
    '<br>',
    '<center>W</center>',
    '<h1>W</h1>',
  ],
  ...['<p title="', "<p title='", '">', "'>", '<a href="/x/" W>W</a>', '<a href=/x/>W</a>', '<b W>W</b>'],
  ...[
    '<div W W',
    '<p W W',
    '<b W W.',
    '</div W',
    '</W',
    '<W.',
    '<W W',
    '<div\nW',
    '<b\nclass="x"\nW',
    '<div>',
  ],
  ...[
    '<script>',
    '</script>',
    '<script>W</script>',
    '<script src="x">W\nW',
    '<SCRIPT >W</ScRiPt >',
    '<style>W',
  ],
  ...[
    '</style>',
    '<textarea>W',
    '</textarea>',
    '<title>W</title>',
    '<title>',
    '<option>W',
    '<xmp>W',
    '</xmp>',
  ],
  ...['<iframe>W</iframe>', '<iframe src="x">', '<plaintext>W', '<noframes>W', '<noembed>W', '<noscript>W'],
  ...['<svg><text>W</text></svg>', '<math><mi>W', '<template>W', '<select><option>W</select>', '<object>W'],
  ...['<table><tr><td>W', '</table>', '<details><summary>W', '<pre>W', '</pre>', '<o:p>W</o:p>', '<video>W'],
  ...['<!-- W -->', '<!--W\nW-->', '<!-- W', '-->', '--!>', '<!-->', '<![CDATA[ W ]]>', '<![CDATA[W', ']]>'],
  ...['![W](gone.png "W")', '![W W](https://a.example/b.png "W")', '<img alt="W" src="gone.png">'],
  ...['<img src="https://a.example/b.png" alt="W">', '![W](data:image/png;base64,AA "W")'],
  ...['<?php W ?>', '<? W', '?>', '<!W W', '<!DOCTYPE W>', '<!doctype html>', '[^1]', '[^2]', '^[W]', '^[W'],
);

const lineOf = fc.array(inline, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(' '));

const row = (cells: string[]) => `|${cells.join('|')}|`;
const cell = fc.constantFrom('W', '*W* W', 'W \\| W', '', '<!-- W -->', '`W`', '<b>W');
const table = fc
  .array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })
  .map(([head = [], ...rows]) =>
    [row(head.map((each) => each || 'W')), row(head.map(() => '--')), ...rows.map(row)].join('\n'),
  );

const block = fc.oneof(
  { weight: 6, arbitrary: lineOf },
  lineOf.map((line) => `## ${line.replaceAll('\n', ' ')}`),
  lineOf.map((line) => `# ${line.replaceAll('\n', ' ')}`),
  table,
  fc.constantFrom(
    ...['```\nW W\n```', '```js W\nW\n```', '~~~ js W W\nW', '    W\n    W', '---', '***', 'W\n==='],
    ...['[^1]: W W', '[^1]: W\n    W', '[^2]: W\n\n    W', '[^3]: W', '[^4]:', '[W]: W', '[W]: /x/ "W W"'],
    ...['[a]: /x/', '[a]: /y/', '[W][a]', '[//]: # (W W)', '[W]:\nW', '<div>\nW\n\nW\n</div>'],
    ...[
      '<script>\nW\n\nW\n</script>',
      '<!--\nW\n\nW\n-->',
      '<div>\n<!-- W\n\nW -->\n</div>',
      '<p>W<script>W',
    ],
    ...[
      '<style>\nW\n\nW',
      '<textarea>\nW\n\nW',
      '<pre>\nW\n\nW',
      '<?\nW\n\nW',
      '<![CDATA[\nW\n\nW\n]]>',
      '<div a="W',
    ],
  ),
);

/** Blocks within lists and quotations, with empty lines between them or none. */
const { blocks } = fc.letrec<{ blocks: string }>((tie) => ({
  blocks: fc
    .array(
      fc.oneof(
        { depthSize: 'small' },
        block,
        tie('blocks').map((inner) => indented(inner, '- ')),
        tie('blocks').map((inner) => indented(inner, '1. ')),
        tie('blocks').map((inner) => inner.replace(/^/gm, '> ')),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .chain((parts) => fc.constantFrom('\n', '\n\n').map((between) => parts.join(between))),
}));

const indented = (text: string, mark: string) =>
  mark + text.replaceAll(/\n(?!\n|$)/g, `\n${' '.repeat(mark.length)}`);

const numbered = (text: string) => {
  let count = 0;
  return text.replace(/W/g, () => `w${++count}x`);
};

interface Word {
  word: string;
  line: number;
}

/** Every word of a text, of signs and tags too. */
const allWords = (text: string): Word[] =>
  text
    .split('\n')
    .flatMap((line, index) =>
      (line.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => ({ word, line: index + 1 })),
    );

/** Whether a notice names the word, or what it names as beginning and end has the word between them. */
function isTold(at: number, words: Word[], notice: { line?: number; text: string }): boolean {
  const { word, line } = words[at] ?? { word: '', line: 0 };
  if (new RegExp(`${word}(?!\\d)`).test(notice.text)) return true;
  const [, from = notice.line, to = notice.line] = /from line (\d+) to line (\d+)/.exec(notice.text) ?? [];
  const quoted = /: “(.*)”\./.exec(notice.text)?.[1]?.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (Number(from) > line || line > Number(to)) return false;
  const first = words.findIndex((each) => each.word === quoted[0] && each.line >= Number(from));
  const last = words.findLastIndex((each) => each.word === quoted.at(-1) && each.line <= Number(to));
  return first >= 0 && first <= at && at <= last;
}

/** What of the words of a manuscript is neither on the page nor told, or is there twice. */
function unaccounted(text: string): { unsaid: string[]; twice: string[] } {
  const manuscript = read(text);
  if (manuscript.outcome === 'refused') throw new Error(JSON.stringify(manuscript.notices));
  const { body, fields, notices } = manuscript;
  const shown = [...(fields.title.match(/w\d+x/g) ?? []), ...wordsOnPage(body.html)];
  const words = allWords(text);
  const unsaid = words.filter(
    ({ word }, at) =>
      /^w\d+x$/.test(word) && !shown.includes(word) && !notices.some((notice) => isTold(at, words, notice)),
  );
  return {
    unsaid: unsaid.map(({ word }) => word),
    twice: shown.filter((word, index) => shown.indexOf(word) !== index),
  };
}

describe('no word disappears unsaid', () => {
  it(
    'whatever the text is made of',
    () =>
      fc.assert(
        fc.property(blocks, fc.constantFrom('---\ntitle: T\n---\n', '# W\n\n'), (body, head) => {
          const text = numbered(head + body);
          fc.pre(read(text).notices.length <= 40);
          expect(unaccounted(text)).toEqual({ unsaid: [], twice: [] });
        }),
        { numRuns: times(100) },
      ),
    300_000,
  );

  it('which this test would see', () => {
    expect(wordsOnPage('<p id="w1x" title="w3x">w2x</p>')).toEqual(['w3x', 'w2x']);
    const words = allWords('w1x\nthe w2x\nw3x\nw4x');
    const notice = { line: 1, text: 'Lost, from line 1 to line 3: “w1x … w3x”.' };
    expect(words.map((_, at) => isTold(at, words, notice))).toEqual([true, true, true, true, false]);
    expect(isTold(2, words, { line: 1, text: 'Lost, from line 2 to line 3: “the … w22x”.' })).toBe(false);
    expect(isTold(2, words, { line: 1, text: 'Lost: “the … w3x”.' })).toBe(false);
  });

  it.each([
    ['<div The chair said no.\n\nClosing.', '<p>&lt;div The chair said no.</p>\n<p>Closing.</p>\n'],
    ['Opening.\n\n<p The chair said no.', '<p>Opening.</p>\n<p>&lt;p The chair said no.</p>\n'],
    ['It has a <script> tag in it.', '<p>It has a &lt;script&gt; tag in it.</p>\n'],
    ['<script>\nOpen.\n\nClosing.', '<p>&lt;script&gt;\nOpen.</p>\n<p>Closing.</p>\n'],
    ['a <![CDATA[ inside & <b> ]]> b', '<p>a  inside &amp; &lt;b&gt;  b</p>\n'],
    ['<![CDATA[ a\n\nb', '<p>&lt;![CDATA[ a</p>\n<p>b</p>\n'],
    ['a <textarea>b</textarea> <title>c</title> <option>d', '<p>a b c d</p>\n'],
    ['a <title>b\n\nc', '<p>a b</p>\n<p>c</p>\n'],
    ['<strike>a</strike>', '<p><s>a</s></p>\n'],
    ['<!WARNING the rest\n\nb', '<p>&lt;!WARNING the rest</p>\n<p>b</p>\n'],
    ['a ^[b ^[c]]', expect.stringContaining('b ^[c]')],
  ])('%j is shown', (body, html) => expect(htmlOf(body)).toEqual(html));

  it.each([
    [
      'Open.\n\n<!-- a remark that\n\nnobody closed\n',
      'warning 6: A comment (<!--) that nothing closes is not shown to readers, from line 6 to line 8: “a remark that nobody closed”. Close it with -->, or take <!-- out.',
    ],
    ['<div>\n<!-- a\n\nb -->\n</div>', 'warning 5: A comment (<!--) that nothing closes is not shown'],
    ['a <!-- b --> c', 'note 4: A comment (<!-- … -->) is not shown to readers: “b”.'],
    [
      'a <script>alert(1)\nagain()</script>',
      'warning 4: What is in the HTML tag <script> is not shown to readers, from line 4 to line 5: “alert(1) again()”.',
    ],
    ['<?php echo 1 ?>', 'warning 4: Program code is not shown'],
    [
      '|a|b|\n|-|-|\n|c|d|e|f|',
      'warning 6: What stands in this row after its 2 cells is not shown to readers: “e f”.',
    ],
    [
      '> |a|\n> |-|\n> |c|d\\|e|',
      'warning 6: What stands in this row after its only cell is not shown to readers: “d',
    ],
    ['[Anna]: yes', 'note 4: A link’s address that no link uses is not shown to readers: “[Anna]: yes”.'],
    ['[//]: # (a remark)', 'note 4: A link’s address that no link uses'],
    ['[a][a]\n\n[a]: /x/\n[a]: /y/', 'note 7: A link’s address that is given twice'],
    ['~~~ js The chair\nx\n~~~', 'note 4: What stands after ~~~ is not shown to readers: “The chair”.'],
    [
      '> [^z]: a\n> b',
      'warning 4: The footnote [^z], to which nothing points, is not shown to readers, from line 4',
    ],
    [`${'> '.repeat(120)}deep`, 'warning 4: What is in more than about fifty lists'],
    [
      'a\n![the strike committee](gone.png "May 1949")',
      'note 5: What is said of the picture “gone.png” is not shown to readers: “the strike committee May 1949”.',
    ],
    [
      '<img src="gone.png" alt="The hall">',
      'note 4: What is said of the picture “gone.png” is not shown to readers: “The hall”.',
    ],
    ['![a](https://a.example/b.png "The hall")', 'note 4: What is said under that picture is not shown'],
    ['a <div b', 'warning 4: “<div” looks like HTML and is none'],
    ['has a <script> tag', 'warning 4: “<script>” looks like HTML and is none'],
    [
      '<p data-x="<b>a</b>">c</p>',
      'note 4: “data-x” of the HTML tag <p> is not shown to readers: “<b>a</b>”.',
    ],
  ])('%j is told', (body, remark) => expect(remarks(underTitle(body)).join('\n')).toContain(remark));

  it.each([
    '<!--more-->',
    '<!-- wp:paragraph {"a":1} -->\n<p>a</p>\n<!-- /wp:paragraph -->',
    'a < b & c > d <3',
    '<!---->',
  ])('nothing is told of %j', (body) => expect(underTitle(`a\n\n${body}`).notices).toEqual([]));

  it('is so in a title too', () => {
    expect(readWell('# The <script> tag<br>of <!-- old --> *it*\n').fields.title).toBe(
      'The <script> tag of it',
    );
    expect(remarks(readWell('# T <!-- old -->\n\na')).join()).toContain('“old”');
  });
});
