import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parsePartialDate,
  suggestedDate,
} from '../../../../../functions/content/manuscripts/front-matter/partial-date.ts';

describe('parsePartialDate', () => {
  it.each([
    ['1949', '1949'],
    ['1949-05', '1949-05'],
    ['1949-05-01', '1949-05-01'],
    ['2024-02-29', '2024-02-29'],
    ['2024-05-01T08:00Z', '2024-05-01T08:00Z'],
    ['2024-05-01T08:00:30Z', '2024-05-01T08:00:30Z'],
    ['2024-05-01 08:00', '2024-05-01T08:00Z'],
    ['2024-05-01T01:30:00+02:00', '2024-04-30T23:30Z'],
    ['2024-12-31 23:00:00 -0500', '2025-01-01T04:00Z'],
    ['2024-05-01T08:00:00.000Z', '2024-05-01T08:00Z'],
    ['2024-03-01 14:00:00 -4', '2024-03-01T18:00Z'],
    ['2024-03-01 4:00 +0530', '2024-02-29T22:30Z'],
    ['2024-03-01 14:00:00 UTC', '2024-03-01T14:00Z'],
    ['1949-5', '1949-05'],
    ['2026-3-1', '2026-03-01'],
    ['2024/05/01', '2024-05-01'],
    ['2024.5', '2024-05'],
    ['1912-03-00', '1912-03'],
    ['1912-00-00', '1912'],
    ['1912-00', '1912'],
  ])('reads %s as %s', (text, date) => expect(parsePartialDate(text)).toBe(date));

  it.each([
    '',
    'May 1949',
    '49',
    '1949-05/01',
    '1949-13',
    '1949-00-05',
    '1949-02-29',
    '1949-04-31',
    '1949-05-00T08:00',
    '19490501',
    '0000',
    '2024-05-01T25:00Z',
    '2024-05-01T08:60Z',
    '2024-05-01T08:00+99:00',
    '0000-00-00',
    '2024-05-1T',
    '1949-05-01-02',
  ])('refuses %j', (text) => expect(parsePartialDate(text)).toBeUndefined());

  it('gives back what it gave', () =>
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date('0001-01-02'), max: new Date('9999-12-30') }),
        (date) => {
          const parsed = parsePartialDate(date.toISOString());
          expect(parsed && parsePartialDate(parsed)).toBe(parsed);
        },
      ),
    ));

  it('sorts as text at its own precision', () =>
    expect(['1949-05-02', '1950', '1949', '1949-05', '1949-05-01'].sort()).toEqual([
      '1949',
      '1949-05',
      '1949-05-01',
      '1949-05-02',
      '1950',
    ]));

  it('reads a date without its zeros as the same', () =>
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date('1000-01-01'), max: new Date('9999-12-30') }),
        (date) => {
          const [day = ''] = date.toISOString().split('T');
          for (const loose of [day.replace(/-0/g, '-'), day.replaceAll('-', '/'), day.replaceAll('-', '.')])
            expect(parsePartialDate(loose)).toBe(day);
        },
      ),
    ));
});

describe('suggestedDate', () => {
  it.each([
    ['c. 1912', '1912'],
    ['May 1949', '1949-05'],
    ['1 May 1949', '1949-05-01'],
    ['Sept. 3rd, 1949', '1949-09-03'],
    ['March 14, 2024', '2024-03-14'],
    ['03/14/2024', '2024-03-14'],
    ['03/01/2024', '2024-03-01 or 2024-01-03'],
    ['3/3/2024', '2024-03-03'],
    ['1949-13', '1949'],
    ['yesterday', undefined],
    ['49', undefined],
  ])('for %s suggests %s', (text, date) => expect(suggestedDate(text)).toBe(date));
});
