import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceLines } from '../../../../bin/press/difference.ts';
import * as answers from '../../../../functions/content/api/api-answers.ts';
import type { Body } from '../../../../functions/content/contract/values.ts';
import { compareRevisions, type Segment } from '../../../../functions/content/editors/compare-revisions.ts';
import { showDifference } from '../../../../functions/content/editors/show-difference.ts';
import type { ArticleFields } from '../../../../functions/content/kinds/article.ts';
import { markdown, Office } from '../an-office.ts';

const body = (text: string, html = `<p>${text}</p>`): Body => ({ html, text, pictures: [] });
const one = (text: string, fields: Partial<ArticleFields> = {}) => ({
  fields: { kind: 'article' as const, title: 'Lamps', tags: [], authors: [], ...fields },
  body: body(text),
});
const signed = ({ text, change }: Segment): string =>
  change === 'added' ? `{+${text}+}` : change === 'removed' ? `[-${text}-]` : text;
const lines = (...texts: [Parameters<typeof compareRevisions>[0], Parameters<typeof compareRevisions>[1]]) =>
  compareRevisions(...texts).paragraphs.map((paragraph) =>
    'alike' in paragraph ? `(${paragraph.alike})` : paragraph.segments.map(signed).join(''),
  );

describe('two texts', () => {
  it.each([
    ['Eight are out.', 'Nine are out.', ['[-Eight-]{+Nine+} are out.']],
    ['One.\n\nTwo.\n\nThree.', 'One.\n\nTwo!\n\nThree.', ['(1)', 'Two[-.-]{+!+}', '(1)']],
    ['One.\n\nThree.', 'One.\n\nTwo.\n\nThree.', ['(1)', '{+Two.+}', '(1)']],
    ['One.', '', ['[-One.-]']],
    ['', 'One.', ['{+One.+}']],
    ['Same.', 'Same.', ['(1)']],
    ['Горят восемь ламп.', 'Горят девять ламп.', ['Горят [-восемь-]{+девять+} ламп.']],
    ['八盏灯坏了。', '九盏灯坏了。', [expect.stringMatching(/^\[-八.*-\]\{\+九.*\+\}.*灯坏了。$/)]],
    ['ثمانية مصابيح', 'تسعة مصابيح', ['[-ثمانية-]{+تسعة+} مصابيح']],
  ])('%j and %j differ by words', (from, to, wanted) => {
    expect(lines(one(from), one(to))).toEqual(wanted);
  });

  it('are each whole again without the words of the other, whatever they say', () => {
    const word = fc.constantFrom('lamp', 'steps,', 'the', 'Лампа', '灯泡坏了', 'dark.', 'a', '—', '12');
    const paragraph = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '));
    const text = fc.array(paragraph, { maxLength: 6 }).map((all) => all.join('\n\n'));
    const whole = (found: ReturnType<typeof compareRevisions>, other: Segment['change'], from: string) => {
      const paragraphs = from.split('\n\n').filter(Boolean);
      const kept: string[] = [];
      let at = 0;
      for (const part of found.paragraphs) {
        const said =
          'alike' in part ? paragraphs.slice(at, at + part.alike) : [wordsOf(part.segments, other)];
        kept.push(...said);
        at = kept.join(' ').split(/\s+/).filter(Boolean).length ? countAt(paragraphs, kept) : at;
      }
      return flat(kept.join(' '));
    };
    fc.assert(
      fc.property(text, text, (from, to) => {
        const found = compareRevisions(one(from), one(to));
        expect(whole(found, 'added', from)).toBe(flat(from));
        expect(whole(found, 'removed', to)).toBe(flat(to));
      }),
      { numRuns: 300 },
    );
  });

  it('that differ in all of a million letters are told in bounded time, whole', () => {
    const long = (word: string) =>
      Array.from({ length: 6000 }, (_, at) => `${word}${at} `.repeat(25)).join('\n\n');
    const began = performance.now();
    const found = compareRevisions(one(long('a')), one(long('b')));
    expect(performance.now() - began).toBeLessThan(8_000);
    expect(found).toMatchObject({ coarse: true, cut: true });
    expect(JSON.stringify(found).length).toBeLessThan(4_000_000);
  });

  it('with the same words and other links say that', () => {
    const link = { ...one('Here.'), body: body('Here.', '<p><a href="/a/">Here.</a></p>') };
    expect(compareRevisions(one('Here.'), link)).toMatchObject({ markup: true, paragraphs: [{ alike: 1 }] });
  });
});

/** Spaces beside a change may stand on either side of it. */
const flat = (text: string): string => text.replace(/\s+/g, '');
const wordsOf = (segments: Segment[], other: Segment['change']): string =>
  segments.flatMap(({ text, change }) => (change === other ? [] : [text])).join('');
/** How many paragraphs have been told so far. */
function countAt(paragraphs: string[], kept: string[]): number {
  const told = flat(kept.join(''));
  let [at, sum] = [0, ''];
  while (at < paragraphs.length && sum.length < told.length) sum += flat(paragraphs[at++] ?? '');
  return at;
}

