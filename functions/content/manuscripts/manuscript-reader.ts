import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { PictureShelf } from '../pictures/picture.ts';
import type { Manuscript, ReadManuscript, RefusedManuscript } from './read-manuscript.ts';

type ReadOutcome = ReadManuscript | RefusedManuscript;

/** Whose turn it is to read, and for how long. */
export interface ReadTurn {
  /** Uploads take turns, a manuscript each; those of one upload are read in the order in which they are asked for. */
  upload: string;
  /** Whether the function call goes on for so many milliseconds. */
  hasTime(milliseconds: number): boolean;
}

/** Reads manuscripts where a hostile one cannot hold up or take down the function. */
export interface ManuscriptReader {
  /** Never rejects over what an editor wrote: one that takes too long or too much memory is refused. Postponed is what
   *  was not begun, because the call could end before it was read and stored. */
  read(manuscript: Manuscript, shelf: PictureShelf, turn: ReadTurn): Promise<ReadOutcome | Postponed>;
  close(): Promise<void>;
}

export interface Postponed {
  outcome: 'postponed';
}

export interface ReaderLimits {
  seconds: number;
  /** Heap of the thread that reads. */
  megabytes: number;
}

const usualLimits: ReaderLimits = { seconds: 20, megabytes: 512 };

/** Milliseconds that are left to store what was read last. */
const timeToStore = 30_000;

/** Starts the thread immediately, so that it is warm for the first manuscript. */
export function createManuscriptReader(limits: Partial<ReaderLimits> = {}): ManuscriptReader {
  return new ThreadReader({ ...usualLimits, ...limits });
}

/** A manuscript that waits for the thread. */
interface Waiting extends ReadJob {
  turn: ReadTurn;
  answer: PromiseWithResolvers<ReadOutcome | Postponed>;
}

/** One thread, one manuscript at a time; a thread that was stopped is followed by a fresh one. */
class ThreadReader implements ManuscriptReader {
  #thread: Worker | undefined;
  #loaded: Promise<unknown> = Promise.resolve();
  /** By upload, the one whose turn it is first. */
  readonly #waiting = new Map<string, Waiting[]>();
  #isReading = false;
  readonly #limits: ReaderLimits;

  constructor(limits: ReaderLimits) {
    this.#limits = limits;
    this.#thread = this.#start();
  }

  read(manuscript: Manuscript, shelf: PictureShelf, turn: ReadTurn): Promise<ReadOutcome | Postponed> {
    const answer = Promise.withResolvers<ReadOutcome | Postponed>();
    const others = this.#waiting.get(turn.upload) ?? [];
    this.#waiting.set(turn.upload, [...others, { manuscript, shelf, turn, answer }]);
    void this.#readAll();
    return answer.promise;
  }

  async close(): Promise<void> {
    await this.#stop();
  }

  async #readAll(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    for (let next = this.#next(); next; next = this.#next()) {
      await this.#readInTime(next).then(next.answer.resolve, next.answer.reject);
    }
    this.#isReading = false;
  }

  /** The first manuscript of the upload whose turn it is, which is the last of all from then on. */
  #next(): Waiting | undefined {
    for (const [upload, [next, ...others]] of this.#waiting) {
      this.#waiting.delete(upload);
      if (others.length) this.#waiting.set(upload, others);
      return next;
    }
    return undefined;
  }

  async #readInTime({ turn, manuscript, shelf }: Waiting): Promise<ReadOutcome | Postponed> {
    return turn.hasTime(this.#limits.seconds * 1000 + timeToStore)
      ? this.#readNext(manuscript, shelf)
      : { outcome: 'postponed' };
  }

  #start(): Worker {
    const thread = new Worker(threadFile(), {
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.megabytes, maxYoungGenerationSizeMb: 64 },
    });
    thread.unref();
    this.#loaded = once(thread, 'message');
    this.#loaded.catch(() => undefined);
    // Between two manuscripts nobody waits for it: the next one starts another.
    thread.once('exit', () => {
      if (this.#thread === thread) this.#thread = undefined;
    });
    thread.on('error', () => undefined);
    return thread;
  }

  async #stop(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
  }

  async #readNext(manuscript: Manuscript, shelf: PictureShelf): Promise<ReadOutcome> {
    this.#thread ??= this.#start();
    const over = new AbortController();
    this.#thread.ref();
    try {
      await this.#loaded;
      return await Promise.race([this.#answer(this.#thread, { manuscript, shelf }, over), this.#limit(over)]);
    } catch (cause) {
      await this.#stop();
      return refused(manuscript.name, reasonOf(cause));
    } finally {
      over.abort();
      this.#thread?.unref();
    }
  }

  /** `once` rejects with the thread's error, if that comes first. */
  async #answer(thread: Worker, job: ReadJob, { signal }: AbortController): Promise<ReadOutcome> {
    thread.postMessage(job);
    const [outcome]: ReadOutcome[] = await once(thread, 'message', { signal });
    if (!outcome) throw new TypeError('The reading thread answered nothing');
    return outcome;
  }

  async #limit({ signal }: AbortController): Promise<never> {
    const { seconds } = this.#limits;
    await setTimeout(seconds * 1000, undefined, { signal });
    throw new ReadTimeout(seconds);
  }
}

/** What is sent to the thread. */
export interface ReadJob {
  manuscript: Manuscript;
  shelf: PictureShelf;
}

class ReadTimeout extends Error {
  override name = 'ReadTimeout';
  readonly seconds: number;

  constructor(seconds: number) {
    super(`Reading took more than ${seconds} s`);
    this.seconds = seconds;
  }
}

/** What an editor can do something about; anything else is our own fault and goes on as an error. */
function reasonOf(cause: unknown): string {
  if (cause instanceof ReadTimeout)
    return `Reading this file took more than ${cause.seconds} seconds, so it was given up. Is something in it repeated thousands of times, or deeply nested? Hand it in in parts.`;
  if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return 'This file takes too much memory to read. Hand it in in parts.';
  if (cause instanceof RangeError)
    return 'Something in this file is nested too deeply or too large to read. Hand it in in parts.';
  throw cause;
}

const refused = (file: string, text: string): RefusedManuscript => ({
  outcome: 'refused',
  notices: [{ level: 'error', file, text }],
});

/** Beside this file where Node runs the sources, beside the bundle (CommonJS, without `import.meta`) on AWS. */
const threadFile = () =>
  import.meta.filename?.endsWith('.ts')
    ? join(import.meta.dirname, 'read-manuscript.worker.ts')
    : join(import.meta.dirname ?? __dirname, 'read-manuscript.worker.js');
