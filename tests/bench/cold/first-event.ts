/** The entry of a process that loads a function and gives it its first event: `FOLDER NAME`. Prints milliseconds. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { eventFor } from './events.ts';

const [folder = '', name = ''] = process.argv.slice(2);
const event = eventFor(name);
const bundle = join(folder, 'index.js');
const load = createRequire(bundle);
const context = { awsRequestId: '1', functionName: name, getRemainingTimeInMillis: () => 10_000 };
const began = performance.now();
const { handler } = load(bundle);
// What it makes of an answer that knows nothing does not matter.
await Promise.resolve()
  .then(() => handler(event, context))
  .catch(() => undefined);
process.stdout.write(`\n${performance.now() - began}\n`, () => process.exit());
