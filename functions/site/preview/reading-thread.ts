import { join } from 'node:path';
import type { PreviewAnswer, PreviewJob } from '../../content/preview/read-preview.ts';
import {
  GuardedThread,
  type ThreadLimits,
  ThreadOutOfMemory,
  ThreadTimeout,
} from '../../runtime/guard/guarded-thread.ts';
import type { TextReader } from './preview-text.ts';

/** Somebody waits for the answer: less than the function's time, and half of its memory. */
const usualLimits: ThreadLimits = { seconds: 6, megabytes: 320 };

/**
 * Content's own reader, which runs as a program of its own beside this one: the site knows what goes in and what comes out,
 * and does nothing itself that content does. Whoever looks at a link needs none, so it starts with the first text.
 */
export function readingThread(limits: ThreadLimits = usualLimits): TextReader & { close(): Promise<void> } {
  let thread: GuardedThread<PreviewJob, PreviewAnswer> | undefined;
  return {
    async read(job) {
      thread ??= new GuardedThread(threadFile(), limits);
      try {
        return await thread.run(job);
      } catch (cause) {
        return { outcome: 'refused', notices: [{ level: 'error', file: job.name, text: reasonOf(cause) }] };
      }
    },
    close: async () => thread?.close(),
  };
}

/** What a writer can do something about; anything else is our own fault and goes on as an error. */
function reasonOf(cause: unknown): string {
  if (cause instanceof ThreadTimeout)
    return `Reading this text took more than ${cause.seconds} seconds, so it is not shown. Is something in it repeated thousands of times, or deeply nested?`;
  if (cause instanceof ThreadOutOfMemory || cause instanceof RangeError)
    return 'Something in this text is too large or nested too deeply to be shown. Hand it in in parts.';
  throw cause;
}

/** With content's other programs where Node runs the sources, beside the bundle (CommonJS, without `import.meta`) on AWS. */
const threadFile = () =>
  import.meta.filename?.endsWith('.ts')
    ? join(import.meta.dirname, '../../content/preview/read-preview.worker.ts')
    : join(import.meta.dirname ?? __dirname, 'read-preview.worker.js');
