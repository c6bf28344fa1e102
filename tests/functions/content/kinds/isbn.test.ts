import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isbnIn } from '../../../../functions/content/kinds/isbn.ts';

describe('an ISBN', () => {
  it.each([
    ['978-0-306-40615-7', '9780306406157'],
    ['0-306-40615-2', '0306406152'],
    ['ISBN 0 8044 2957 x', '080442957X'],
    ['ISBN-13: 978-3-16-148410-0', '9783161484100'],
    ['979–12‐200‑0000-5', undefined],
    ['9780306406158', undefined],
    ['0306406153', undefined],
    ['978030640615', undefined],
    ['5901234123457', undefined],
    ['', undefined],
  ])('%s is %s', (written, meant) => expect(isbnIn(written)).toBe(meant));

  it('is one for exactly one last digit, and no other digit may be another', () => {
    const digits = fc.array(fc.nat(9), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(digits, fc.nat(11), fc.integer({ min: 1, max: 9 }), (nine, at, off) => {
        const stem = `978${nine.join('')}`;
        const right = Array.from({ length: 10 }, (_, last) => stem + last).filter(isbnIn);
        expect(right).toHaveLength(1);
        const [isbn = ''] = right;
        const wrong = isbn.slice(0, at) + ((Number(isbn[at]) + off) % 10) + isbn.slice(at + 1);
        expect(isbnIn(wrong)).toBeUndefined();
        const ten = [...Array(10).keys(), 'X'].map((last) => nine.join('') + last).filter(isbnIn);
        expect(ten).toHaveLength(1);
      }),
    );
  });
});
