import type { PressCopy } from '../../../../functions/runtime/press/copy-press.ts';

/** What a room copied last, and how often it did. */
export class MemoryPressCopy<T> implements PressCopy<T> {
  stored: T | undefined;
  #copies = 0;

  async read(): Promise<T | undefined> {
    return structuredClone(this.stored);
  }

  async copies(): Promise<number> {
    return this.#copies;
  }

  async store(copy: T | undefined, seen: number): Promise<boolean> {
    if (this.#copies !== seen) return false;
    this.stored = structuredClone(copy);
    this.#copies = seen + 1;
    return true;
  }
}
