import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { readManuscript } from '../../../../../functions/content/manuscripts/read-manuscript.ts';
import { read, readWell, remarks } from '../../a-manuscript.ts';

const withFields = (yaml: string) => readWell(`---\ntitle: T\n${yaml}\n---\nText.`);

describe('fields of other programs', () => {
  it.each([
    [
      'categories: [News, Local]\ntags: rent',
      { tags: ['rent', 'News', 'Local'] },
      'note 3: “categories” was taken for “tags”.',
    ],
    ['category: News', { tags: ['News'] }, 'note 3: “category” was taken for “tags”.'],
    ['keywords: rent, "no', { tags: ['rent', '"no'] }, 'note 3: “keywords” was taken for “tags”.'],
    ['description: D', { standfirst: 'D' }, 'note 3: “description” was taken for “standfirst”.'],
    [
      'description: D\nexcerpt: E',
      { standfirst: 'E' },
      'warning 3: There is no field “description”; it was left out.',
    ],
    [
      'excerpt: E\nstandfirst: S',
      { standfirst: 'S' },
      'warning 3: There is no field “excerpt”; it was left out.',
    ],
    ['excerpt: <p>E</p>', {}, 'warning 3: There is no field “excerpt”'],
    [
      'author: {name: Jo Bloggs, email: x}',
      { authors: ['Jo Bloggs'] },
      'note 3: Of the authors only the names are kept; “email” was left out.',
    ],
    ['authors:\n  - {name: A}\n  - B', { authors: ['A', 'B'] }, ''],
    ['byline: A', { authors: ['A'] }, 'note 3: “byline” was taken for “authors”.'],
  ])('%j', (yaml, fields, remark) => {
    const manuscript = withFields(yaml);
    expect(manuscript.fields).toMatchObject(fields);
    expect(remarks(manuscript).join('\n')).toContain(remark);
    if (remark === '') expect(manuscript.notices).toEqual([]);
  });

  it.each([
    ['permalink: /2019/05/Rent-Strike.html', 'rent-strike', []],
    ['permalink: /about/index.html', 'about', []],
    ['url: https://old.example/a/b/?x=1', 'b', []],
    ['slug: a\npermalink: /b/', 'a', ['b']],
    ['slug: a\naliases: c\npermalink: /b/', 'a', ['c', 'b']],
    ['slug: a\npermalink: /a/', 'a', []],
    ['permalink: /:year/:title/', undefined, []],
    ['permalink: pretty', undefined, []],
    ['permalink: /', undefined, []],
    ['permalink: /über/', undefined, []],
  ])('%j is an address', (yaml, slug, aliases) => {
    const manuscript = withFields(yaml);
    expect([manuscript.slug, manuscript.aliases]).toEqual([slug, aliases]);
  });

  it('takes no more tags than there may be, and none that is no name', () => {
    const twenty = Array.from({ length: 20 }, (_, n) => `t${n}`).join(', ');
    expect(withFields(`tags: ${twenty}\ncategories: [a]`).fields).toMatchObject({ tags: twenty.split(', ') });
    expect(remarks(withFields('categories: ["!!!"]')).join()).toContain('There is no field “categories”');
  });

  it('leaves a kind without such a field alone', () =>
    expect(remarks(readWell('---\nkind: page\ntitle: T\ncategories: [a]\n---\nx'))).toEqual([
      'warning 4: There is no field “categories”; it was left out.',
    ]));
});

describe('names', () => {
  it.each([
    ['author: "Okafor, Ben"', { authors: ['Okafor, Ben'] }],
    ['tags: ["Parks, gardens", rent]', { tags: ['Parks, gardens', 'rent'] }],
    ['tags: "Parks, gardens"', { tags: ['Parks, gardens'] }],
    ["tags:\n  - rent, housing\n  - 'a, b'", { tags: ['rent', 'housing', 'a, b'] }],
    ['tags: [Rent, rent, RENT, Übung, übung]', { tags: ['Rent', 'Übung'] }],
    [
      'authors: ["A\u00adda\u200b", "\u202eBen\u202c", "\u2066Gal\u2069", "می\u200cروم"]',
      { authors: ['Ada', 'Ben', '\u2066Gal\u2069', 'می\u200cروم'] },
    ],
  ])('in %j', (yaml, fields) => expect(withFields(yaml).fields).toMatchObject(fields));

  it('of one address are told', () => {
    expect(remarks(withFields('tags: [C, C++]'))).toEqual([
      'warning 3: “C” and “C++” have one address (/tags/c/), so they are one list. To keep them apart, spell the signs out, as in “C plus plus”.',
    ]);
    expect(remarks(withFields('tags: [C#]')).join()).toContain('“C#” has the address /tags/c/');
    expect(withFields('tags: [Rent & "rates", don’t, A-B]').notices).toEqual([]);
  });
});

