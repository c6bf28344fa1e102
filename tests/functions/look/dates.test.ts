import { describe, expect, it } from 'vitest';
import { printedDate } from '../../../functions/look/dates.ts';

describe('printedDate', () => {
  it.each([
    ['1949', 'en', '1949'],
    ['1949-05', 'en', 'May 1949'],
    ['1949-05-01', 'en', '1 May 1949'],
    ['2024-05-01T23:59Z', 'en', '1 May 2024'],
    ['1949-05-01', 'de', '1. Mai 1949'],
    ['1949-05', 'el', 'Μάιος 1949'],
  ])('prints %s in %s as %s', (date, language, text) => expect(printedDate(date, language)).toBe(text));

  it('prints an instant as the day that it was in a zone, and any other date as it is', () => {
    const late = '2024-05-01T23:59Z';
    expect(printedDate(late, 'en', 'Europe/Dublin')).toBe('2 May 2024');
    expect(printedDate(late, 'en', 'America/New_York')).toBe('1 May 2024');
    expect(printedDate('2024-05-01', 'en', 'America/New_York')).toBe('1 May 2024');
  });

  it('counts in the same years in every language', () => expect(printedDate('1949', 'th')).toContain('1949'));
});
