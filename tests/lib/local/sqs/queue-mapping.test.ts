import { ChangeMessageVisibilityBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Queue } from '../../../../lib/local/sqs/queue.ts';
import { queuesOf } from '../../../../lib/local/sqs/queues.ts';
import { median } from '../../../bench/figures.ts';
import { type ACloud, aCloud } from '../a-cloud.ts';
import { waitUntil } from '../wait-until.ts';

let cloud: ACloud;

beforeEach(async () => {
  cloud = await aCloud();
  queuesOf(cloud.cloud).retryDelay = 20;
});
afterEach(() => cloud.stop());

async function aQueue(name: string, properties = {}): Promise<Queue> {
  const { identity } = await cloud.make('AWS::SQS::Queue', name, properties);
  return queuesOf(cloud.cloud).byArn(identity.attributes.Arn ?? '');
}

const map = (queue: Queue, FunctionName: string, properties = {}) =>
  cloud.make('AWS::Lambda::EventSourceMapping', `Mapping${FunctionName}`, {
    EventSourceArn: queue.settings.arn,
    FunctionName,
    ...properties,
  });

const send = (queue: Queue, ...bodies: string[]) =>
  queue.send(bodies.map((body) => ({ body, sender: 'me' })));
const sendTo = (queue: Queue, group: string, ...bodies: string[]) =>
  queue.send(bodies.map((body) => ({ body, group, deduplication: body, sender: 'me' })));
const isEmpty = ({ counts }: Queue) => counts.visible + counts['in flight'] + counts.delayed === 0;
const bodiesOf = (event: SQSEvent) => event.Records.map(({ body }) => body);
const reporting = { FunctionResponseTypes: ['ReportBatchItemFailures'] };

it('hands a function its messages as Lambda does, and deletes them', async () => {
  const queue = await aQueue('Work');
  const events: SQSEvent[] = [];
  await map(
    queue,
    cloud.fake('work', (event) => void events.push(event)),
  );
  queue.send([{ body: 'x', sender: 'me', attributes: { kind: { DataType: 'String', StringValue: 'y' } } }]);
  await waitUntil(() => isEmpty(queue));
  expect(events).toEqual([
    {
      Records: [
        {
          messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          receiptHandle: expect.any(String),
          body: 'x',
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: expect.stringMatching(/^\d{13}$/),
            SenderId: 'me',
            ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
          },
          messageAttributes: {
            kind: { stringValue: 'y', stringListValues: [], binaryListValues: [], dataType: 'String' },
          },
          md5OfBody: '9dd4e461268c8034f5c8564e155c67a6',
          md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
          eventSource: 'aws:sqs',
          eventSourceARN: queue.settings.arn,
          awsRegion: 'eu-west-1',
        },
      ],
    },
  ]);
});

it('works on a sent message at once', async () => {
  const queue = await aQueue('Work');
  let begun = Promise.withResolvers<number>();
  await map(
    queue,
    cloud.fake('work', () => begun.resolve(performance.now())),
  );
  const waits: number[] = [];
  for (const body of ['a', 'b', 'c', 'd', 'e']) {
    begun = Promise.withResolvers();
    const start = performance.now();
    send(queue, body);
    waits.push((await begun.promise) - start);
  }
  expect(median(waits)).toBeLessThan(50);
});

it('makes batches no larger than the mapping says', async () => {
  const queue = await aQueue('Work');
  const sizes: number[] = [];
  send(queue, ...Array.from({ length: 25 }, (_, n) => `${n}`));
  await map(
    queue,
    cloud.fake('work', (event: SQSEvent) => void sizes.push(event.Records.length)),
    { BatchSize: 10 },
  );
  await waitUntil(() => isEmpty(queue));
  expect(sizes).toEqual([10, 10, 5]);
});

it('lets a batch gather while its window is open', async () => {
  const queue = await aQueue('Work');
  const batches: string[][] = [];
  const fake = cloud.fake('work', (event: SQSEvent) => void batches.push(bodiesOf(event)));
  await map(queue, fake, { MaximumBatchingWindowInSeconds: 1 });
  send(queue, 'a');
  await new Promise((resolve) => setTimeout(resolve, 100));
  send(queue, 'b');
  await waitUntil(() => isEmpty(queue));
  expect(batches).toEqual([['a', 'b']]);
});

