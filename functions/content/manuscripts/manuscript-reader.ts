import { join } from 'node:path';
import { GuardedThread, ThreadOutOfMemory, ThreadTimeout } from '../../runtime/guard/guarded-thread.ts';
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

/** What lies outside of the heap comes on top: together they are to take less than half of the function's memory. */
const usualLimits: ReaderLimits = { seconds: 20, megabytes: 448 };

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

/** One thread, one manuscript at a time. */
class ThreadReader implements ManuscriptReader {
  readonly #thread: GuardedThread<ReadJob, ReadOutcome>;
  /** By upload, the one whose turn it is first. */
  readonly #waiting = new Map<string, Waiting[]>();
  #isReading = false;
  readonly #limits: ReaderLimits;

  constructor(limits: ReaderLimits) {
    this.#limits = limits;
    this.#thread = new GuardedThread(threadFile(), limits);
  }

  read(manuscript: Manuscript, shelf: PictureShelf, turn: ReadTurn): Promise<ReadOutcome | Postponed> {
    const answer = Promise.withResolvers<ReadOutcome | Postponed>();
    const others = this.#waiting.get(turn.upload) ?? [];
    this.#waiting.set(turn.upload, [...others, { manuscript, shelf, turn, answer }]);
    void this.#readAll();
    return answer.promise;
  }

  async close(): Promise<void> {
    await this.#thread.close();
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

  async #readNext(manuscript: Manuscript, shelf: PictureShelf): Promise<ReadOutcome> {
    try {
      return await this.#thread.run({ manuscript, shelf });
    } catch (cause) {
      return refused(manuscript.name, reasonOf(cause));
    }
  }
}

/** What is sent to the thread. */
export interface ReadJob {
  manuscript: Manuscript;
  shelf: PictureShelf;
}

/** What an editor can do something about; anything else is our own fault and goes on as an error. */
function reasonOf(cause: unknown): string {
  if (cause instanceof ThreadTimeout)
    return `Reading this file took more than ${cause.seconds} seconds, so it was given up. Is something in it repeated thousands of times, or deeply nested? Hand it in in parts.`;
  if (cause instanceof ThreadOutOfMemory)
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
