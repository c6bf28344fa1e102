import { Queues } from '../../../../lib/local/sqs/queues.ts';
import { queueShape, settingsOf } from '../../../../lib/local/sqs/settings.ts';

/** Sends batches and deletes every second message; says what it has done; its parent kills it. */
const named = { name: 'line.fifo', arn: 'arn:line.fifo', url: 'http://localhost/line.fifo' };
const queue = new Queues(process.argv[2] ?? '').declare(
  settingsOf(named, queueShape.parse({ FifoQueue: true })),
);
const bodyOf = (n: number) => ({ body: `${n}`, group: `g${n}`, deduplication: `${n}`, sender: 'me' });
for (let n = 0; ; n += 10) {
  queue.send(Array.from({ length: 10 }, (_, i) => bodyOf(n + i)));
  process.stdout.write(`sent ${n + 10}\n`);
  const taken = queue.take(10);
  const done = taken.filter((_, i) => i % 2 === 0);
  queue.delete(done.map(({ receipt }) => receipt ?? ''));
  for (const { body } of done) process.stdout.write(`deleted ${body}\n`);
}
