const minute = 60_000;
const units: Readonly<Record<string, number>> = { minute, hour: 60 * minute, day: 24 * 60 * minute };

export interface Schedule {
  /** `rate`: again and again from when it was made; `cron`: at times of the calendar. */
  kind: 'rate' | 'cron';
  /** When it is due after an instant (milliseconds since the epoch); undefined: never again. */
  next(after: number): number | undefined;
}

/** Reads `rate(5 minutes)` or `cron(0 8 * * ? *)` (UTC). Throws on anything else. */
export function scheduleOf(expression: string): Schedule {
  const [, kind, inner = ''] = /^(rate|cron)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'rate') return { kind, next: nextOfRate(inner) };
  if (kind === 'cron') return { kind, next: nextOfCron(inner) };
  throw new Error(`The schedule ${expression} is not known to the local cloud.`);
}

function nextOfRate(inner: string): Schedule['next'] {
  const [, count, unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(inner) ?? [];
  const step = Number(count) * (units[unit] ?? Number.NaN);
  if (!(step > 0)) throw new Error(`rate(${inner}) is not a rate of minutes, hours or days.`);
  return (after) => after + step;
}

const longestTimer = 2 ** 31 - 1;

export interface RunningSchedule {
  /** The clock was moved: a rate runs at once, and so does what came due on the way, once however often it did. */
  moved(): void;
  stop(): void;
}

/** Calls `work` whenever the schedule is due by the clock that `now` reads (milliseconds). */
export function runOnSchedule(schedule: Schedule, work: () => void, now: () => number): RunningSchedule {
  let timer: NodeJS.Timeout | undefined;
  let due = schedule.next(now());
  const arm = () => {
    clearTimeout(timer);
    if (due === undefined) return;
    const left = Math.max(due - now(), 0);
    timer = setTimeout(left > longestTimer ? arm : fire, Math.min(left, longestTimer)).unref();
  };
  const fire = () => {
    const following = due === undefined ? undefined : schedule.next(due);
    // What came due while the machine slept is not made up for.
    due = following !== undefined && following <= now() ? schedule.next(now()) : following;
    arm();
    work();
  };
  arm();
  return {
    moved: () => {
      const isDue = due !== undefined && (schedule.kind === 'rate' || due <= now());
      if (schedule.kind === 'rate') due = now();
      if (isDue) fire();
      else arm();
    },
    stop: () => clearTimeout(timer),
  };
}

const years = 5;

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

type Field = (value: number) => boolean;

/**
 * When AWS's six-field cron (minute, hour, day of month, month, day of week with Sunday as 1, year; UTC) is
 * due next. `L`, `W` and `#` are not known. Throws on what it cannot read.
 */
function nextOfCron(expression: string): Schedule['next'] {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 6) throw new Error(`cron(${expression}) has ${fields.length} fields; AWS wants six.`);
  const [minutes, hours, days, monthNames, dayNames, yearNumbers] = fields;
  const isDay = all([
    [field(days, 1, 31, []), (date) => date.getUTCDate()],
    [field(monthNames, 1, 12, ['', ...months]), (date) => date.getUTCMonth() + 1],
    [field(dayNames, 1, 7, ['', ...weekdays]), (date) => date.getUTCDay() + 1],
    [field(yearNumbers, 1970, 2199, []), (date) => date.getUTCFullYear()],
  ]);
  const isTime = all([
    [field(minutes, 0, 59, []), (date) => date.getUTCMinutes()],
    [field(hours, 0, 23, []), (date) => date.getUTCHours()],
  ]);
  return (after) => search(Math.floor(after / minute + 1) * minute, isDay, isTime);
}

type Test = (date: Date) => boolean;

const all =
  (parts: [Field, (date: Date) => number][]): Test =>
  (date) =>
    parts.every(([fits, read]) => fits(read(date)));

function search(from: number, isDay: Test, isTime: Test): number | undefined {
  const end = from + years * 366 * 24 * 60 * minute;
  for (let at = from; at < end; ) {
    const date = new Date(at);
    if (!isDay(date)) at = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + 1);
    else if (isTime(date)) return at;
    else at += minute;
  }
  return undefined;
}

/** `*`, `?`, `5`, `1-5`, `0/15`, `MON-FRI`, and lists of these. */
function field(text = '', low: number, high: number, names: readonly string[]): Field {
  const parts = text.split(',').map((part) => partOf(part, low, high, names));
  return (value) => parts.some((part) => part(value));
}

function partOf(text: string, low: number, high: number, names: readonly string[]): Field {
  const [range = '', step = ''] = text.split('/');
  const [from, to] =
    range === '*' || range === '?' ? [low, high] : bounds(range, step ? high : undefined, names);
  const every = step ? Number(step) : 1;
  if (![from, to, every].every(Number.isInteger) || from < low || to > high)
    throw new Error(`cron: ${text} is not known.`);
  return (value) => value >= from && value <= to && (value - from) % every === 0;
}

function bounds(range: string, open: number | undefined, names: readonly string[]): [number, number] {
  const [from, to] = range
    .split('-')
    .map((name) => (names.includes(name) ? names.indexOf(name) : Number(name || Number.NaN)));
  return [from ?? Number.NaN, to ?? open ?? from ?? Number.NaN];
}
