import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composedOf } from '../../../../functions/newsletters/compose/compose-issue.ts';
import type { ComposedIssue } from '../../../../functions/newsletters/compose/issue-content.ts';
import {
  fixedData,
  shieldedHtml,
  shieldedText,
} from '../../../../functions/newsletters/compose/placeholders.ts';
import { attributesOf, checkTemplate, fillTemplate } from '../../../../lib/local/ses/template.ts';
import { anIssue, aPicture, aPiece, aPress } from './an-issue.ts';

const data = { ...fixedData, leave: 'id.leave-signature', preferences: 'id.1.signature' };

class Unrenderable extends Error {}

/**
 * Handlebars as its own lexer reads a text: `{{` opens, a backslash before it makes it text (two are one and a placeholder),
 * `{{{` closes with `}}}` alone, and nothing but a name may stand between.
 */
function handlebars(source: string): string {
  let [out, rest] = ['', source];
  for (let at = rest.indexOf('{{'); at >= 0; at = rest.indexOf('{{')) {
    const before = rest.slice(0, at);
    if (before.endsWith('\\') && !before.endsWith('\\\\')) throw new Unrenderable('escaped');
    const [all = '', open, name = '', close] = /^(\{+)([^{}]*)(\}*)/.exec(rest.slice(at)) ?? [];
    if (open !== '{{' || close !== '}}') throw new Unrenderable(`${open} … ${close}`);
    const value = new Map(Object.entries(data)).get(name);
    if (value === undefined) throw new Unrenderable(name);
    out += (before.endsWith('\\\\') ? before.slice(0, -1) : before) + value;
    rest = rest.slice(at + all.length);
  }
  return out + rest;
}

/** As both would send it. */
function sent(template: string): string {
  checkTemplate(template);
  const arrived = handlebars(template);
  expect(fillTemplate(template, data)).toBe(arrived);
  return arrived;
}

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&', '#123': '{', '#39': "'" };
const decoded = (html: string) => html.replace(/&(\w+|#\d+);/g, (all, name: string) => entities[name] ?? all);
const unspaced = (text: string) => text.replace(/\s+/g, ' ').trim();

/** The words of an HTML document, and the words of its attributes. */
const wordsOf = (html: string) =>
  unspaced(decoded(html.replace(/^.*<body/s, '<body').replace(/<[^>]*>/g, ' ')));
const altsOf = (html: string) =>
  [...html.matchAll(/<img [^>]*alt="([^"]*)"/g)].map(([, alt = '']) => decoded(alt));

const tricky = fc.constantFrom(
  ...[
    '{',
    '{{',
    '{{{',
    '}',
    '}}',
    '}}}',
    '\\',
    '\\\\',
    '{{leave}}',
    '{{{preferences}}}',
    '{{brace}}',
    '{{~name~}}',
  ],
  ...[
    '{{#if a}}',
    '{{!-- c --}}',
    '{{> part}}',
    '{% x %}',
    '<script>alert(1)</script>',
    '</style>',
    '<style>',
  ],
  ...[
    '</title>',
    '<!--',
    '-->',
    '&amp;',
    '&#123;',
    '"',
    "'",
    '`',
    '$&',
    '$1',
    'leave:',
    'href="leave:"',
    '=?utf-8?',
    '%7B%7B',
  ],
);
const words = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: tricky }, { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => unspaced(parts.join('').replace(/\p{Cc}/gu, ' ')))
  .filter((text) => text !== '');

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const written = fc.record({
  ...{ title: words, subject: words, preview: words, body: words, code: words, link: words, alt: words },
  ...{ piece: words, line: words, section: words, author: words, press: words, list: words, imprint: words },
});

type Written = typeof written extends fc.Arbitrary<infer T> ? T : never;

function mailOf(text: Written): ComposedIssue {
  const intro = `<p>${escaped(text.body)}</p><pre><code>${escaped(text.code)}</code></pre><p><a href="https://a.example/?q=%7B%7B">${escaped(text.link)}</a></p>`;
  const picture = aPicture('ferry', { alt: text.alt });
  const { piece, line, section, author } = text;
  const content = anIssue({
    ...{ title: text.title, subject: text.subject, preview: text.preview },
    intro: { html: intro, text: text.body, pictures: [] },
    pieces: [aPiece({ title: piece, line, section, authors: [author], picture })],
  });
  const config = { ...aPress.config, title: text.press, imprint: text.imprint };
  const lists = [{ name: 'monthly', title: text.list, byDefault: true, archive: true }];
  return composedOf(content, { ...aPress, config, lists });
}

describe('what arrives', () => {
  it('is what was written, in the subject, in HTML and as text', () => {
    fc.assert(
      fc.property(written, (text) => {
        const mail = mailOf(text);
        const {
          subject,
          html,
          text: plain,
        } = {
          ...{ subject: sent(mail.subject), html: sent(mail.html), text: sent(mail.text) },
        };
        expect(subject).toBe(text.subject);
        const seen = wordsOf(html);
        const { alt, subject: _, ...shown } = text;
        for (const each of Object.values(shown)) expect(seen).toContain(each);
        expect(altsOf(html)).toContain(alt);
        expect(decoded(/<title>(.*?)<\/title>/s.exec(html)?.[1] ?? '')).toBe(text.subject);
        const { preview, ...inText } = shown;
        for (const each of Object.values(inText)) expect(unspaced(plain)).toContain(each);
        expect(html).not.toMatch(/<script|<!--/);
        expect(html.match(/<style>/g)).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });

  it('has the links of one person where ours stand, whatever was written', () => {
    fc.assert(
      fc.property(written, (text) => {
        const mail = mailOf(text);
        const leave = 'https://lantern.example/newsletters/leave/id.leave-signature';
        expect(sent(mail.html).split(`href="${leave}"`)).toHaveLength(2);
        expect(sent(mail.text).split('\n')).toContain(leave);
        const names = [mail.subject, mail.html, mail.text].flatMap(attributesOf);
        for (const name of names) expect(['leave', 'preferences', 'brace', 'backslash']).toContain(name);
      }),
    );
  });

  it('is of one line in the subject', () =>
    expect(composedOf(anIssue({ subject: ' one\r\n two\u2028three ' }), aPress).subject).toBe(
      'one two three',
    ));
});

describe('the shield', () => {
  it('is needed: without it content is taken for placeholders', () => {
    expect(() => sent('Dear {{name}}')).toThrow();
    expect(() => handlebars('a \\{{leave}}')).toThrow(Unrenderable);
    expect(fillTemplate('{{leave}}', data)).not.toBe('{{leave}}');
  });

  it('would fail where a brace followed a placeholder, or a backslash stood before one', () => {
    expect(() => sent('{{brace}}{{brace}}}')).toThrow();
    expect(() => sent('\\{{brace}}{')).toThrow();
    for (const text of ['{{}}', '{{}', '\\{{', '{\\{{x', '\\\\{{{', '{{\\}}', '{{{', '{{leave}}'])
      expect(sent(shieldedText(text))).toBe(text);
  });

  it('leaves the styles of a document as they are', () => {
    const html = '<title>{{a</title><style>@media x{.a{b:c}}</style>{{{b}';
    expect(sent(shieldedHtml(html))).toBe(
      '<title>&#123;&#123;a</title><style>@media x{.a{b:c}}</style>&#123;&#123;&#123;b}',
    );
  });
});
