import type { Message } from './message.ts';
import type { Queue } from './queue.ts';

export interface BatchOptions {
  size: number;
  /** How long, in milliseconds, a batch may wait to fill up. */
  window: number;
  /** Batches at work at the same time. */
  concurrency: number;
  /** When a message that failed comes back if nobody else has said, in milliseconds; at most the queue's timeout. */
  returnsAfter: number;
}

/** Does the work of a batch and says which of its messages failed; throws when all did. */
export type BatchWork = (batch: readonly Message[]) => Promise<readonly Message[]>;

/**
 * Hands a queue's messages to `work` in batches as they come, woken by each change of the queue. What
 * failed comes back later, the rest is deleted.
 */
export class BatchLoop {
  #queue: Queue;
  #options: BatchOptions;
  #work: BatchWork;
  #running = 0;
  #stopped = false;
  #gathering: NodeJS.Timeout | undefined;
  #unwatch: () => void;

  constructor(queue: Queue, options: BatchOptions, work: BatchWork) {
    this.#queue = queue;
    this.#options = options;
    this.#work = work;
    this.#unwatch = queue.watchers.add(() => this.#look());
    queue.watchers.notify();
  }

  stop(): void {
    this.#stopped = true;
    this.#unwatch();
    clearTimeout(this.#gathering);
  }

  #look(): void {
    const { size, window } = this.#options;
    const waiting = this.#queue.counts.visible;
    if (!waiting || !this.#isFree()) return;
    if (!window || waiting >= size) this.#start();
    else this.#gathering ??= setTimeout(() => this.#start(), window).unref();
  }

  #start(): void {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    while (this.#isFree()) {
      const batch = this.#queue.take(this.#options.size);
      if (!batch.length) return;
      this.#running += 1;
      void this.#process(batch);
    }
  }

  async #process(batch: readonly Message[]): Promise<void> {
    // The receipts of now: a message that outstays its visibility may be lent again meanwhile.
    const lent = batch.map((message) => ({ message, receipt: message.receipt ?? '', due: message.due }));
    const failed = new Set(await this.#work(batch).catch(() => batch));
    this.#running -= 1;
    if (this.#stopped) return;
    const returnsAfter = Math.min(this.#options.returnsAfter, this.#queue.settings.visibility);
    this.#queue.settle(
      lent.flatMap(({ message, receipt }) => (failed.has(message) ? [] : [receipt])),
      // What was given another deadline meanwhile keeps it, as on AWS.
      lent.flatMap(({ message, receipt, due }) =>
        failed.has(message) && message.due === due ? [receipt] : [],
      ),
      returnsAfter,
    );
  }

  #isFree = (): boolean => !this.#stopped && this.#running < this.#options.concurrency;
}
