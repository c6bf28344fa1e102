import { join } from 'node:path';
import {
  GuardedThread,
  type ThreadLimits,
  ThreadOutOfMemory,
  ThreadTimeout,
} from '../../runtime/guarded-thread.ts';
import type { PdfText, PdfTextOutcome } from './pdf-text.ts';

/** Opens PDFs where a hostile one cannot hold up or take down the function. */
export interface PdfReader {
  /** Never rejects over what is in a file. */
  open(bytes: Uint8Array): Promise<OpenedPdf>;
  close(): Promise<void>;
}

export type OpenedPdf =
  | { outcome: 'locked' | 'broken' | 'too-slow' | 'too-large' }
  | (PdfText & { /** A PNG. */ cover?: Uint8Array });

/** What is sent to the thread; it answers with a PdfTextOutcome, or with a cover. */
export interface PdfJob {
  what: 'text' | 'cover';
  bytes: Uint8Array;
  /** After which no further page is read. */
  milliseconds: number;
}

/** Text and cover together; the pictures of a page lie outside of the heap. */
const usualLimits: ThreadLimits = { seconds: 20, megabytes: 512, growth: 512 };

/** Of the time that there is for the text, after which no further page is begun. */
const shareOfReading = 0.8;

/** Starts its thread with the first PDF: a function that reads pictures loads none of it. */
export function createPdfReader(limits: Partial<ThreadLimits> = {}): PdfReader {
  return new ThreadPdfReader({ ...usualLimits, ...limits });
}

class ThreadPdfReader implements PdfReader {
  readonly #limits: ThreadLimits;
  #thread: GuardedThread<PdfJob, PdfTextOutcome | { cover?: Uint8Array }> | undefined;
  /** The thread takes one job at a time. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(limits: ThreadLimits) {
    this.#limits = limits;
  }

  open(bytes: Uint8Array): Promise<OpenedPdf> {
    const opened = this.#last.then(() => this.#open(bytes));
    this.#last = opened.catch(() => undefined);
    return opened;
  }

  async close(): Promise<void> {
    await this.#thread?.close();
  }

  /** Half of the time is the cover's at least. One that cannot be drawn is left out: what counts is the file. */
  async #open(bytes: Uint8Array): Promise<OpenedPdf> {
    const [begun, seconds] = [performance.now(), this.#limits.seconds / 2];
    try {
      const text = await this.#run(
        { what: 'text', bytes, milliseconds: seconds * 1000 * shareOfReading },
        seconds,
      );
      if (!('outcome' in text)) throw new TypeError('The thread answered with a cover');
      if (text.outcome !== 'read') return text;
      const left = this.#limits.seconds - (performance.now() - begun) / 1000;
      return { ...text, cover: await this.#coverOf(bytes, Math.max(left, seconds)) };
    } catch (cause) {
      return { outcome: reasonOf(cause) };
    }
  }

  async #coverOf(bytes: Uint8Array, seconds: number): Promise<Uint8Array | undefined> {
    try {
      const drawn = await this.#run({ what: 'cover', bytes, milliseconds: 0 }, seconds);
      return 'cover' in drawn ? drawn.cover : undefined;
    } catch (cause) {
      reasonOf(cause);
      return undefined;
    }
  }

  #run(job: PdfJob, seconds: number) {
    this.#thread ??= new GuardedThread(threadFile(), this.#limits);
    return this.#thread.run(job, seconds);
  }
}

/** What is the file's fault; anything else is our own and goes on as an error. */
function reasonOf(cause: unknown): 'too-slow' | 'too-large' {
  if (cause instanceof ThreadTimeout) return 'too-slow';
  if (cause instanceof ThreadOutOfMemory || cause instanceof RangeError) return 'too-large';
  throw cause;
}

/** Beside this file where Node runs the sources, beside the bundle (CommonJS, without `import.meta`) on AWS. */
const threadFile = () =>
  import.meta.filename?.endsWith('.ts')
    ? join(import.meta.dirname, 'read-pdf.worker.ts')
    : join(import.meta.dirname ?? __dirname, 'read-pdf.worker.js');
