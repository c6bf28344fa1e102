import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../functions/content/manuscripts/front-matter/front-matter.ts';
import {
  picturesToAskFor,
  unworded,
  withAltWords,
} from '../../../functions/desk/browser/hand-in/alt-words.ts';
import {
  fieldIn,
  hasAltWords,
  isReadable,
  isRich,
  manuscriptIn,
  textOf,
  withDecorative,
  withField,
  withStatus,
} from '../../../functions/desk/browser/write/manuscript.ts';

const file = `---
# What the printer wants
title: The quay  # not final
tags: [rent, "a: b"]
authors:
  - Noor Haldane
  - Ama Lindqvist
standfirst: |
  Two lines
  of it.
picture: { file: pictures/quay.jpg, alt: "A quay." }
written: 1949-05
---
It floods.
`;
const { front, body, bodyLine } = manuscriptIn(file);

describe('a manuscript', () => {
  it('is front matter and a body, with the line on which that begins', () => {
    expect(body).toBe('It floods.\n');
    expect(file.split('\n')[bodyLine - 1]).toBe('It floods.');
    expect(textOf({ front, body })).toBe(file);
    expect(manuscriptIn('Text alone')).toEqual({ front: '', body: 'Text alone', bodyLine: 1 });
    expect(manuscriptIn('---\r\ntitle: A\r\n---\r\nB')).toEqual({
      front: 'title: A\n',
      body: 'B',
      bodyLine: 4,
    });
  });

  it('gives texts and lists of texts to fields, and no others', () => {
    expect(fieldIn(front, 'title')).toBe('The quay');
    expect(fieldIn(front, 'tags')).toEqual(['rent', 'a: b']);
    expect(fieldIn(front, 'authors')).toEqual(['Noor Haldane', 'Ama Lindqvist']);
    expect(fieldIn(front, 'written')).toBe('1949-05');
    expect(fieldIn(front, 'picture')).toBeUndefined();
    expect(isRich(front, 'picture')).toBe(true);
    expect(isRich(front, 'series')).toBe(false);
    expect(fieldIn(front, 'section')).toBeUndefined();
  });

  it('is not shown as fields where it cannot be read', () => {
    expect(isReadable(front)).toBe(true);
    expect(isReadable('')).toBe(true);
    expect(isReadable('title: "open\n')).toBe(false);
    expect(isReadable('- a list\n')).toBe(false);
  });

  it('changes in one field, and stays as it was everywhere else', () => {
    expect(withField(front, 'title', 'The quay: a reckoning')).toBe(
      front.replace('title: The quay ', 'title: "The quay: a reckoning" '),
    );
    expect(withField(front, 'authors', ['Wim Okafor'])).toBe(
      front.replace(/authors:\n.*\n.*\n/, 'authors: [Wim Okafor]\n'),
    );
    expect(withField(front, 'standfirst', 'One line.')).toBe(
      front.replace(/standfirst: \|\n.*\n.*\n/, 'standfirst: One line.\n'),
    );
    expect(withField(front, 'section', 'News')).toBe(`${front}section: News\n`);
    expect(withField(front, 'tags', [])).toBe(front.replace(/tags: .*\n/, ''));
    expect(withField(front, 'standfirst', '')).toBe(front.replace(/standfirst: \|\n.*\n.*\n/, ''));
    expect(withField(front, 'written', undefined)).toBe(front.replace(/written: .*\n/, ''));
    expect(withField('title:\nsection: A\n', 'title', 'T')).toBe('title: T\nsection: A\n');
    expect(withField('', 'section', '')).toBe('');
  });

  it('is read by the press as it was filled in, whatever is typed', () => {
    const typed = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => {
      // What the press's own reader changes or refuses is not the desk's.
      return text.trim() === text && !/[\p{Cc}\p{Cf}\ufeff\ufffe\uffff]/u.test(text);
    });
    fc.assert(
      fc.property(typed, fc.array(typed, { minLength: 1, maxLength: 4 }), (title, tags) => {
        const made = withField(withField(front, 'title', title), 'tags', tags);
        const read = readFrontMatter(textOf({ front: made, body }));
        expect(read).toMatchObject({ values: { title, tags, written: '1949-05' } });
        expect(fieldIn(made, 'title')).toBe(title);
        expect(fieldIn(made, 'tags')).toEqual(tags);
      }),
    );
  });

  it('takes that a picture is decorative, beside the words of others', () => {
    expect(hasAltWords(front, 'pictures/quay.jpg')).toBe(true);
    expect(hasAltWords(front, 'map.png')).toBe(false);
    const one = withDecorative(front, 'map.png');
    const both = withDecorative(one, 'rule: 1.png');
    expect(both.startsWith(front)).toBe(true);
    expect(hasAltWords(both, 'rule: 1.png')).toBe(true);
    const pictures = [
      { file: 'map.png', alt: '' },
      { file: 'rule: 1.png', alt: '' },
    ];
    for (const made of [both, withDecorative('pictures: [{ file: map.png, alt: "" }] # so\n', 'rule: 1.png')])
      expect(readFrontMatter(textOf({ front: made, body }))).toMatchObject({ values: { pictures } });
  });
});

describe('words for pictures', () => {
  const text = '---\ntitle: A\n---\n![](pictures/a%20b.jpg)\n\n![Said](c.jpg) ![](<d e.png>)\n';

  it('are asked for where a text shows a picture and says nothing of it', () => {
    expect(unworded(text)).toEqual(['pictures/a%20b.jpg', 'd e.png']);
    expect(picturesToAskFor([{ name: 'a.md', text }], ['x/A b.jpg', 'c.jpg', 'other.png'])).toEqual([
      'x/A b.jpg',
    ]);
  });

  it('stand in the text, and those of decoration in its front matter', () => {
    const worded = withAltWords(
      text,
      new Map([
        ['a b.jpg', { alt: ' A [quay] ', decorative: false }],
        ['d e.png', { alt: 'not used', decorative: true }],
        ['c.jpg', { alt: 'Never', decorative: false }],
      ]),
    );
    expect(worded).toBe(
      '---\ntitle: A\npictures:\n  - { file: d e.png, alt: "" }\n---\n![A \\[quay\\]](pictures/a%20b.jpg)\n\n![Said](c.jpg) ![](<d e.png>)\n',
    );
    expect(unworded(worded)).toEqual([]);
    expect(withAltWords(text, new Map())).toBe(text);
  });
});

describe('what a file says of its publication', () => {
  const statusOf = (text: string): unknown => {
    const read = readFrontMatter(text);
    return 'values' in read ? (read.values.status ?? 'published') : read;
  };

  it.each([
    'title: A\n',
    'title: A\nstatus: draft\n',
    'title: A\nstatus: "published" # for now\ndraft: true\n',
    'title: A\npublished: no\n',
    '"status": draft\ntitle: A\n',
    '',
  ])('is what is wanted, as the press reads it: %j', (said) => {
    for (const wish of ['draft', 'published'] as const) {
      const changed = withStatus(said, wish);
      expect(changed).toBeDefined();
      const text = textOf({ front: changed ?? '', body: 'It floods.\n' });
      expect(statusOf(text)).toBe(wish);
      expect(text).not.toContain('draft: true');
    }
  });

  it.each(['{title: A, status: draft}\n', 'title: A\nstandfirst: "One line\nand another"\n'])(
    'stays as it is where the desk cannot write into it: %j',
    (said) => {
      expect(withStatus(said, 'draft')).toBeUndefined();
      expect(withStatus(said, 'published')).toBeUndefined();
    },
  );
});
