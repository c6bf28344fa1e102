import { type Clock, systemClock } from '../../../../functions/runtime/clock.ts';
import {
  type Allowance,
  type Limit,
  type Limits,
  retryAfter,
  roomIn,
  windowOf,
} from '../../../../functions/runtime/people/limits.ts';

/** Limits that count in memory. */
export class MemoryLimits implements Limits {
  readonly #clock: Clock;
  readonly #counts = new Map<string, number>();

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  async count(limit: Limit): Promise<Allowance> {
    const now = this.#clock.now();
    const start = windowOf(limit, now);
    const key = (window: number) => JSON.stringify([limit.name, limit.hash, window]);
    const [count, before] = [start, start - limit.seconds].map((one) => this.#counts.get(key(one)) ?? 0);
    if ((count ?? 0) >= roomIn(limit, before ?? 0, now))
      return { allowed: false, retryAfter: retryAfter(limit, before ?? 0, now) };
    this.#counts.set(key(start), (count ?? 0) + 1);
    return { allowed: true };
  }
}
