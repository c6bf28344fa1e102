import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areAlike, likenessOf } from '../../../../functions/content/documents/likeness.ts';

const of = (text: string) => likenessOf({ text, html: '' });

/** Words of several scripts, told apart by spaces. */
const scripts = {
  Latin: 'abcdefghijklmnopqrstuvwxyz',
  Cyrillic: 'абвгдежзиклмнопрстуфхцч',
  Arabic: 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي',
  Devanagari: 'कखगघचछजझटठडढतथदधनपफबभमयरलव',
};
const words = (letters: string, minLength: number, maxLength: number) =>
  fc.array(fc.string({ unit: fc.constantFrom(...letters), minLength: 2, maxLength: 9 }), {
    minLength,
    maxLength,
  });

/** The share of five-word sequences that two texts have in common, counted out: the oracle. */
function resemblance(a: string[], b: string[]): number {
  const [mine, theirs] = [a, b].map(
    (all) => new Set(all.slice(4).map((_, at) => all.slice(at, at + 5).join(' '))),
  );
  if (!mine || !theirs) throw new Error('Two texts make two sets');
  const shared = [...mine].filter((shingle) => theirs.has(shingle)).length;
  return shared / (mine.size + theirs.size - shared);
}

describe.each(Object.entries(scripts))('texts in %s', (_, letters) => {
  it('are alike when they share most of their sequences of words, and not when they share few', () => {
    const share = fc.constantFrom(0, 0.02, 0.05, 0.3, 0.8, 1);
    const edits = fc.tuple(words(letters, 60, 200), words(letters, 200, 200), share);
    let [alike, unlike] = [0, 0];
    fc.assert(
      fc.property(edits, ([text, others, rewritten]) => {
        const count = Math.round(rewritten * text.length);
        const edited = [...others.slice(0, count), ...text.slice(count)];
        const share = resemblance(text, edited);
        const verdict = areAlike(of(text.join(' ')), of(edited.join(' ')));
        // Between these the estimate may err: its standard deviation is 0.0625 at most.
        if (share > 0.78) expect(verdict, `${share}`).toBe(true);
        if (share < 0.22) expect(verdict, `${share}`).toBe(false);
        if (share > 0.78) alike++;
        if (share < 0.22) unlike++;
      }),
      { numRuns: 150 },
    );
    expect(Math.min(alike, unlike)).toBeGreaterThan(10);
  });
});

it('compares short texts word by word, whatever stands between the words', () => {
  expect(areAlike(of('The end, at last!'), of('the END at\n\nlast'))).toBe(true);
  expect(areAlike(of('The end'), of('Teh end'))).toBe(false);
  expect(areAlike(of('東京の労働者。'), of('東京の労働者'))).toBe(true);
  const long = Array.from({ length: 45 }, (_, n) => `word${n}`);
  expect(areAlike(of(long.join(' ')), of(long.slice(0, 39).join(' ')))).toBe(false);
});

it('finds nothing like an empty text, and bodies without words alike only when they are the same', () => {
  expect(areAlike(of(''), of(''))).toBe(false);
  const [a, b] = ['<img src="a">', '<img src="b">'].map((html) => likenessOf({ text: '', html }));
  expect(areAlike(a ?? '', a ?? '')).toBe(true);
  expect(areAlike(a ?? '', b ?? '')).toBe(false);
});

it.each([
  ['letters', 'a '.repeat(500_000)],
  ['one word', 'a'.repeat(1_000_000)],
  ['Han', '東京の労働者たち'.repeat(125_000)],
  ['Thai', 'กรุงเทพมหานคร'.repeat(76_000)],
  ['ligatures that come apart into eighteen letters', '\uFDFA'.repeat(1_000_000)],
])('takes bounded time and space for a million characters: %s', (_, text) => {
  const began = process.cpuUsage();
  expect(of(text).length).toBeLessThan(400);
  const { user, system } = process.cpuUsage(began);
  expect(user + system).toBeLessThan(6_000_000);
});
