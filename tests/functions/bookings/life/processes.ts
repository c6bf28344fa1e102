import { setImmediate as drained } from 'node:timers/promises';

/** A function that is killed: nothing that it does afterwards comes to anything. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** Where a process dies: at its next call but so many; `after`: once that is done, before it hears of it. */
export interface Death {
  calls: number;
  after: boolean;
}

interface Waiting {
  go(): void;
}

/** Processes that run at once: each call of a port waits until it is let through, one at a time, in any order. */
export class Processes {
  #waiting: Waiting[] = [];
  /** One is let through, and not done yet. */
  #isBusy = false;
  readonly #picks: number[];

  /** @param picks Which of those that wait goes next; beyond them the first. */
  constructor(picks: readonly number[]) {
    this.#picks = [...picks];
  }

  /** The ports as one process has them. */
  process<P extends object>(ports: P, death?: Death): P {
    let left = death?.calls ?? Number.POSITIVE_INFINITY;
    let isDead = false;
    const call = async (run: () => Promise<unknown>): Promise<unknown> => {
      await new Promise<void>((go) => this.#waiting.push({ go }));
      try {
        if (isDead) throw new Killed('It is dead already');
        left -= 1;
        isDead = left < 0;
        if (isDead && !death?.after) throw new Killed('Before the call');
        const value = await run();
        if (isDead) throw new Killed('After the call');
        return value;
      } finally {
        this.#isBusy = false;
      }
    };
    return new Proxy(ports, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...all: unknown[]) => call(async () => Reflect.apply(member, target, all));
      },
    });
  }

  /** Runs all to their ends. Whoever was killed ends with undefined. */
  async run<T>(works: readonly (() => Promise<T>)[]): Promise<(T | undefined)[]> {
    let running = works.length;
    const ends = works.map(async (work) => {
      try {
        return await work();
      } catch (error) {
        if (error instanceof Killed) return undefined;
        throw error;
      } finally {
        running -= 1;
      }
    });
    const all = Promise.all(ends);
    all.catch(() => undefined);
    while (running > 0) {
      await drained();
      if (this.#isBusy || !this.#waiting.length) continue;
      const at = (this.#picks.shift() ?? 0) % this.#waiting.length;
      const [next] = this.#waiting.splice(at, 1);
      this.#isBusy = true;
      next?.go();
    }
    return all;
  }
}
