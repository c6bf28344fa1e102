import { parentPort } from 'node:worker_threads';
import { coverOfPdf } from './pdf-cover.ts';
import { textOfPdf } from './pdf-text.ts';
import type { PdfJob } from './pdf-thread.ts';

/** The thread of `pdf-thread.ts`. */
parentPort?.on('message', async ({ what, bytes, milliseconds }: PdfJob) => {
  parentPort?.postMessage(
    what === 'text' ? await textOfPdf(bytes, milliseconds) : { cover: await coverOfPdf(bytes) },
  );
});

// From here on time counts: what it took to load is not the file's fault.
parentPort?.postMessage('loaded');
