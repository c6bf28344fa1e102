import { DatabaseSync } from 'node:sqlite';
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { queuesOf } from '../../../../lib/local/sqs/queues.ts';
import { median } from '../../../bench/figures.ts';
import { type ACloud, aCloud } from '../a-cloud.ts';
import { waitUntil } from '../wait-until.ts';
import { aTable } from './a-table.ts';

let cloud: ACloud;
let dynamo: DynamoDBClient;
let stream: string;

async function open(folder?: string): Promise<void> {
  cloud = await aCloud({ folder });
  dynamo = new DynamoDBClient(cloud.client);
  const { identity } = await cloud.make('AWS::DynamoDB::Table', 'Table', aTable());
  stream = identity.attributes.StreamArn ?? '';
}

beforeEach(() => open());
afterEach(async () => {
  dynamo.destroy();
  await cloud.stop();
});

const TableName = 'Press-Table';
const key = (pk: string, sk = 'head') => ({ pk: { S: pk }, sk: { S: sk } });
const put = (pk: string, more = {}) =>
  dynamo.send(new PutItemCommand({ TableName, Item: { ...key(pk), ...more } }));
const map = (FunctionName: string, properties = {}) =>
  cloud.make('AWS::Lambda::EventSourceMapping', 'Mapping', {
    EventSourceArn: stream,
    FunctionName,
    StartingPosition: 'TRIM_HORIZON',
    ...properties,
  });

/** A function that keeps the keys of the records it has been given. */
function aReader(fails: (pk: string) => boolean = () => false) {
  const seen: string[] = [];
  const batches: number[] = [];
  const arn = cloud.fake('read', ({ Records }: DynamoDBStreamEvent) => {
    batches.push(Records.length);
    const keys = Records.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S ?? '');
    if (keys.some(fails)) throw new Error('bad record');
    seen.push(...keys);
  });
  return { arn, seen, batches };
}

it('tells a function of every change as Lambda does', async () => {
  const events: DynamoDBStreamEvent[] = [];
  await map(cloud.fake('read', (event: DynamoDBStreamEvent) => void events.push(event)));
  await put('a', { n: { N: '1' } });
  await put('a', { n: { N: '2' } });
  await dynamo.send(new DeleteItemCommand({ TableName, Key: key('a') }));
  const records = () => events.flatMap(({ Records }) => Records);
  await waitUntil(() => records().length === 3);
  expect(records()[1]).toEqual({
    eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
    eventName: 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: expect.any(Number),
      Keys: key('a'),
      NewImage: { ...key('a'), n: { N: '2' } },
      OldImage: { ...key('a'), n: { N: '1' } },
      SequenceNumber: expect.stringMatching(/^\d+$/),
      SizeBytes: expect.any(Number),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: stream,
  });
  expect(records().map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
});

it('tells at once, without waiting for a poll', async () => {
  const reader = aReader();
  await map(reader.arn);
  await put('warm');
  await waitUntil(() => reader.seen.includes('warm'));
  const waits: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const start = performance.now();
    await put(`n${n}`);
    await waitUntil(() => reader.seen.includes(`n${n}`));
    waits.push(performance.now() - start);
  }
  expect(median(waits)).toBeLessThan(250);
});

it('makes nothing of an item that is written as it was', async () => {
  const reader = aReader();
  await put('a', { n: { N: '1' } });
  await put('a', { n: { N: '1' } });
  await put('b');
  await map(reader.arn);
  await waitUntil(() => reader.seen.includes('b'));
  expect(reader.seen).toEqual(['a', 'b']);
});

it('passes only what a filter lets pass', async () => {
  const reader = aReader();
  const Pattern = JSON.stringify({ dynamodb: { Keys: { sk: { S: ['head'] } } } });
  await map(reader.arn, { FilterCriteria: { Filters: [{ Pattern }] } });
  await dynamo.send(new PutItemCommand({ TableName, Item: key('a', 'rev#1') }));
  await put('b');
  await waitUntil(() => reader.seen.length > 0);
  expect(reader.seen).toEqual(['b']);
});

