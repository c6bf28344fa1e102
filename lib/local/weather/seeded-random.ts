import { hash } from 'node:crypto';

/** One draw: the n-th of its identity. */
export interface Draw {
  identity: string;
  count: number;
}

/**
 * Random numbers that are a pure function of the seed, the kind, the identity and its count: the n-th call of an
 * action by a function meets the same fault in every run, whatever happens in between.
 */
export class SeededRandom {
  readonly #seed: number;
  readonly #counts = new Map<string, number>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  next(identity: string): Draw {
    const count = (this.#counts.get(identity) ?? 0) + 1;
    this.#counts.set(identity, count);
    return { identity, count };
  }

  /** From 0 to 1 (exclusive). */
  chance(kind: string, { identity, count }: Draw): number {
    const digest = hash('sha256', `${this.#seed}\n${kind}\n${identity}\n${count}`);
    return Number.parseInt(digest.slice(0, 8), 16) / 2 ** 32;
  }

  /** Whole milliseconds, at least one and at most `most`. */
  time(kind: string, one: Draw, most: number): number {
    return 1 + Math.floor(this.chance(`${kind} by`, one) * Math.max(0, most - 1));
  }
}
