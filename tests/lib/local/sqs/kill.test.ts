import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { Queue } from '../../../../lib/local/sqs/queue.ts';
import { Queues } from '../../../../lib/local/sqs/queues.ts';
import { queueShape, settingsOf } from '../../../../lib/local/sqs/settings.ts';

const script = fileURLToPath(import.meta.resolve('./send-until-killed.ts'));
const named = { name: 'line.fifo', arn: 'arn:line.fifo', url: 'http://localhost/line.fifo' };

/** What a sender said it had done before it was killed. */
async function killedAfter(
  folder: string,
  messages: number,
): Promise<{ sent: number; deleted: Set<string> }> {
  const sender = spawn(process.execPath, [script, folder]);
  onTestFinished(() => void sender.kill('SIGKILL'));
  const ended = once(sender, 'exit');
  const deleted = new Set<string>();
  let sent = 0;
  for await (const line of createInterface(sender.stdout)) {
    const [what, which = ''] = line.split(' ');
    if (what === 'sent') sent = Number(which);
    else deleted.add(which);
    if (sent >= messages) sender.kill('SIGKILL');
  }
  await ended;
  return { sent, deleted };
}

function takeAll(queue: Queue): string[] {
  const taken = queue.take(10).map(({ body }) => body);
  return taken.length ? [...taken, ...takeAll(queue)] : [];
}

it('loses nothing it has acknowledged, and brings nothing deleted back, when it is killed', async () => {
  const folder = mkdtempSync(`${tmpdir()}/broadside-sqs-`);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { sent, deleted } = await killedAfter(folder, 2000);
  const queues = new Queues(folder);
  const queue = queues.declare(settingsOf(named, queueShape.parse({ FifoQueue: true })));
  const there = new Set(takeAll(queue));
  for (let n = 0; n < sent; n += 1) {
    if (deleted.has(`${n}`)) expect(there.has(`${n}`)).toBe(false);
  }
  const missing = Array.from({ length: sent }, (_, n) => `${n}`).filter(
    (body) => !there.has(body) && !deleted.has(body),
  );
  // At most the last batch was deleted before it could say so.
  expect(missing.length).toBeLessThanOrEqual(5);
  expect(missing.every((body) => Number(body) >= sent - 10 || there.size === 0)).toBe(true);
  // The five minutes of an id are not cut short by a restart.
  queue.send([{ body: 'again', group: 'g0', deduplication: '0', sender: 'me' }]);
  expect(takeAll(queue)).toEqual([]);
  queues.close();
});
