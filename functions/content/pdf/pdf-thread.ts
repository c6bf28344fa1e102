import { join } from 'node:path';
import {
  GuardedThread,
  type ThreadLimits,
  ThreadOutOfMemory,
  ThreadTimeout,
} from '../../runtime/guard/guarded-thread.ts';
import type { OpenedPdf } from './pdf-reader.ts';
import type { PdfTextOutcome } from './pdf-text.ts';

/** What is sent to the thread; it answers with a PdfTextOutcome, or with a cover. */
export interface PdfJob {
  what: 'text' | 'cover';
  bytes: Uint8Array;
  /** After which no further page is read. */
  milliseconds: number;
}

type Thread = GuardedThread<PdfJob, PdfTextOutcome | { cover?: Uint8Array }>;

/** Of the time that there is for the text, after which no further page is begun. */
const shareOfReading = 0.8;

/** Opens a PDF in a thread of this process, which has no other work. Half of the time is the cover's at least. One that
 *  cannot be drawn is left out: what counts is the file. */
export async function openInThread(bytes: Uint8Array, limits: ThreadLimits): Promise<OpenedPdf> {
  const thread: Thread = new GuardedThread(threadFile(), limits);
  const [begun, seconds] = [performance.now(), limits.seconds / 2];
  try {
    const text = await thread.run(
      { what: 'text', bytes, milliseconds: seconds * 1000 * shareOfReading },
      seconds,
    );
    if (!('outcome' in text)) throw new TypeError('The thread answered with a cover');
    if (text.outcome !== 'read') return text;
    const left = limits.seconds - (performance.now() - begun) / 1000;
    return { ...text, cover: await coverOf(thread, bytes, Math.max(left, seconds)) };
  } catch (cause) {
    return { outcome: reasonOf(cause) };
  }
}

async function coverOf(thread: Thread, bytes: Uint8Array, seconds: number): Promise<Uint8Array | undefined> {
  try {
    const drawn = await thread.run({ what: 'cover', bytes, milliseconds: 0 }, seconds);
    return 'cover' in drawn ? drawn.cover : undefined;
  } catch (cause) {
    reasonOf(cause);
    return undefined;
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
