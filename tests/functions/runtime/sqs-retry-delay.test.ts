import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eachGroup } from '../../../functions/runtime/each-record.ts';
import { sqsRetryDelay } from '../../../functions/runtime/sqs-retry-delay.ts';
import { queuesOf } from '../../../lib/local/sqs/queues.ts';
import { type ACloud, aCloud } from '../../lib/local/a-cloud.ts';
import { waitUntil } from '../../lib/local/wait-until.ts';
import { remembered } from './remembered-log.ts';

let cloud: ACloud;
let sqs: SQSClient;

beforeEach(async () => {
  cloud = await aCloud();
  sqs = new SQSClient(cloud.client);
});
afterEach(async () => {
  sqs.destroy();
  await cloud.stop();
});

it('brings a group that failed back long before its queue would, whole and in order', async () => {
  // The queue would take half an hour, as it does where a manuscript may take five minutes.
  Object.assign(queuesOf(cloud.cloud), { retryDelay: 1_800_000, longestWait: 20 });
  const properties = { FifoQueue: true, VisibilityTimeout: 1800 };
  const { identity } = await cloud.make('AWS::SQS::Queue', 'Work', properties);
  const queue = queuesOf(cloud.cloud).byArn(identity.attributes.Arn ?? '');
  const tries: string[] = [];
  const run = eachGroup(
    { log: remembered(), retryDelay: sqsRetryDelay(sqs, identity.ref) },
    1,
    async (records) => {
      tries.push(records.map(({ body }) => body).join());
      if (tries.length === 1) throw new Error('not yet');
    },
  );
  queue.send(['1', '2'].map((body) => ({ body, group: 'page', deduplication: body, sender: 'me' })));
  await cloud.make('AWS::Lambda::EventSourceMapping', 'Mapping', {
    EventSourceArn: queue.settings.arn,
    FunctionName: cloud.fake('work', (event: SQSEvent) =>
      run(event, { getRemainingTimeInMillis: () => 60_000 }),
    ),
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
  await waitUntil(() => tries.length === 2 && !queue.work());
  expect(tries).toEqual(['1,2', '1,2']);
});
