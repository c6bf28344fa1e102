import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  bulletinAt,
  placeAmongBulletins,
  placeInSerial,
  placesOfNumber,
} from '../../../../functions/content/contract/serials.ts';
import { byteOrder } from '../../../../functions/runtime/byte-order.ts';

const sortOf = (number: string, volume?: string, date = '2026') =>
  placeInSerial('quay-letter', { number, ...(volume && { volume }) }, `${date}#slug`).sort;

it.each([
  [['0', '1', '9', '10', '10a', '10b', '11', '100']],
  [['2', '3', '3/4', '4', '11-12', '12', '12a']],
  [['no. 9', 'No 10', '№ 11', 'Nr. 12', '#13']],
  [['٩', '١٠', '11', '１２']],
  [['007', '8', '09', '10']],
])('counts %j up', (numbers) => {
  for (const [at, number] of numbers.slice(1).entries())
    expect(byteOrder(sortOf(numbers[at] ?? ''), sortOf(number)), number).toBeLessThan(0);
});

it('goes by whole numbers as they count, and by what follows where they are the same', () => {
  const parts = fc.record({
    number: fc.oneof(fc.nat(30), fc.nat(1_000_000_000)),
    suffix: fc.constantFrom('', 'a', 'b'),
  });
  const checked = fc.property(parts, parts, (one, other) => {
    const expected =
      Math.sign(one.number - other.number) || Math.sign(one.suffix.localeCompare(other.suffix));
    const [a, b] = [one, other].map(({ number, suffix }) => sortOf(number + suffix)) as [string, string];
    expect(Math.sign(byteOrder(a, b))).toBe(expected);
  });
  fc.assert(checked);
});

it('goes by the volume first, and begins with what has none', () => {
  const numbers = [sortOf('12'), sortOf('11', '9'), sortOf('1', '10'), sortOf('2', '10')];
  expect([...numbers].sort(byteOrder)).toEqual(numbers);
});

it('goes by the date where the number begins with no digit, before those that do', () => {
  const numbers = [
    sortOf('Winter', undefined, '2025-12'),
    sortOf('Spring', undefined, '2026-03'),
    sortOf('1'),
  ];
  expect([...numbers].sort(byteOrder)).toEqual(numbers);
});

it('finds a number by how its places begin, and no other', () => {
  expect(sortOf('12')).toContain(placesOfNumber('12'));
  expect(sortOf('No. 12').startsWith(placesOfNumber('12') ?? '?')).toBe(true);
  for (const other of ['1', '121', '12a', '12/13'])
    expect(sortOf(other).startsWith(placesOfNumber('12') ?? '')).toBe(false);
  expect(sortOf('12', '3').startsWith(placesOfNumber('12') ?? '')).toBe(false);
  expect(placesOfNumber('winter')).toBeUndefined();
});

it('tells the serial and the slug from its place among all', () => {
  const { sort } = placeAmongBulletins('2026-11-30T07:00:00Z', 'το-φύλλο', 'number-12');
  expect(bulletinAt(sort)).toEqual({ serial: 'το-φύλλο', slug: 'number-12' });
});
