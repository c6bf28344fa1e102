import type { Message } from './message.ts';
import type { Queue } from './queue.ts';

export interface BatchOptions {
  size: number;
  /** How long, in milliseconds, a batch may wait to fill up. */
  window: number;
  /** Batches at work at the same time. */
  concurrency: number;
  /** Milliseconds until a failed message is visible again; at most the queue's visibility timeout. */
  retryDelay: number;
}

/** Does the work of a batch and says which of its messages failed; throws when all did. */
export type BatchWork = (batch: readonly Message[]) => Promise<readonly Message[]>;

/**
 * Passes a queue's messages to `work` in batches as they arrive, woken by each change of the queue. Failed messages
 * become visible again later, the others are deleted.
 */
export class BatchLoop {
  #queue: Queue;
  #options: BatchOptions;
  #work: BatchWork;
  #running = 0;
  #stopped = false;
  #windowTimer: NodeJS.Timeout | undefined;
  #stopWatching: () => void;

  constructor(queue: Queue, options: BatchOptions, work: BatchWork) {
    this.#queue = queue;
    this.#options = options;
    this.#work = work;
    this.#stopWatching = queue.watchers.add(() => this.#look());
    queue.watchers.notify();
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  stop(): void {
    this.#stopped = true;
    this.#stopWatching();
    clearTimeout(this.#windowTimer);
  }

  #look(): void {
    const { size, window } = this.#options;
    const waiting = this.#queue.counts.visible;
    if (!waiting || !this.#isFree()) return;
    if (!window || waiting >= size) this.#start();
    else this.#windowTimer ??= setTimeout(() => this.#start(), window).unref();
  }

  #start(): void {
    clearTimeout(this.#windowTimer);
    this.#windowTimer = undefined;
    while (this.#isFree()) {
      const batch = this.#queue.take(this.#options.size);
      if (!batch.length) return;
      this.#running += 1;
      void this.#process(batch);
    }
  }

  async #process(batch: readonly Message[]): Promise<void> {
    // The receipts of now: a message may be received again once its visibility timeout has ended.
    const held = batch.map((message) => ({ message, receipt: message.receipt ?? '', due: message.due }));
    const failed = new Set(await this.#work(batch).catch(() => batch));
    this.#running -= 1;
    if (this.#stopped) return;
    const retryDelay = Math.min(this.#options.retryDelay, this.#queue.settings.visibility);
    this.#queue.settle(
      held.flatMap(({ message, receipt }) => (failed.has(message) ? [] : [receipt])),
      // What was given another deadline meanwhile keeps it, as on AWS.
      held.flatMap(({ message, receipt, due }) =>
        failed.has(message) && message.due === due ? [receipt] : [],
      ),
      retryDelay,
    );
  }

  #isFree = (): boolean => !this.#stopped && this.#running < this.#options.concurrency;
}
