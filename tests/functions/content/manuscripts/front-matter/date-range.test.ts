import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDateOrRange } from '../../../../../functions/content/manuscripts/front-matter/date-range.ts';

describe('a date or a range of two', () => {
  it.each([
    ['2004-12-02 to 2005-01-20', '2004-12-02/2005-01-20'],
    ['2004-12-02 – 2005-01-20', '2004-12-02/2005-01-20'],
    ['2004-12-02..2005-01-20', '2004-12-02/2005-01-20'],
    ['2004-12-02/2005-01-20', '2004-12-02/2005-01-20'],
    ['2004/12/2 - 2005/1/20', '2004-12-02/2005-01-20'],
    ['1949-1951', '1949/1951'],
    ['1949–1951', '1949/1951'],
    ['1949-05 to 1951', '1949-05/1951'],
    ['1949 until 1949-05', '1949/1949-05'],
    ['1949-05', '1949-05'],
    ['1949/05', '1949-05'],
    ['1949', '1949'],
  ])('%s is %s', (written, meant) => expect(parseDateOrRange(written)).toBe(meant));

  it.each([
    '2005-01-20 to 2004-12-02',
    '1951–1949',
    'May 1949',
    '1949 to',
    'to 1949',
    '',
    '1949 to 1950 to 1951',
  ])('%j is none', (written) => expect(parseDateOrRange(written)).toBeUndefined());

  it('each end is read as it is read alone, whatever stands between them', () => {
    const year = fc.integer({ min: 1000, max: 9998 });
    const part = fc.integer({ min: 1, max: 12 }).map((number) => String(number).padStart(2, '0'));
    const precision = fc.constantFrom(1, 2, 3);
    const end = fc
      .tuple(part, part, precision)
      .map(([month, day, parts]) =>
        ['-', '-'].slice(0, parts - 1).reduce((text, sign, at) => text + sign + [month, day][at], ''),
      );
    const sign = fc.constantFrom(' to ', ' – ', '—', '..', ' ... ', '/', ' - ', ' until ');
    fc.assert(
      fc.property(year, end, end, sign, (from, first, last, between) => {
        const [start, stop] = [`${from}${first}`, `${from + 1}${last}`];
        expect(parseDateOrRange(start + between + stop)).toBe(`${start}/${stop}`);
        expect(parseDateOrRange(stop + between + start)).toBeUndefined();
      }),
    );
  });
});
