import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

export interface ThreadLimits {
  seconds: number;
  /** Heap of the thread. */
  megabytes: number;
  /** By how much the process may grow with all jobs together: buffers and WebAssembly lie outside of the heap, and what
   *  one job took is not given back. Only for a process of which this thread is the one work. */
  growth?: number;
}

/**
 * A thread that reads what strangers wrote: one job at a time, each within its limits; a thread that was stopped is
 * followed by a fresh one. Its code says something once it is loaded, then answers each message with one.
 */
export class GuardedThread<Job, Answer> {
  #thread: Worker | undefined;
  #loaded: Promise<unknown> = Promise.resolve();
  /** Of the process, before the first job. */
  #memoryBefore: number | undefined;
  readonly #file: string;
  readonly #limits: ThreadLimits;

  /** Starts the thread immediately, so that it is warm for the first job. */
  constructor(file: string, limits: ThreadLimits) {
    this.#file = file;
    this.#limits = limits;
    this.#thread = this.#start();
  }

  /** Throws ThreadTimeout, ThreadOutOfMemory, or what the thread threw; the thread is stopped then.
   *  @param seconds What is left of the job's time, if that is less than the limit. */
  async run(job: Job, seconds: number = this.#limits.seconds): Promise<Answer> {
    this.#thread ??= this.#start();
    const over = new AbortController();
    this.#thread.ref();
    try {
      await this.#loaded;
      const limits = [limitTime(seconds, over), ...this.#memoryLimit(over)];
      return await Promise.race([this.#answer(this.#thread, job, over), ...limits]);
    } catch (cause) {
      await this.close();
      throw isOutOfMemory(cause) ? new ThreadOutOfMemory({ cause }) : cause;
    } finally {
      over.abort();
      this.#thread?.unref();
    }
  }

  /** The next job starts another one. */
  async close(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
  }

  #start(): Worker {
    const thread = new Worker(this.#file, {
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.megabytes, maxYoungGenerationSizeMb: 64 },
    });
    thread.unref();
    this.#loaded = once(thread, 'message');
    this.#loaded.catch(() => undefined);
    // Between two jobs nobody waits for it: the next one starts another.
    thread.once('exit', () => {
      if (this.#thread === thread) this.#thread = undefined;
    });
    thread.on('error', () => undefined);
    return thread;
  }

  /** `once` rejects with the thread's error, if that comes first. */
  async #answer(thread: Worker, job: Job, { signal }: AbortController): Promise<Answer> {
    thread.postMessage(job);
    const [answer]: Answer[] = await once(thread, 'message', { signal });
    if (answer === undefined) throw new TypeError('The thread answered nothing');
    return answer;
  }

  #memoryLimit(over: AbortController): Promise<never>[] {
    const { growth } = this.#limits;
    if (growth === undefined) return [];
    this.#memoryBefore ??= process.memoryUsage.rss();
    return [limitMemory(this.#memoryBefore + growth * 1024 * 1024, over)];
  }
}

async function limitTime(seconds: number, { signal }: AbortController): Promise<never> {
  await setTimeout(seconds * 1000, undefined, { signal });
  throw new ThreadTimeout(seconds);
}

const memoryCheckedEvery = 50;

async function limitMemory(bytes: number, { signal }: AbortController): Promise<never> {
  for (;;) {
    await setTimeout(memoryCheckedEvery, undefined, { signal });
    if (process.memoryUsage.rss() > bytes) throw new ThreadOutOfMemory();
  }
}

const isOutOfMemory = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';

export class ThreadTimeout extends Error {
  override name = 'ThreadTimeout';
  readonly seconds: number;

  constructor(seconds: number) {
    super(`Reading took more than ${seconds} s`);
    this.seconds = seconds;
  }
}

export class ThreadOutOfMemory extends Error {
  override name = 'ThreadOutOfMemory';

  constructor(options?: ErrorOptions) {
    super('Reading took too much memory', options);
  }
}
