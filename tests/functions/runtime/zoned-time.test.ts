import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, localDate, nextWeekly } from '../../../functions/runtime/zoned-time.ts';

describe('a local time', () => {
  it.each([
    ['2026-12-01T07:00', 'Europe/London', '2026-12-01T07:00:00.000Z'],
    ['2026-07-01T07:00', 'Europe/London', '2026-07-01T06:00:00.000Z'],
    ['2026-12-01T07:00', 'America/New_York', '2026-12-01T12:00:00.000Z'],
    ['2026-12-01T07:00', 'Asia/Kolkata', '2026-12-01T01:30:00.000Z'],
    ['2026-12-01T00:15', 'Asia/Kathmandu', '2026-11-30T18:30:00.000Z'],
    ['2026-12-01T07:00', 'UTC', '2026-12-01T07:00:00.000Z'],
  ])('%s in %s', (local, zone, instant) => {
    expect(instantOf(local, zone)).toBe(instant);
  });

  it.each([
    ['2026-03-29T01:30', 'Europe/London', '2026-03-29T01:30:00.000Z', 'an hour later, 02:30'],
    ['2026-03-29T02:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z', 'an hour later, 03:00'],
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00.000Z', 'an hour later, 03:30'],
    ['2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z', 'half an hour later, 02:45'],
    ['2026-09-06T00:00', 'America/Santiago', '2026-09-06T04:00:00.000Z', 'an hour later, 01:00'],
    ['2011-12-30T07:00', 'Pacific/Apia', '2011-12-30T17:00:00.000Z', 'a day later'],
  ])('%s, which the clocks of %s skip, is %s: %s', (local, zone, instant) => {
    expect(instantOf(local, zone)).toBe(instant);
  });

  it.each([
    ['2026-10-25T01:30', 'Europe/London', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
  ])('%s, which comes twice in %s, is the first', (local, zone, instant) => {
    expect(instantOf(local, zone)).toBe(instant);
  });

  it.each([
    ['2026-02-30T07:00', 'UTC'],
    ['2026-02-01T24:00', 'UTC'],
    ['2026-02-01', 'UTC'],
    ['2026-02-01T07:00Z', 'UTC'],
    ['2026-02-01T07:00', 'Europe/Lodnon'],
  ])('%s in %s is refused', (local, zone) => {
    expect(() => instantOf(local, zone)).toThrow(RangeError);
  });
});

describe('the next time of the week', () => {
  const friday = { weekday: 'friday', time: '07:00' };
  const next = (after: string, zone = 'Europe/London', wanted = friday) =>
    nextWeekly(wanted, { zone, after });

  it.each([
    ['2026-11-29T11:00:00.000Z', '2026-12-04', '2026-12-04T07:00:00.000Z'],
    ['2026-12-04T06:59:59.999Z', '2026-12-04', '2026-12-04T07:00:00.000Z'],
    ['2026-12-04T07:00:00.000Z', '2026-12-11', '2026-12-11T07:00:00.000Z'],
    // The clocks of London go on by an hour on 29 March, and back on 25 October.
    ['2026-03-27T07:00:00.000Z', '2026-04-03', '2026-04-03T06:00:00.000Z'],
    ['2026-10-23T06:00:00.000Z', '2026-10-30', '2026-10-30T07:00:00.000Z'],
  ])('after %s is that of %s', (after, date, at) => {
    expect(next(after)).toEqual({ date, at });
  });

  it('is of the day in the zone, not in UTC', () => {
    const early = { weekday: 'friday', time: '00:30' };
    expect(next('2026-12-03T12:00:00.000Z', 'Asia/Tokyo', early)).toEqual({
      date: '2026-12-04',
      at: '2026-12-03T15:30:00.000Z',
    });
    const late = { weekday: 'friday', time: '23:30' };
    expect(next('2026-12-05T03:00:00.000Z', 'America/Los_Angeles', late)).toEqual({
      date: '2026-12-04',
      at: '2026-12-05T07:30:00.000Z',
    });
  });

  it('comes once where the clocks go back over it, and where they skip it', () => {
    const sunday = { weekday: 'sunday', time: '01:30' };
    const first = next('2026-10-24T12:00:00.000Z', 'Europe/London', sunday);
    expect(first.at).toBe('2026-10-25T00:30:00.000Z');
    expect(next(first.at, 'Europe/London', sunday).date).toBe('2026-11-01');
    const skipped = next('2026-03-28T12:00:00.000Z', 'Europe/London', sunday);
    expect(skipped).toEqual({ date: '2026-03-29', at: '2026-03-29T01:30:00.000Z' });
    expect(next(skipped.at, 'Europe/London', sunday).date).toBe('2026-04-05');
  });

  it('comes on the day after one that a zone leaves out', () => {
    expect(next('2011-12-30T12:00:00.000Z', 'Pacific/Apia')).toEqual({
      date: '2011-12-30',
      at: '2011-12-30T17:00:00.000Z',
    });
    expect(next('2011-12-30T17:00:00.000Z', 'Pacific/Apia').date).toBe('2012-01-06');
  });

  it('is refused for a day that there is not', () => {
    expect(() => next('2026-12-04T07:00:00.000Z', 'UTC', { weekday: 'fryday', time: '07:00' })).toThrow(
      RangeError,
    );
  });
});

const zones = ['UTC', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago'];
const zone = fc.constantFrom(...zones, 'Asia/Kathmandu', 'Africa/Casablanca', 'Pacific/Chatham');
const instant = fc
  .integer({ min: Date.parse('2000-01-01'), max: Date.parse('2037-12-31') })
  .map((ms) => new Date(ms).toISOString());
const weekday = fc.constantFrom('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday');
const two = (most: number) => fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, '0'));
const time = fc.tuple(two(23), two(59)).map((parts) => parts.join(':'));

