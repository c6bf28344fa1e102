import { parentPort } from 'node:worker_threads';
import type { ReadJob } from './manuscript-reader.ts';
import { readAnyManuscript } from './read-manuscript.ts';

/** The thread of `manuscript-reader.ts`: reads what it is sent, and answers with what it read. */
parentPort?.on('message', async ({ manuscript, shelf }: ReadJob) => {
  parentPort?.postMessage(await readAnyManuscript(manuscript, shelf));
});

// From here on time counts: what it took to load is not the manuscript's fault.
parentPort?.postMessage('loaded');
