import { type Clock, systemClock } from '../../../../functions/runtime/clock.ts';
import {
  type Allowance,
  type Limit,
  type Limits,
  retryAfter,
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
    const key = JSON.stringify([limit.name, limit.hash, windowOf(limit, now)]);
    const count = this.#counts.get(key) ?? 0;
    if (count >= limit.most) return { allowed: false, retryAfter: retryAfter(limit, now) };
    this.#counts.set(key, count + 1);
    return { allowed: true };
  }
}
