import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../../../functions/content/manuscripts/markdown/plain-text.ts';
import { sanitise } from '../../../../functions/content/manuscripts/markdown/sanitise.ts';
import { stylesOf } from '../../../../functions/look/mail/frame.tsx';
import { bodyText } from '../../../../functions/newsletters/compose/body-text.ts';
import { mailBody } from '../../../../functions/newsletters/compose/mail-body.ts';
import { aBody, aPicture, aPress, site } from './an-issue.ts';

const style = stylesOf(aPress.config);
const archive = '/newsletters/monthly/november/';
const inMail = (html: string, more: Partial<Parameters<typeof mailBody>[1]> = {}) =>
  mailBody(html, { site, archive, style, direction: 'ltr', width: 560, ...more });
const fromMarkdown = (text: string) => inMail(aBody(text, [aPicture('ferry')]).html);

describe('a body in a mail', () => {
  it('shows pictures of a type that all know, no wider than the column, at whole addresses', () => {
    const html = fromMarkdown('![A ferry](pictures/ferry.jpg "On Sunday")');
    expect(html).not.toMatch(/<picture|<source|srcset|webp|loading=|<figure/);
    expect(html).toMatch(
      new RegExp(
        `<img src="${site}/media/ferry-960.jpg" alt="A ferry" width="560" height="373" style="[^"]*max-width:560px`,
      ),
    );
    expect(html).toContain('>On Sunday</div>');
    expect(inMail('<img src="/media/a.png" alt="" width="40" height="20" />')).toContain(
      'width="40" height="20"',
    );
  });

  it('has whole addresses, and links within the text lead to its page in the archive', () => {
    const html = fromMarkdown('[one](/articles/a/) [two](#here) [three](mailto:a@b.example)');
    for (const link of [`${site}/articles/a/`, `${site}${archive}#here`, 'mailto:a@b.example'])
      expect(html).toContain(`href="${link}"`);
    expect(inMail('<p><a href="#here">two</a></p>', { archive: undefined })).not.toContain('<a');
  });

  it('has no ids, and notes by their numbers, beneath the text', () => {
    const html = fromMarkdown('## A heading\n\nSaid so.[^1]\n\n[^1]: By *all*.');
    expect(html).not.toMatch(/ id=|↩|href="#/);
    expect(html).toMatch(/<sup[^>]*><span>1<\/span><\/sup>/);
    expect(html).toMatch(/<div class="rule"[^>]*border-top[^>]*>\s*<ol[^>]*font-size:15px/);
  });

  it('says otherwise what Outlook drops', () => {
    expect(inMail('<p>She said <q lang="en">no</q>.</p>')).toContain('She said “no”.');
    const details = inMail('<details open><summary>More</summary><p>Words</p></details>');
    expect(details).toMatch(/^<div><p [^>]*font-weight:700[^>]*>More<\/p><p [^>]*>Words<\/p><\/div>$/);
  });

  it('aligns cells by attributes, on the side where lines begin', () => {
    const table = '| A | B |\n| --- | ---: |\n| 1 | 2 |';
    expect(fromMarkdown(table)).toMatch(/<th [^>]*align="left"[\s\S]*<th [^>]*align="right"/);
    expect(inMail(aBody(table).html, { direction: 'rtl' })).toMatch(/<th [^>]*align="right"/);
    const quote = inMail(aBody('> So.').html, { direction: 'rtl' });
    expect(quote).toMatch(/<blockquote class="bar" style="[^"]*border-right:4px/);
  });

  it('takes no styles and classes of the stored text', () =>
    expect(inMail('<p class="unseen" style="position:fixed">a</p>')).not.toMatch(/unseen|fixed/));

  const pieces = fc.constantFrom(
    ...[
      '<p>a{b}</p>',
      '<q>b</q>',
      '<figure><figcaption>c</figcaption></figure>',
      '<ruby>d<rp>(</rp><rt>e</rt><rp>)</rp></ruby>',
    ],
    ...[
      '<details><summary>f</summary>g</details>',
      '<mark>h</mark>',
      '<time datetime="2026">i</time>',
      '<dl><dt>j</dt><dd>k</dd></dl>',
    ],
    ...[
      '<aside><address>l</address></aside>',
      '<table><caption>m</caption><tr><td>n</td></tr></table>',
      '<blockquote>o',
    ],
    ...[
      '<a href="/x/">p',
      '&lt;script&gt;',
      '<pre><code>q  r\n s</code></pre>',
      '<h2 id="t">t</h2>',
      '<var>u</var><bdo dir="rtl">v</bdo>',
    ],
  );
  const letters = (text: string) => text.replace(/[“”"\s]/g, '');

  it('loses no word on its way into HTML and text', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const stored = sanitise(parts.join(''));
        const words = letters(plainText(stored));
        expect(letters(plainText(inMail(stored)))).toBe(words);
        const text = bodyText(stored, site).replaceAll(`<${site}/x/>`, '');
        expect(text.replace(/[^a-z]/g, '')).toBe(words.replace(/[^a-z]/g, ''));
      }),
    );
  });
});

describe('a body as text', () => {
  const text = (markdown: string) => bodyText(aBody(markdown, [aPicture('ferry')]).html, site);

  it('reads as one would have typed it', () =>
    expect(
      text(
        '## Dates\n\nCome[^1] *all*, says [the list](/articles/a/):\n\n- one\n- two\n\n> Quoted\n\n* * *\n\n| A | B |\n| - | - |\n| 1 | 2 |\n\n![A ferry](pictures/ferry.jpg)\n\n[^1]: Or write.',
      ),
    ).toBe(`Dates
-----

Come[1] all, says the list <https://lantern.example/articles/a/>:

- one
- two

> Quoted

* * *

A   B
1   2

[A ferry]

 1. Or write.`));

  it('is 72 columns wide, but for what cannot be broken', () => {
    const lines = text(`${'word '.repeat(60)}${'x'.repeat(90)}`).split('\n');
    expect(Math.max(...lines.slice(0, -1).map((line) => line.length))).toBeLessThanOrEqual(72);
    expect(lines.at(-1)).toBe('x'.repeat(90));
  });
});
