import { nextOfCron } from './cron.ts';

const minute = 60_000;
const units: Readonly<Record<string, number>> = { minute, hour: 60 * minute, day: 24 * 60 * minute };

/** When a schedule is due next after an instant (milliseconds since the epoch); undefined: never again. */
export type Schedule = (after: number) => number | undefined;

/** Reads `rate(5 minutes)`, `cron(0 8 * * ? *)` (UTC) or `at(2026-05-01T08:00:00)`. Throws on anything else. */
export function scheduleOf(expression: string): Schedule {
  const [, kind, inner = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'rate') return rate(inner);
  if (kind === 'cron') return nextOfCron(inner);
  if (kind === 'at') return once(inner);
  throw new Error(`The schedule ${expression} is not known to the local cloud.`);
}

function rate(inner: string): Schedule {
  const [, count, unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(inner) ?? [];
  const step = Number(count) * (units[unit] ?? Number.NaN);
  if (!(step > 0)) throw new Error(`rate(${inner}) is not a rate of minutes, hours or days.`);
  return (after) => after + step;
}

function once(inner: string): Schedule {
  const instant = Date.parse(`${inner}Z`);
  if (Number.isNaN(instant))
    throw new Error(`at(${inner}) is not an instant such as at(2026-05-01T08:00:00).`);
  return (after) => (after < instant ? instant : undefined);
}

const longestTimer = 2 ** 31 - 1;

/** Calls `work` whenever the schedule is due. Returns how to stop. */
export function follow(schedule: Schedule, work: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const wait = (due: number | undefined) => {
    if (due === undefined) return;
    const left = due - Date.now();
    timer = setTimeout(
      () => (left > longestTimer ? wait(due) : ring(due)),
      Math.min(Math.max(left, 0), longestTimer),
    ).unref();
  };
  const ring = (due: number) => {
    work();
    wait(schedule(due));
  };
  wait(schedule(Date.now()));
  return () => clearTimeout(timer);
}