/** The independent model: what the clocks on the wall show, by `Intl`. */
function wall(at: string, timeZone: string) {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'long', hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  });
  const parts = Object.fromEntries(
    format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]),
  );
  const { year, month, day, hour, minute, weekday: name = '' } = parts;
  return { date: `${year}-${month}-${day}`, time: `${hour}:${minute}`, weekday: name.toLowerCase() };
}

it('is what the wall shows, a week at most ahead, and once a week, wherever and whenever', () => {
  fc.assert(
    fc.property(zone, instant, weekday, time, (where, after, day, clock) => {
      const wanted = { weekday: day, time: clock };
      const { date, at } = nextWeekly(wanted, { zone: where, after });
      const shown = wall(at, where);
      expect(at > after).toBe(true);
      // Eight days: where the first of two has just been, or the clocks were set back.
      expect(Date.parse(at) - Date.parse(after)).toBeLessThanOrEqual(8 * 86_400_000);
      expect(shown.date).toBe(date);
      expect(shown.weekday).toBe(day);
      // Later where the clocks skip it.
      expect(shown.time >= clock).toBe(true);
      if (shown.time !== clock) expect(isSkipped(date, clock, where)).toBe(true);
      const following = nextWeekly(wanted, { zone: where, after: at });
      expect(Date.parse(following.date) - Date.parse(date)).toBe(7 * 86_400_000);
      expect(localDate(at, where)).toBe(shown.date);
    }),
    { numRuns: 2_000 },
  );
});

/** No minute of two days around is shown so. */
function isSkipped(date: string, clock: string, where: string): boolean {
  const from = Date.parse(`${date}T${clock}:00Z`) - 15 * 3_600_000;
  return !Array.from({ length: 30 * 4 + 1 }, (_, quarter) => from + quarter * 900_000).some((at) => {
    const shown = wall(new Date(at).toISOString(), where);
    return shown.date === date && shown.time === clock;
  });
}