it('fields differ by the names that files have, pictures by what people say of them', () => {
  const picture = { name: 'steps.png', width: 3, height: 1, src: '/media/a-3.png', variants: [] };
  const before = one('.', { picture: { ...picture, alt: 'Steps' }, wordsOf: ['Ama'], written: '1949' });
  const after = one('.', { picture: { ...picture, alt: 'Dark steps', width: 4 }, wordsOf: ['Ama', 'Ines'] });
  const { fields } = compareRevisions(before, after);
  expect(fields.map(({ name, segments }) => `${name}: ${segments.map(signed).join('')}`)).toEqual([
    expect.stringMatching(/^picture: alt: .*Dark.*name: steps\.png; src: /),
    'words_of: Ama{+, Ines+}',
    'written: [-1949-]',
  ]);
});

it('members of a field are alike in whatever order a table gives them', () => {
  const [date, text] = ['2026-01-01', 'It was 8.'];
  const [before, after] = [
    one('.', { corrections: [{ date, text }] }),
    one('.', { corrections: [{ text, date }] }),
  ];
  expect(compareRevisions(before, after).fields).toEqual([]);
});

describe('a document’s revisions', () => {
  const anOffice = async () => {
    const office = new Office();
    const file = (text: string, fields = {}) => ({
      'lamps.md': markdown({ title: 'Lamps', slug: 'lamps', ...fields }, text),
    });
    await office.handIn(file('Eight are out.'));
    await office.handIn(file('Nine are out.'));
    await office.handIn(file('Ten are out.', { status: 'draft' }));
    const difference = (from?: string, to?: string) =>
      showDifference('lamps', { from, to }, { documents: office.content, bodies: office.files.archive });
    return { office, file, difference };
  };

  it('are compared as asked; without a word, what stands with what waits', async () => {
    const { difference } = await anOffice();
    const told = async (...asked: string[]) => {
      const found = answers.difference.parse(await difference(...asked));
      const [paragraph] = found.paragraphs;
      return paragraph && 'segments' in paragraph ? paragraph.segments.map(signed).join('') : '';
    };
    expect(await told()).toBe('[-Nine-]{+Ten+} are out.');
    expect(await told('1')).toBe('[-Eight-]{+Nine+} are out.');
    expect(await told('3', 'lamps/1')).toBe('[-Ten-]{+Eight+} are out.');
    expect(await difference('1', '2')).toMatchObject({
      from: { id: 'lamps/1' },
      to: { id: 'lamps/2', by: 'rosa' },
    });
  });

  it('are compared across a change of address', async () => {
    const { office, file } = await anOffice();
    await office.handIn(file('Ten are out.', { slug: 'street-lamps', aliases: '[lamps]' }));
    const deps = { documents: office.content, bodies: office.files.archive };
    expect(await showDifference('street-lamps', { from: 'lamps/1' }, deps)).toMatchObject({
      from: { id: 'lamps/1' },
      to: { id: 'street-lamps/1' },
    });
  });

  it('that are not there are refused, and so is nothing to compare', async () => {
    const { office, difference } = await anOffice();
    for (const wanted of ['9', 'stairs/1', 'lamps/9'])
      await expect(difference(wanted)).rejects.toMatchObject({ status: 404 });
    await office.handIn({ 'stairs.md': markdown({ title: 'Stairs', slug: 'stairs' }) });
    const deps = { documents: office.content, bodies: office.files.archive };
    await expect(showDifference('stairs', {}, deps)).rejects.toMatchObject({ status: 409 });
  });
});

describe('press diff', () => {
  const by = { revision: 1, status: 'published', by: 'rosa', at: '2024-03-01T09:01:00Z' };
  const told = (paragraphs: Parameters<typeof differenceLines>[0]['paragraphs']) => ({
    ...{ from: { id: 'lamps/1', ...by }, to: { id: 'lamps/2', ...by } },
    ...{ fields: [], paragraphs, markup: false, coarse: false, cut: false },
  });
  const marks = { removed: (text: string) => `<${text}>`, added: (text: string) => `(${text})` };

  it('marks each line by itself, and lets no text paint', () => {
    const evil = { text: 'one\u001b[2J\n\ntwo\u202e', change: 'removed' as const };
    expect(
      differenceLines(told([{ alike: 2 }, { segments: [evil, { text: ' kept\u001b' }] }]), marks),
    ).toEqual([
      '<lamps/1, published, by rosa on 2024-03-01 at 09:01 UTC>',
      '(lamps/2, published, by rosa on 2024-03-01 at 09:01 UTC)',
      '',
      '… 2 paragraphs alike …',
      '',
      '<one[2J>\n\n<two> kept',
      '',
    ]);
  });

  it('says so where the two say the same', () => {
    expect(differenceLines(told([{ alike: 2 }]), marks).at(-1)).toBe('The two say the same.');
  });
});
