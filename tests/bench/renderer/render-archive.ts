/** The entry of a process that renders a stored archive: `FROM INTO`, on two cores as AWS would on more. */
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Part } from './render-part.ts';

const [from = '', into = ''] = process.argv.slice(2);
const of = 2;
const thread = (number: number) =>
  once(
    new Worker(join(__dirname, 'render-part.js'), {
      workerData: { from, into, number, of } satisfies Part,
      resourceLimits: { maxYoungGenerationSizeMb: 64 },
    }),
    'exit',
  );
Promise.all(Array.from({ length: of }, (_, number) => thread(number))).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
