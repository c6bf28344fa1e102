import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runOnSchedule, scheduleOf } from '../../../../lib/local/events/schedule.ts';

const next = (expression: string, after: string): string | undefined => {
  const due = scheduleOf(expression).next(Date.parse(after));
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

describe('a running schedule', () => {
  let offset: number;
  let runs: number[];
  const now = () => Date.now() + offset;
  const run = (expression: string) => runOnSchedule(scheduleOf(expression), () => runs.push(now()), now);
  const at = (time: string) => Date.parse(`2026-05-01T${time}Z`);

  beforeEach(() => {
    vi.useFakeTimers({ now: at('08:00:30') });
    [offset, runs] = [0, []];
  });
  afterEach(() => vi.useRealTimers());

  it('runs whenever it is due', () => {
    run('rate(1 minute)');
    vi.advanceTimersByTime(150_000);
    expect(runs).toEqual([at('08:01:30'), at('08:02:30')]);
  });

  it('runs at once when the clock is moved, once however far, and goes on from there', () => {
    const { moved } = run('rate(1 minute)');
    offset = 48 * 3_600_000;
    moved();
    expect(runs).toEqual([at('08:00:30') + offset]);
    vi.advanceTimersByTime(60_000);
    expect(runs).toEqual([at('08:00:30') + offset, at('08:01:30') + offset]);
    offset += 1000;
    moved();
    expect(runs).toHaveLength(3);
  });

  it('of the calendar runs when its time was passed over, and else at its time', () => {
    const { moved } = run('cron(0 9 * * ? *)');
    offset = 1_800_000;
    moved();
    expect(runs).toEqual([]);
    vi.advanceTimersByTime(1_770_000);
    expect(runs).toEqual([at('09:00:00')]);
    offset += 3 * 24 * 3_600_000;
    moved();
    expect(runs).toHaveLength(2);
  });

  it('makes up for nothing that it missed while the machine slept', () => {
    run('rate(1 minute)');
    vi.setSystemTime(at('12:00:00'));
    vi.advanceTimersByTime(60_000);
    expect(runs).toHaveLength(1);
  });

  it('stops', () => {
    const { stop } = run('rate(1 minute)');
    stop();
    vi.advanceTimersByTime(600_000);
    expect(runs).toEqual([]);
  });
});
