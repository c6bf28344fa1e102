import type { OpenedPdf, PdfFile } from './pdf-reader.ts';
import { openInThread } from './pdf-thread.ts';

/** The process of `pdf-reader.ts`, for one file. It keeps time and memory, while its thread reads. */
process.on('message', async ({ bytes, limits }: PdfFile) => {
  const opened: OpenedPdf = await openInThread(Uint8Array.from(bytes), limits);
  process.send?.(opened);
});
// An exit would wait for the thread.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

process.send?.({ what: 'loaded' });
