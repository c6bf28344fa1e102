import type { Place } from '../booking.ts';
import type { Count, LineChange, Quota, QuotaChange } from '../ports.ts';

/*
 * Arithmetic of places. It is all additions, so that a hot quota is written without being read; what a change demands
 * `exactly` is what its result depends on.
 */

/** How many places of each quota. */
export type Wants = Record<string, number>;

/** Places of each quota in one of the counts that a booking may be in. */
export interface Taking {
  count: 'booked' | 'held' | 'offered';
  wants: Wants;
}

/** What these places take of each quota. */
export function wantsOf(places: readonly Pick<Place, 'quotas'>[]): Wants {
  const wants: Wants = {};
  for (const quota of places.flatMap(({ quotas }) => quotas)) wants[quota] = (wants[quota] ?? 0) + 1;
  return wants;
}

export interface PlacesMoved {
  before?: Taking | undefined;
  after?: Taking | undefined;
  /** As they were read: those of `before`, where places go back. */
  quotas?: readonly Quota[];
  /** What goes back passes to those who wait, else it is free at once. */
  toLine?: boolean;
  /** Of the gathering, by which places are taken that were free. */
  terms: number;
}

/** What becomes of the quotas when a booking's places change, or the count that they are in; in order of name. */
export function placesMoved({
  before,
  after,
  quotas = [],
  toLine = true,
  terms,
}: PlacesMoved): QuotaChange[] {
  const names = [...new Set([before, after].flatMap((taking) => Object.keys(taking?.wants ?? {})))].sort();
  return names.map((name) => {
    const [had, has] = [before?.wants[name] ?? 0, after?.wants[name] ?? 0];
    const add = sumOf(before && { [before.count]: -had }, after && { [after.count]: has });
    if (has > had) return { name, add: sumOf(add, { free: had - has }), demands: { openBy: terms } };
    if (has === had) return { name, add };
    const over = quotas.find((quota) => quota.name === name)?.over ?? 0;
    const back = goingBack(had - has, over, toLine);
    return { name, add: sumOf(add, back), demands: { exactly: { over } } };
  });
}

/** Places beyond the capacity vanish first, the others may be had again. */
const goingBack = (places: number, over: number, toLine: boolean): Additions => {
  const vanish = Math.min(places, over);
  return { over: -vanish, [toLine ? 'passing' : 'free']: places - vanish };
};

type Additions = Partial<Record<Count, number>>;

/** Without those that come to nothing. */
function sumOf(...all: (Additions | undefined)[]): Additions {
  const sum = new Map<string, number>();
  for (const [count, by] of all.flatMap((one) => Object.entries(one ?? {})))
    sum.set(count, (sum.get(count) ?? 0) + by);
  return Object.fromEntries([...sum].filter(([, by]) => by !== 0));
}

/** Whether places go back. */
export const givesBack = (changes: readonly QuotaChange[]): boolean =>
  changes.some(({ demands }) => demands?.exactly !== undefined);

/**
 * What the line has to do with these changes. Places that go back to it raise its version, for a wish may fit now that
 * did not, and it is to be served. Where they are free at once, nobody may wait for them.
 */
export function lineOf(changes: readonly QuotaChange[], toLine: boolean): LineChange | undefined {
  if (!givesBack(changes)) return undefined;
  return toLine ? { isRaised: true, unsettled: true } : { demands: { nobodyWaits: true } };
}
