import { type Gathering, unlimited, wholeQuota } from '../gathering.ts';
import { isCalledOff } from '../gathering-moves.ts';
import { findingsOf, titleOf } from '../hearing/findings.ts';
import type { Bookings, Line, Quota } from '../ports.ts';
import { second } from './shown-booking.ts';

/** What is known of an event beside its row. */
export interface Counts {
  quotas: Quota[];
  line: Line;
}

export async function countsOf(
  { id, quotas }: Gathering,
  { bookings }: { bookings: Pick<Bookings, 'quotas' | 'line'> },
): Promise<Counts> {
  const [found, line] = await Promise.all([bookings.quotas(id, quotas), bookings.line(id)]);
  return { quotas: found, line };
}

export const hasEnded = ({ endsAt }: Pick<Gathering, 'endsAt'>, now: Date): boolean =>
  endsAt <= now.toISOString();

/** A line of `GET /api/bookings`. Findings are what somebody should look at. */
export function shownEvent(gathering: Gathering, { quotas, line }: Counts, now: Date) {
  const { slug, text, startsAt, endsAt, why, progress } = gathering;
  const isPast = hasEnded(gathering, now) && !isCalledOff(gathering);
  const state = isPast ? ('past' as const) : gathering.state;
  const whole = quotas.find(({ name }) => name === wholeQuota);
  const [walk] = progress?.walks ?? [];
  return {
    ...{ slug, title: text.title, starts: second(startsAt), ends: second(endsAt), state },
    ...(why && !isPast && state !== 'open' && { why }),
    ...{ places: whole ? shownCounts(whole) : noPlaces, waiting: line.waiting },
    findings: findingsOf(gathering, quotas),
    ...(walk && { underWay: walk.what }),
  };
}

const noPlaces = { capacity: null, booked: 0, held: 0, offered: 0, passing: 0, free: null, over: 0 };

/** `null` where nothing limits it. */
export const shownCounts = ({ capacity, booked, held, offered, passing, free, over }: Quota) => ({
  capacity: capacity >= unlimited ? null : capacity,
  ...{ booked, held, offered, passing },
  free: capacity >= unlimited ? null : free,
  over,
});

export const shownQuotas = (gathering: Gathering, quotas: readonly Quota[]) =>
  quotas.map((quota) => ({ name: quota.name, title: titleOf(quota.name, gathering), ...shownCounts(quota) }));
