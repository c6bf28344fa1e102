import type { Change, StreamReader } from './stream-reader.ts';

/** Fallback for writes that do not come through the gate, in milliseconds. */
const slowPoll = 1000;

export interface StreamConsumer {
  /** Whether it takes more now; it resumes the loop when it does again. */
  hasRoom(): boolean;
  take(changes: readonly Change[]): void;
  failed(cause: unknown): void;
}

/** Reads a stream whenever it is woken, one read at a time, until there is no more. */
export class StreamLoop {
  #reader: StreamReader;
  #consumer: StreamConsumer;
  #readInProgress = false;
  #again = false;
  #stopped = false;
  #poll: NodeJS.Timeout;

  constructor(reader: StreamReader, consumer: StreamConsumer) {
    this.#reader = reader;
    this.#consumer = consumer;
    this.#poll = setInterval(() => this.wake(), slowPoll).unref();
  }

  /** It has read all that was written until it was last woken. */
  get isIdle(): boolean {
    return !this.#readInProgress && !this.#again;
  }

  wake(): void {
    this.#again = true;
    if (!this.#readInProgress) void this.#read();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#poll);
  }

  async #read(): Promise<void> {
    this.#readInProgress = true;
    while (this.#again && !this.#stopped && this.#consumer.hasRoom()) {
      this.#again = false;
      await this.#readOnce().catch((cause: unknown) => this.#stopped || this.#consumer.failed(cause));
    }
    this.#readInProgress = false;
  }

  async #readOnce(): Promise<void> {
    const changes = await this.#reader.next();
    if (this.#stopped || !changes.length) return;
    this.#again = true;
    this.#consumer.take(changes);
  }
}
