import { writeSync } from 'node:fs';
import { Queues } from '../../../../lib/local/sqs/queues.ts';
import { queueShape, settingsOf } from '../../../../lib/local/sqs/settings.ts';

const named = { name: 'line.fifo', arn: 'arn:line.fifo', url: 'http://localhost/line.fifo' };
const queue = new Queues(process.argv[2] ?? '').declare(
  settingsOf(named, queueShape.parse({ FifoQueue: true })),
);
const bodyOf = (n: number) => ({ body: `${n}`, group: `g${n}`, deduplication: `${n}`, sender: 'me' });
/** Sends batches and deletes every second message; says what it has done; its parent kills it. It says so without
 *  the event loop, which never turns here: what had to wait for a slow parent would wait for ever. */
for (let n = 0; ; n += 10) {
  queue.send(Array.from({ length: 10 }, (_, i) => bodyOf(n + i)));
  writeSync(1, `sent ${n + 10}\n`);
  const taken = queue.take(10);
  const done = taken.filter((_, i) => i % 2 === 0);
  queue.delete(done.map(({ receipt }) => receipt ?? ''));
  for (const { body } of done) writeSync(1, `deleted ${body}\n`);
}
