import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitise, sanitiseOwn } from '../../../../../functions/content/manuscripts/markdown/sanitise.ts';
import { readManuscript } from '../../../../../functions/content/manuscripts/read-manuscript.ts';
import { bytesOf, htmlOf } from '../../a-manuscript.ts';

/** Pieces that, put together in any order, have broken sanitisers before. */
const pieces = [
  '<script>',
  '</script>',
  '<style>',
  '</style>',
  '<svg>',
  '</svg>',
  '<math>',
  '<mtext>',
  '<mglyph>',
  '<p>',
  '</p>',
  '<div>',
  '</div>',
  '<a href="',
  "<a href='",
  '">',
  "'>",
  '<img src=x onerror=alert(1)>',
  '<img src="/media/a-1.jpg" alt="',
  'javascript:alert(1)',
  'java\tscript:alert(1)',
  '&#106;avascript:alert(1)',
  '&lt;script&gt;',
  '<!--',
  '-->',
  '--!>',
  '<![CDATA[',
  ']]>',
  '<?php',
  '<noscript>',
  '</noscript>',
  '<title>',
  '</title>',
  '<textarea>',
  '</textarea>',
  '<xmp>',
  '</xmp>',
  '<iframe>',
  '</iframe>',
  '<template>',
  '<select>',
  '<option>',
  '<table>',
  '<tr>',
  '<td>',
  '</table>',
  '<form action="javascript:x">',
  '<button formaction=x>',
  '<b id="x">',
  '<b id="x">',
  '<b id="page:main">',
  '<li class="footnote-item evil">',
  '<source srcset="https://a.example/x 1w">',
  '<center>',
  '</center>',
  '<h1>',
  '</h1>',
  '<plaintext>',
  '<base href=//a.example>',
  '<meta http-equiv=refresh>',
  '<link rel=stylesheet href=x>',
  ' onclick=alert(1) ',
  ' style="x:expression(1)" ',
  '"',
  "'",
  '`',
  '<',
  '>',
  '&',
  '&amp;',
  '&#0;',
  '\u0000',
  '/',
  '=',
  ' ',
  '\n',
  'text',
  '<br>',
  '<hr/>',
  '</',
  '<a/onmouseover=x>',
  '<details open ontoggle=x>',
];

const hostileHtml = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8 })), { maxLength: 30 })
  .map((parts) => parts.join(''));

/** No tag that runs something, no handler, no address that runs something: in tags, that is; as text all may stand. */
function expectHarmless(html: string): void {
  for (const [tag] of html.matchAll(/<[^>]*>/g)) {
    expect(tag).not.toMatch(
      /^<\/?(?:script|style|svg|math|iframe|object|embed|form|input|button|textarea|select|base|meta|link|template|noscript|title|xmp|plaintext)\b/i,
    );
    expect(tag.replace(/"[^"]*"/g, '""')).not.toMatch(/\s(?:on\w+|style|action|formaction|srcdoc)\b/i);
    for (const [, name = '', value] of tag.matchAll(/\s([\w-]+)="([^"]*)"/g)) {
      if (/^(?:href|src|cite)$/.test(name)) expect(value).not.toMatch(/^\s*(?:javascript|data|vbscript):/i);
      if (/^(?:src|srcset)$/.test(name)) expect(value).toMatch(/^\/media\//);
    }
  }
}

/** Of a manuscript that is not refused for a character that no text has. */
function storedHtmlOf(body: string): string {
  const bytes = bytesOf(`---\ntitle: T\n---\n${body}`);
  const manuscript = readManuscript({ name: 'text.md', bytes, isStored: true }, { pictures: new Map() });
  if (manuscript.outcome === 'refused') throw new Error(JSON.stringify(manuscript.notices));
  return manuscript.body.html;
}

describe('sanitise', () => {
  it('leaves nothing that runs, and leaves alone what it let through', () =>
    fc.assert(
      fc.property(hostileHtml, (html) => {
        const clean = sanitise(html);
        expectHarmless(clean);
        expect(sanitise(clean)).toBe(clean);
      }),
      { numRuns: 3000 },
    ));

  it('needs one pass for what the renderer makes of text alone', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '# a\n',
            '> ',
            '- ',
            '1. ',
            '*a*',
            '**',
            '`x`',
            '[a](b)',
            '![',
            '](',
            ')',
            '|a|b|\n|-|-|\n|1|2|\n',
            '[^1]',
            '\n[^1]: x\n',
            '^[n]',
            '\n',
            '\n\n',
            '    ',
            '```\n',
            '~~',
            '\\',
            '&amp;',
            '&',
            '"',
            'word',
            '---\n',
            '<',
            '>',
          ),
          { maxLength: 40 },
        ),
        (parts) => {
          const html = htmlOf(parts.join(''));
          expectHarmless(html);
          expect(sanitiseOwn(html)).toBe(html);
        },
      ),
      { numRuns: 1500 },
    ));

  it('leaves alone what a manuscript with HTML became', () =>
    fc.assert(
      fc.property(hostileHtml, (markdown) => {
        const html = storedHtmlOf(`x ${markdown}\n\n${markdown}`.replace(/[^\P{Cc}\n\t]/gu, ''));
        expectHarmless(html);
        expect(sanitise(html)).toBe(html);
      }),
      { numRuns: 1000 },
    ));

  it.each([
    ['<p>a<script>alert(1)</script>b</p>', '<p>ab</p>'],
    ['<a href="javascript:x">a</a>', '<a>a</a>'],
    ['<a href="//a.example">a</a>', '<a>a</a>'],
    ['<img src="https://a.example/x.png" alt="x">y', 'y'],
    ['<b id="main:x">a</b><b id="a">b</b><i id="a">c</i>', '<b>a</b><b id="a">b</b><i>c</i>'],
    ['<p style="color:red" class="x">a</p>', '<p>a</p>'],
    ['<center>a<font>b</font></center>', 'ab'],
    ['<sup class="footnote-ref x">1</sup>', '<sup class="footnote-ref">1</sup>'],
  ])('makes of %s %s', (html, clean) => expect(sanitise(html)).toBe(clean));
});