it('goes on after a restart where it was, and tells nothing twice', async () => {
  const first = aReader();
  await map(first.arn);
  await put('a');
  await waitUntil(() => first.seen.includes('a'));
  await cloud.stop(true);
  await open(cloud.folder);
  await put('b');
  const second = aReader();
  await map(second.arn);
  await waitUntil(() => second.seen.length > 0);
  expect(second.seen).toEqual(['b']);
});

it('splits, retries, and says where the record is that it gives up', async () => {
  const { identity } = await cloud.make('AWS::SQS::Queue', 'Failures');
  const Destination = identity.attributes.Arn;
  const reader = aReader((pk) => pk === 'bad');
  for (const pk of ['a', 'bad', 'c', 'd']) await put(pk);
  await map(reader.arn, {
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnFailure: { Destination } },
  });
  await waitUntil(() => reader.seen.includes('d'));
  expect(reader.seen).toEqual(['a', 'c', 'd']);
  const [letter] = queuesOf(cloud.cloud)
    .byArn(Destination ?? '')
    .take(1);
  expect(JSON.parse(letter?.body ?? '{}')).toEqual({
    requestContext: {
      requestId: expect.any(String),
      functionArn: reader.arn,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 2,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: expect.any(String),
    DDBStreamBatchInfo: {
      shardId: expect.any(String),
      startSequenceNumber: '2',
      endSequenceNumber: '2',
      approximateArrivalOfFirstRecord: expect.stringMatching(/T.*Z$/),
      approximateArrivalOfLastRecord: expect.stringMatching(/T.*Z$/),
      batchSize: 1,
      streamArn: stream,
    },
  });
});

it('goes on from the record that a function reports', async () => {
  const seen: string[][] = [];
  const arn = cloud.fake('read', ({ Records }: DynamoDBStreamEvent) => {
    seen.push(Records.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S ?? ''));
    const failed = seen.length === 1 ? Records[1]?.dynamodb?.SequenceNumber : undefined;
    return { batchItemFailures: failed ? [{ itemIdentifier: failed }] : [] };
  });
  for (const pk of ['a', 'b', 'c']) await put(pk);
  await map(arn, { FunctionResponseTypes: ['ReportBatchItemFailures'] });
  await waitUntil(() => seen.length === 2);
  expect(seen).toEqual([
    ['a', 'b', 'c'],
    ['b', 'c'],
  ]);
});

it('keeps the changes of an item in order when several batches run at once', async () => {
  const seen: string[] = [];
  const arn = cloud.fake('read', async ({ Records }: DynamoDBStreamEvent) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
    seen.push(...Records.map(({ dynamodb }) => `${dynamodb?.Keys?.pk?.S}${dynamodb?.NewImage?.n?.N}`));
  });
  for (let n = 0; n < 10; n += 1) for (const pk of ['a', 'b', 'c']) await put(pk, { n: { N: `${n}` } });
  await map(arn, { ParallelizationFactor: 4, BatchSize: 2 });
  await waitUntil(() => seen.length === 30);
  for (const pk of ['a', 'b', 'c']) {
    const numbers = seen.filter((one) => one.startsWith(pk)).map((one) => Number(one.slice(1)));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  }
});

it('keeps the stream table small, and numbers go on', async () => {
  const reader = aReader();
  await map(reader.arn);
  for (let n = 0; n < 1200; n += 50)
    await Promise.all(Array.from({ length: 50 }, (_, i) => put(`k${n + i}`)));
  await waitUntil(() => reader.seen.length === 1200);
  const database = new DatabaseSync(`${cloud.folder}/dynamodb.db`, { readOnly: true });
  const { count } = Object(database.prepare('SELECT count(*) AS count FROM _stream_records').get());
  database.close();
  expect(count).toBeLessThanOrEqual(700);
  await put('last');
  await waitUntil(() => reader.seen.includes('last'));
});

it('does not start when the function may not read the stream', async () => {
  cloud.cloud.policies.clear();
  await expect(map(cloud.fake('denied', () => null))).rejects.toThrow('dynamodb:GetRecords');
});

it('repeats a throttled invocation, which is no failed attempt of its records', async () => {
  const { arn, seen } = aReader();
  cloud.throttle(3);
  await map(arn, { MaximumRetryAttempts: 0 });
  await put('a');
  await waitUntil(() => seen.length === 1);
  expect(seen).toEqual(['a']);
});