it('never runs more batches at once than the mapping allows', async () => {
  const queue = await aQueue('Work');
  let [running, most] = [0, 0];
  const fake = cloud.fake('work', async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
  });
  await map(queue, fake, { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
  send(queue, ...Array.from({ length: 20 }, (_, n) => `${n}`));
  await waitUntil(() => isEmpty(queue));
  expect(most).toBe(2);
});

it('tries only the reported ones again, and sends them to the dead letters in the end', async () => {
  const dead = await aQueue('Dead');
  const RedrivePolicy = { deadLetterTargetArn: dead.settings.arn, maxReceiveCount: 3 };
  const queue = await aQueue('Work', { RedrivePolicy });
  const seen: string[] = [];
  const fake = cloud.fake('work', ({ Records }: SQSEvent) => {
    seen.push(...Records.map(({ body }) => body));
    const bad = Records.filter(({ body }) => body === 'poison');
    return { batchItemFailures: bad.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });
  await map(queue, fake, reporting);
  send(queue, 'good', 'poison', 'fine');
  await waitUntil(() => isEmpty(queue));
  expect(seen.filter((body) => body === 'poison')).toHaveLength(3);
  expect(seen.filter((body) => body !== 'poison')).toEqual(['good', 'fine']);
  const [letter] = dead.take(10);
  expect(letter).toMatchObject({ body: 'poison', from: queue.settings.arn });
});

it('lets what failed come back when the function said, not when the mapping would', async () => {
  queuesOf(cloud.cloud).retryDelay = 5_000;
  const queue = await aQueue('Work');
  const sqs = new SQSClient(cloud.client);
  const tries: number[] = [];
  const fake = cloud.fake('work', async ({ Records }: SQSEvent) => {
    tries.push(Date.now());
    if (tries.length > 1) return { batchItemFailures: [] };
    const Entries = Records.map(({ receiptHandle, messageId }) => ({
      Id: messageId,
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: 1,
    }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queue.settings.url, Entries }));
    return { batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });
  await map(queue, fake, reporting);
  send(queue, 'a', 'b');
  await waitUntil(() => tries.length === 2 && isEmpty(queue)).finally(() => sqs.destroy());
  const [first = 0, second = 0] = tries;
  expect(second - first).toBeGreaterThanOrEqual(1_000);
});

it('lets nobody wait longer than a test does', async () => {
  queuesOf(cloud.cloud).longestWait = 20;
  const queue = await aQueue('Work');
  queue.send([{ body: 'late', delay: 900_000, sender: 'me' }]);
  await waitUntil(() => queue.counts.visible === 1);
  const [message] = queue.take(1);
  queue.changeVisibility(message?.receipt ?? '', 900_000, Date.now());
  await waitUntil(() => queue.counts.visible === 1);
});

it.each([
  ['throws', () => Promise.reject(new Error('no'))],
  ['names a message it was not given', () => ({ batchItemFailures: [{ itemIdentifier: 'another' }] })],
  ['answers what cannot be read', () => ({ batchItemFailures: [{}] })],
])('tries all again when the function %s', async (_, fails) => {
  const queue = await aQueue('Work');
  let calls = 0;
  const fake = cloud.fake('work', () => (++calls === 1 ? fails() : { batchItemFailures: [] }));
  await map(queue, fake, reporting);
  send(queue, 'a', 'b');
  await waitUntil(() => isEmpty(queue));
  expect(calls).toBe(2);
});

it('keeps the order of a group when one of it fails', async () => {
  const queue = await aQueue('Line', { FifoQueue: true });
  const done: string[] = [];
  let failures = 2;
  const fake = cloud.fake('work', ({ Records }: SQSEvent) => {
    if (Records[0]?.body.startsWith('a') && failures-- > 0) throw new Error('not yet');
    done.push(...Records.map(({ body }) => body));
  });
  await map(queue, fake, { BatchSize: 1 });
  sendTo(queue, 'a', 'a1', 'a2', 'a3');
  sendTo(queue, 'b', 'b1');
  await waitUntil(() => isEmpty(queue));
  expect(done.filter((body) => body.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
  expect(done.indexOf('b1')).toBe(0);
});

it('drops what the filter does not let pass', async () => {
  const queue = await aQueue('Work');
  const seen: string[] = [];
  const fake = cloud.fake('work', (event: SQSEvent) => void seen.push(...bodiesOf(event)));
  const Pattern = JSON.stringify({ body: { kind: ['page'] } });
  await map(queue, fake, { FilterCriteria: { Filters: [{ Pattern }] } });
  send(queue, '{"kind":"page"}', '{"kind":"press"}', 'no JSON');
  await waitUntil(() => isEmpty(queue));
  expect(seen).toEqual(['{"kind":"page"}']);
});

it('does not start when the function may not read the queue', async () => {
  await cloud.stop();
  cloud = await aCloud({ may: ['sqs:ReceiveMessage', 'sqs:GetQueueAttributes'] });
  const queue = await aQueue('Work');
  await expect(
    map(
      queue,
      cloud.fake('work', () => null),
    ),
  ).rejects.toThrow('sqs:DeleteMessage');
});

it('repeats a throttled invocation, which is no failed attempt of its messages', async () => {
  const queue = await aQueue('Work');
  const counts: unknown[] = [];
  const work = cloud.fake('work', ({ Records }: SQSEvent) => {
    counts.push(...Records.map(({ attributes }) => attributes.ApproximateReceiveCount));
  });
  cloud.throttle(3);
  await map(queue, work);
  send(queue, 'x');
  await waitUntil(() => isEmpty(queue));
  expect(counts).toEqual(['1']);
});

it('gives a message back when it was throttled for as long as it is hidden from others', async () => {
  const dead = await aQueue('Dead');
  const RedrivePolicy = { deadLetterTargetArn: dead.settings.arn, maxReceiveCount: 1 };
  const queue = await aQueue('Work', { VisibilityTimeout: 1, RedrivePolicy });
  cloud.throttle(Number.POSITIVE_INFINITY);
  await map(
    queue,
    cloud.fake('work', () => {}),
  );
  send(queue, 'x');
  await waitUntil(() => dead.counts.visible === 1);
});
