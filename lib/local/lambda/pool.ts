import { randomUUID } from 'node:crypto';
import type { Invocation } from '../cloud.ts';
import { Instance, type Job } from './instance.ts';
import type { OpenSandbox, SandboxOptions } from './sandbox.ts';

export interface PoolOptions {
  open: OpenSandbox;
  sandbox: SandboxOptions;
  /** In seconds. */
  timeout: number;
  /** Most sandboxes at once. */
  maximum: number;
}

/** Largest event of an invocation, in bytes of JSON. */
const largestEvent = 6 * 1024 * 1024;

/** How long work waits before another sandbox is started for it, in milliseconds. */
const growthDelay = 100;

/** The sandboxes of one function: one is started for the first event, more when events have to wait. */
export class Pool {
  #options: PoolOptions;
  #instances = new Set<Instance>();
  #free: Instance[] = [];
  #waiting: Job[] = [];
  #growthTimer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  run(event: unknown): Promise<Invocation> {
    if (this.#stopped) return Promise.resolve(stopped);
    const text = JSON.stringify(event ?? null);
    if (text.length > largestEvent) return Promise.resolve(tooLarge(text.length));
    const { promise, resolve } = Promise.withResolvers<Invocation>();
    this.#waiting.push({ requestId: randomUUID(), event: text, done: resolve });
    this.#next();
    return promise;
  }

  /** Ends the sandbox that runs the invocation with this trace id. Whether there is one. */
  kill(trace: string): boolean {
    const running = [...this.#instances].find((instance) => instance.runs(trace));
    void running?.kill('killed by the weather');
    return running !== undefined;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#growthTimer);
    for (const job of this.#waiting.splice(0)) job.done(stopped);
    await Promise.all([...this.#instances].map((instance) => instance.kill()));
  }

  #next(): void {
    while (this.#waiting.length > 0 && this.#free.length > 0) {
      const job = this.#waiting.shift();
      if (job) this.#free.pop()?.run(job);
    }
    if (this.#waiting.length > 0) this.#grow();
  }

  #grow(): void {
    if (this.#instances.size === 0) this.#start();
    if (this.#growthTimer || this.#instances.size >= this.#options.maximum) return;
    this.#growthTimer = setTimeout(() => {
      this.#growthTimer = undefined;
      if (this.#waiting.length > 0 && this.#instances.size < this.#options.maximum) this.#start();
    }, growthDelay);
  }

  #start(): void {
    const { open, sandbox, timeout } = this.#options;
    const instance = new Instance(open, sandbox, timeout, {
      free: (one) => {
        this.#free.push(one);
        this.#next();
      },
      ended: (one) => this.#remove(one),
    });
    this.#instances.add(instance);
  }

  /** A function that cannot be loaded fails one waiting event, or it would be started again and again. */
  #remove(instance: Instance): void {
    const wasFree = this.#free.indexOf(instance);
    if (wasFree >= 0) this.#free.splice(wasFree, 1);
    this.#instances.delete(instance);
    if (this.#stopped) return;
    if (!instance.hasLoaded && instance.failure) this.#waiting.shift()?.done(instance.failure);
    this.#next();
  }
}

const stopped: Invocation = {
  outcome: 'failed',
  errorType: 'ServiceException',
  message: 'The press is stopping.',
};

const tooLarge = (size: number): Invocation => ({
  outcome: 'failed',
  errorType: 'RequestTooLargeException',
  message: `Request must be smaller than ${largestEvent} bytes for the InvokeFunction operation; it is ${size}.`,
});
