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
    const allowance = this.#allowance(limit);
    const key = keyOf(limit, windowOf(limit, this.#clock.now()));
    if (allowance.allowed) this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    return allowance;
  }

  async takeBack(limit: Limit): Promise<void> {
    const start = windowOf(limit, this.#clock.now());
    const keys = [start, start - limit.seconds].map((window) => keyOf(limit, window));
    const key = keys.find((one) => (this.#counts.get(one) ?? 0) > 0);
    if (key !== undefined) this.#counts.set(key, (this.#counts.get(key) ?? 0) - 1);
  }

  look = async (limit: Limit): Promise<Allowance> => this.#allowance(limit);

  #allowance(limit: Limit): Allowance {
    const now = this.#clock.now();
    const start = windowOf(limit, now);
    const count = this.#counts.get(keyOf(limit, start)) ?? 0;
    const before = this.#counts.get(keyOf(limit, start - limit.seconds)) ?? 0;
    if (count < roomIn(limit, before, now)) return { allowed: true };
    return { allowed: false, retryAfter: retryAfter(limit, before, now) };
  }
}

const keyOf = ({ name, hash }: Limit, window: number) => JSON.stringify([name, hash, window]);
