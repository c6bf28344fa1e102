import { parentPort } from 'node:worker_threads';
import { type PreviewJob, readPreview } from './read-preview.ts';

/** The thread of a preview: what somebody writes, read as a hand-in would be. */
parentPort?.on('message', (job: PreviewJob) => {
  parentPort?.postMessage(readPreview(job));
});

// From here on time counts: what it took to load is not the text's fault.
parentPort?.postMessage('loaded');
