import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compared } from '../../../functions/desk/browser/compare.tsx';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 });
const shared = (side: { text: string; isShared: boolean }[]) =>
  side.filter(({ isShared }) => isShared).map(({ text }) => text);

it('marks of two texts the lines that the other does not have there', () => {
  const [left, right] = compared('a\nb\nc', 'a\nx\nc\nd');
  expect(left.map(({ isShared }) => isShared)).toEqual([true, false, true]);
  expect(right.map(({ isShared }) => isShared)).toEqual([true, false, true, false]);
});

it('shows both texts whole, and as shared the same lines in the same order', () => {
  fc.assert(
    fc.property(lines, lines, (one, other) => {
      const [left, right] = compared(one.join('\n'), other.join('\n'));
      expect([left, right].map((side) => side.map(({ text }) => text))).toEqual([one, other]);
      expect(shared(left)).toEqual(shared(right));
      if (one.join() === other.join()) expect(shared(left)).toEqual(one);
    }),
  );
});