describe('a value in quotes that goes on in the next lines', () => {
  const words = fc.array(
    fc.constantFrom('one', 'Two,', 'three: four', '# five', '– six', '"" ', '{x', '*y', ''),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  const lines = fc.array(
    words.map((each) => each.join(' ')),
    { minLength: 1, maxLength: 5 },
  );

  it('means the same whether or not they are indented', () =>
    fc.assert(
      fc.property(
        lines,
        fc.constantFrom('"', "'"),
        fc.constantFrom('', ' # remark'),
        (rest, quote, remark) => {
          const inner = ['First', ...rest].map((line) =>
            line.trim().replaceAll('"', quote === '"' ? '\\"' : '"'),
          );
          fc.pre(!inner.slice(1).some((line) => /^[a-z][\w-]*:(\s|$)/.test(line)));
          const value = (indent: string) =>
            `standfirst: ${quote}${inner.join(`\n${indent}`)}${quote}${remark}`;
          const expected = String(parseDocument(value('  '), { schema: 'failsafe' }).get('standfirst'));
          const manuscript = readWell(`---\ntitle: T\n${value('')}\nsection: News\nstanfirst: x\n---\nText.`);
          expect(manuscript.fields).toMatchObject({ standfirst: expected.trim(), section: 'News' });
          const line = 4 + inner.length;
          expect(remarks(manuscript).join()).toContain(`warning ${line}: There is no field “stanfirst”`);
        },
      ),
    ));

  it('in lists too', () =>
    expect(withFields('authors:\n- "Ama\nLindqvist"\n- B').fields).toMatchObject({
      authors: ['Ama Lindqvist', 'B'],
    }));
});

describe('characters that no text has', () => {
  const odd = fc.integer({ min: 0, max: 0x10ffff });
  const forbidden = /[^\P{Cc}\t\n\r\x7f-\x9f]|[\ufffe\uffff\p{Cs}]/u;
  const written = fc.oneof(
    odd.map((code) => `&#${code};`),
    odd.map((code) => `&#x${code.toString(16)};`),
    fc.integer({ min: 0, max: 0xa0 }).map((code) => `&#${code};`),
    fc.integer({ min: 0xd7f0, max: 0xe010 }).map((code) => `&#x${code.toString(16)}`),
    fc.constantFrom('&#8', '\v', '\f', '&#xFFFFFFFF;', 'x'),
  );

  it('reach no page, however they are written', () =>
    fc.assert(
      fc.property(
        written,
        fc.constantFrom('a X b', '<p>X</p>', '<b title="X">y</b> z', '[a](/x/ "X")', '# X\n\nc'),
        (sign, body) => {
          const manuscript = read(`---\ntitle: T\n---\nb\n\n${body.replace('X', sign)}`);
          if (manuscript.outcome === 'refused')
            expect(remarks(manuscript).join()).toContain('stands for a character that no text has');
          else expect(manuscript.body.html + manuscript.body.text).not.toMatch(forbidden);
        },
      ),
      { numRuns: 1500 },
    ));

  it.each([
    ['The tide &#11; turned &#8; at six.', 4],
    ['a\n<p>x &#x1F;</p>', 5],
    ['a\n\n> b\n> &#xFFFE; c', 7],
    ['a ^[b &#1;]', 4],
  ])('%j is refused', (body, line) =>
    expect(remarks(read(`---\ntitle: T\n---\n${body}`))[0]).toMatch(new RegExp(`^error ${line}: “&#`)),
  );

  it('are words where they are code, and Windows has its own', () => {
    expect(readWell('# T\n\n`&#8;` don&#146;t &#8211; <b>&#150;</b>').body.text).toBe('&#8; don’t – –');
    expect(readWell('# T\n\na\vb').body.html).toBe('<p>a\nb</p>\n');
  });

  it('are left out of what was stored before they were refused', () => {
    const bytes = new TextEncoder().encode('---\ntitle: "T\\x01"\n---\n<p>a &#8; b</p> &#1;');
    const manuscript = readManuscript({ name: 'a.md', bytes, isStored: true }, { pictures: new Map() });
    expect(manuscript).toMatchObject({ outcome: 'read', fields: { title: 'T' }, body: { text: 'a b' } });
  });
});
