import { describe, expect, it } from 'vitest';
import { scheduleOf } from '../../../../lib/local/events/schedule.ts';

const next = (expression: string, after: string): string | undefined => {
  const due = scheduleOf(expression)(Date.parse(after));
  return due === undefined ? undefined : new Date(due).toISOString();
};

describe('a schedule', () => {
  it.each([
    ['rate(5 minutes)', '2026-05-01T08:00:00Z', '2026-05-01T08:05:00.000Z'],
    ['rate(1 day)', '2026-05-01T08:00:00Z', '2026-05-02T08:00:00.000Z'],
    ['cron(0 8 * * ? *)', '2026-05-01T08:00:00Z', '2026-05-02T08:00:00.000Z'],
    ['cron(0/15 * * * ? *)', '2026-05-01T08:01:00Z', '2026-05-01T08:15:00.000Z'],
    ['cron(30 6 ? * MON-FRI *)', '2026-05-01T08:00:00Z', '2026-05-04T06:30:00.000Z'],
    ['cron(0 0 1 1,7 ? *)', '2026-05-01T08:00:00Z', '2026-07-01T00:00:00.000Z'],
    ['cron(0 0 ? * 1 *)', '2026-05-01T08:00:00Z', '2026-05-03T00:00:00.000Z'],
    ['cron(0 0 29 FEB ? *)', '2026-05-01T08:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['cron(0 0 1 1 ? 2020)', '2026-05-01T08:00:00Z', undefined],
  ])('%s after %s', (expression, after, due) => {
    expect(next(expression, after)).toBe(due);
  });

  it.each([
    'every(5 minutes)',
    'at(2026-05-01T09:30:00)',
    'rate(5 weeks)',
    'cron(0 8 * * ?)',
    'cron(0 0 L * ? *)',
    'cron(61 * * * ? *)',
    'at(soon)',
  ])('refuses %s', (expression) => {
    expect(() => scheduleOf(expression)).toThrow();
  });
});
