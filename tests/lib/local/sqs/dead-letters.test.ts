import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Queue } from '../../../../lib/local/sqs/queue.ts';
import { queuesOf } from '../../../../lib/local/sqs/queues.ts';
import { redriveAll } from '../../../../lib/local/sqs/redrive.ts';
import { type ACloud, aCloud } from '../a-cloud.ts';

let cloud: ACloud;

beforeEach(async () => {
  cloud = await aCloud();
});
afterEach(() => cloud.stop());

async function aPair(fifo: boolean): Promise<{ queue: Queue; dead: Queue }> {
  const kind = fifo ? { FifoQueue: true } : {};
  const made = await cloud.make('AWS::SQS::Queue', 'Dead', kind);
  const RedrivePolicy = { deadLetterTargetArn: made.identity.attributes.Arn, maxReceiveCount: 2 };
  await cloud.make('AWS::SQS::Queue', 'Work', { ...kind, RedrivePolicy });
  const named = (name: string) => queuesOf(cloud.cloud).byName(fifo ? `${name}.fifo` : name);
  return { queue: named('Press-Work'), dead: named('Press-Dead') };
}

const fail = (queue: Queue) => {
  for (const { receipt } of queue.take(10)) queue.changeVisibility(receipt ?? '', 0, Date.now());
};

it.each([false, true])('moves what was received often enough; FIFO: %s', async (fifo) => {
  const { queue, dead } = await aPair(fifo);
  queue.send([{ body: 'x', sender: 'me', ...(fifo ? { group: 'g', deduplication: 'x' } : {}) }]);
  fail(queue);
  expect(dead.counts.visible).toBe(0);
  fail(queue);
  expect(queue.counts.visible).toBe(0);
  expect(dead.take(10)).toMatchObject([{ body: 'x', from: queue.settings.arn }]);
});

it('lets the rest of a group go on when one of it becomes a dead letter', async () => {
  const { queue } = await aPair(true);
  queue.send(['x', 'y'].map((body) => ({ body, group: 'g', deduplication: body, sender: 'me' })));
  for (const _ of [1, 2]) {
    for (const { receipt } of queue.take(1)) queue.changeVisibility(receipt ?? '', 0, Date.now());
  }
  expect(queue.take(10)).toMatchObject([{ body: 'y' }]);
});

it('sends dead letters back to where they came from, to be tried afresh; twice changes nothing', async () => {
  const { queue, dead } = await aPair(false);
  queue.send([{ body: 'x', sender: 'me' }]);
  fail(queue);
  fail(queue);
  expect([redriveAll(cloud.cloud), redriveAll(cloud.cloud)]).toEqual([1, 0]);
  expect(dead.counts.visible).toBe(0);
  const [message, ...others] = queue.take(10);
  expect(message).toMatchObject({ body: 'x', receives: 1 });
  expect([message?.from, others]).toEqual([undefined, []]);
});

it('sends to the one queue whose dead letters they are what came from none, as a person would', async () => {
  const { queue, dead } = await aPair(false);
  const told: string[] = [];
  dead.send([{ body: 'from a stream', sender: 'me' }]);
  expect(redriveAll(cloud.cloud, (what) => told.push(what))).toBe(1);
  expect(told).toEqual([
    '1 of Press-Dead came from no queue and went to Press-Work: on AWS name it as the custom destination of the redrive.',
  ]);
  expect(queue.take(10)).toMatchObject([{ body: 'from a stream', receives: 1 }]);
  const RedrivePolicy = { deadLetterTargetArn: dead.settings.arn, maxReceiveCount: 2 };
  await cloud.make('AWS::SQS::Queue', 'Other', { RedrivePolicy });
  dead.send([{ body: 'of either', sender: 'me' }]);
  redriveAll(cloud.cloud);
  expect(dead.take(10)).toMatchObject([{ body: 'of either' }]);
});
