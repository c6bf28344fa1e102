import { EventEmitter, once } from 'node:events';

/** Counts what is put where, so that nobody who asks for the next misses one that came between two questions. */
export class Puts {
  readonly #counts = new Map<string, number>();
  readonly #told = new EventEmitter();

  note(path: string): void {
    this.#counts.set(path, this.#count(path) + 1);
    this.#told.emit(path);
  }

  /**
   * Returns once more than `times` were put at a path, with how many there are: -1 asks for the number of now.
   * @throws Error when none comes within `limit` milliseconds.
   */
  async after(path: string, times: number, limit = 20_000): Promise<number> {
    const signal = AbortSignal.timeout(limit);
    while (this.#count(path) <= times) {
      await once(this.#told, path, { signal }).catch((cause: unknown) => {
        const had = `${this.#count(path)} came before`;
        throw new Error(`Nothing more was put at ${path} within ${limit / 1000} s; ${had}.`, { cause });
      });
    }
    return this.#count(path);
  }

  #count(path: string): number {
    return this.#counts.get(path) ?? 0;
  }
}
