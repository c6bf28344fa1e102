import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  localTime,
  momentText,
  shortDayText,
  shortSpanText,
  spanText,
  zoneText,
} from '../../../functions/look/local-times.ts';
import { digitsOf, moneyText, parseMoney, plainMoney } from '../../../functions/look/money.ts';

describe('money', () => {
  it('is shown with its sign, and without pence where there are none', () => {
    expect(moneyText(1050, 'GBP')).toBe('£10.50');
    expect(moneyText(1000, 'GBP')).toBe('£10');
    expect(moneyText(1200, 'JPY')).toBe('¥1,200');
    expect(moneyText(5, 'EUR')).toBe('€0.05');
    expect(moneyText(0, 'EUR')).toBe('free');
    expect(moneyText(0, undefined)).toBe('free');
  });

  it('is read as people type it', () => {
    expect(
      ['10.50', '10,5', '£10.50', '10.50 GBP', ' 10.5 '].map((typed) => parseMoney(typed, 'GBP')),
    ).toEqual(Array(5).fill(1050));
    expect(parseMoney('1 200', 'JPY')).toBe(1200);
    for (const typed of ['', 'ten', '-1', '1.234', '1e3', '1.2.3', '12345678'])
      expect(parseMoney(typed, 'GBP'), typed).toBeUndefined();
    expect(parseMoney('1.5', 'JPY')).toBeUndefined();
  });

  it('is the same written and read again', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9_999_999 }),
        fc.constantFrom('GBP', 'JPY', 'KWD'),
        (amount, currency) => {
          fc.pre(amount / 10 ** digitsOf(currency) < 1e7);
          expect(parseMoney(plainMoney(amount, currency), currency)).toBe(amount);
        },
      ),
    );
  });
});

describe('times of an event', () => {
  it('are words of one day or of several', () => {
    const [morning, evening, next] = ['2027-07-01T10:00', '2027-07-01T17:00', '2027-07-02T17:00'];
    expect(spanText(morning, evening)).toBe('Thursday 1 July 2027, 10:00–17:00');
    expect(spanText(morning, next)).toBe('Thursday 1 July 2027, 10:00, to Friday 2 July 2027, 17:00');
    expect(shortSpanText(morning, evening)).toBe('1 July 2027, 10:00');
    expect(shortSpanText(morning, next)).toBe('1–2 July 2027');
    expect(shortSpanText('2027-06-30T10:00', next)).toBe('30 June – 2 July 2027');
    expect(shortSpanText('2026-12-31T22:00', '2027-01-01T02:00')).toBe('31 December 2026 – 1 January 2027');
    expect(momentText(morning)).toBe('Thursday 1 July 2027, 10:00');
    expect(shortDayText(next)).toBe('Friday 2 July');
  });

  it('are those of its own zone', () => {
    expect(localTime('2027-07-01T09:00:00.000Z', 'Europe/London')).toBe('2027-07-01T10:00');
    expect(localTime('2027-01-01T00:30:00.000Z', 'America/New_York')).toBe('2026-12-31T19:30');
    expect(zoneText('2027-07-01T09:00:00.000Z', 'Europe/London')).toBe('BST');
    expect(zoneText('2027-01-01T09:00:00.000Z', 'Europe/London')).toBe('GMT');
  });
});
