import { instantOf } from '../../runtime/zoned-time.ts';
import type { Gathering, Instant } from '../gathering.ts';
import type { Line, Move, Quota, QuotaChange, Wish } from '../ports.ts';
import { offerUntil } from './booking-moves.ts';
import type { Wants } from './places.ts';

/*
 * What the line of a gathering gets next. Read it in this order: line, gathering, quotas, wishes. What changes after the
 * line was read raises its version, and only wishes up to its last number count: those are all there, or have left.
 */

/** Offers of one transaction. */
const mostOffers = 10;

/** DynamoDB takes so many actions in one transaction; one is the line's. */
const mostActions = 100;
const actionsOfOffer = 3;

/** Whether those who wait may get offers: not when it is closed or called off, nor shortly before it starts. */
export const makesOffers = (gathering: Gathering, at: Instant): boolean =>
  gathering.state === 'open' &&
  offerUntil(gathering, at) !== undefined &&
  !isPast(gathering.text.bookingCloses, gathering, at);

/** Whether free places stand empty until they are enough for the first who waits. */
export const keepsOrder = (gathering: Gathering, at: Instant): boolean =>
  gathering.text.passingOver === false && makesOffers(gathering, at);

const isPast = (local: string | undefined, { text }: Gathering, at: Instant): boolean =>
  local !== undefined && instantOf(local, text.timezone) <= at;

/** Wishes that get offers in one transaction, and what that does to the quotas. */
export interface Offers {
  wishes: Wish[];
  quotas: QuotaChange[];
}

/**
 * The next wishes that fit into what passes and what is free, in their order. In strict order none behind the first that
 * does not fit. What passes is given first.
 */
export function nextOffers(
  gathering: Gathering,
  quotas: readonly Quota[],
  wishes: readonly Wish[],
  atMost = mostOffers,
): Offers | undefined {
  const left = new Map(quotas.map(({ name, passing, free }) => [name, passing + free]));
  const most = Math.min(atMost, Math.floor((mostActions - 1 - quotas.length) / actionsOfOffer));
  const chosen: Wish[] = [];
  const looked: Wish[] = [];
  let before: Wish[] = [];
  for (const wish of wishes) {
    if (chosen.length === most || left.get('all') === 0) break;
    const fits = Object.entries(wish.wants).every(([name, places]) => (left.get(name) ?? 0) >= places);
    if (!fits && gathering.text.passingOver === false) break;
    looked.push(wish);
    if (!fits) continue;
    chosen.push(wish);
    before = [...looked];
    for (const [name, places] of Object.entries(wish.wants)) left.set(name, (left.get(name) ?? 0) - places);
  }
  return chosen.length
    ? { wishes: chosen, quotas: givenTo(chosen, before, quotas, gathering.terms) }
    : undefined;
}

/** Places go from `passing` and `free` to the chosen. Of no quota that they, or one before them, want does more pass than
 *  was read: else an earlier one might fit. */
function givenTo(
  chosen: readonly Wish[],
  before: readonly Wish[],
  quotas: readonly Quota[],
  terms: number,
): QuotaChange[] {
  const given = sumOf(chosen);
  return quotas
    .filter(({ name }) => before.some(({ wants }) => wants[name]))
    .map(({ name, passing }) => {
      const places = given[name] ?? 0;
      const passes = Math.min(places, passing);
      return {
        name,
        add: { offered: places, passing: -passes, free: passes - places },
        demands: { openBy: terms, exactly: { passing } },
      };
    });
}

function sumOf(wishes: readonly Wish[]): Wants {
  const sum: Wants = {};
  for (const [name, places] of wishes.flatMap(({ wants }) => Object.entries(wants)))
    sum[name] = (sum[name] ?? 0) + places;
  return sum;
}

/** All that passes becomes free, for no wish fits: only if the line is as it was read. */
export const freeing = (line: Line, quotas: readonly Quota[], at: Instant): Move => ({
  gathering: line.gathering,
  at,
  quotas: quotas
    .filter(({ passing }) => passing > 0)
    .map(({ name, passing }) => ({ name, add: { passing: -passing, free: passing } })),
  line: { demands: { version: line.version }, isRaised: true, unsettled: false },
});
