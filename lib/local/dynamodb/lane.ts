import type { Change } from './stream-reader.ts';

/** Lambda's largest event, with room for what the record adds to an item's own bytes. */
const largestBatch = 4_000_000;

/** Takes changes in order and works on them batch by batch, each when the one before is done. */
export class Lane {
  #waiting: Change[] = [];
  #size: number;
  #window: number;
  #work: (batch: readonly Change[]) => Promise<void>;
  #busy = false;
  #gathering: NodeJS.Timeout | undefined;

  constructor(size: number, window: number, work: (batch: readonly Change[]) => Promise<void>) {
    this.#size = size;
    this.#window = window;
    this.#work = work;
  }

  add(changes: readonly Change[]): void {
    if (!changes.length) return;
    this.#waiting.push(...changes);
    if (!this.#window || this.#waiting.length >= this.#size) void this.#run();
    else this.#gathering ??= setTimeout(() => void this.#run(), this.#window).unref();
  }

  async #run(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    while (this.#waiting.length) await this.#work(this.#next());
    this.#busy = false;
  }

  #next(): Change[] {
    let bytes = 0;
    const fitting = this.#waiting.slice(0, this.#size).findIndex((change, index) => {
      bytes += change.dynamodb.SizeBytes;
      return index > 0 && bytes > largestBatch;
    });
    return this.#waiting.splice(0, fitting < 0 ? this.#size : fitting);
  }
}
