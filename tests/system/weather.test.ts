import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeWeather } from '../../lib/local/weather/bad-weather.ts';
import { type FaultsGiven, faultsOf } from '../../lib/local/weather/faults.ts';
import { quiet } from './storm/quiet.ts';
import { Storm } from './storm/storm.ts';

let storm: Storm;
beforeAll(async () => {
  storm = await Storm.begin();
});
afterAll(() => storm.end());
afterEach(async () => {
  storm.press.cloud.weather = undefined;
  await quiet(storm.press.cloud);
});

const weather = (faults: Omit<FaultsGiven, 'seed'>) =>
  makeWeather(faultsOf({ seed: 1, ...faults }), storm.press.cloud);

/** What a function's own clients, told not to try again, see of one call each. */
async function errorsSeen(): Promise<unknown[]> {
  const { cloud, aws } = storm.press;
  const caller = [...cloud.callers.values()].find(({ name }) => name.includes('IngestUpload'));
  cloud.policies.set(caller?.role ?? '', [{ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }]);
  const credentials = { accessKeyId: caller?.accessKey ?? '', secretAccessKey: caller?.secretKey ?? '' };
  const settings = { endpoint: aws, region: 'eu-west-1', credentials, maxAttempts: 1 };
  const [dynamo, s3] = [new DynamoDBClient(settings), new S3Client({ ...settings, forcePathStyle: true })];
  const [sqs, events] = [new SQSClient(settings), new EventBridgeClient(settings)];
  const Item = { pk: { S: 'weather' }, sk: { S: '1' } };
  const TableName = tableName();
  const calls = [
    dynamo.send(new GetItemCommand({ TableName, Key: Item })),
    dynamo.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item } }] })),
    s3.send(new GetObjectCommand({ Bucket: 'nowhere', Key: 'x' })),
    sqs.send(new SendMessageCommand({ QueueUrl: `${aws}/000000000000/x`, MessageBody: 'x' })),
    events.send(new PutEventsCommand({ Entries: [{ Source: 'x', DetailType: 'x', Detail: '{}' }] })),
  ];
  return (await Promise.allSettled(calls)).map((one) => (one.status === 'rejected' ? one.reason : undefined));
}

const tableName = () =>
  [...storm.press.cloud.resources.values()].find(({ path }) => /ContentTable\/Table\/Resource/.test(path))
    ?.identity.ref ?? '';

describe('weather', () => {
  it('throttles in the words of each service, which SDKs know to try again', async () => {
    await weather({ throttled: 1 });
    const errors = await errorsSeen();
    expect(errors.map((error) => Object(error).name)).toEqual([
      'ThrottlingException',
      'ThrottlingException',
      'SlowDown',
      'RequestThrottled',
      'ThrottlingException',
    ]);
  });

  it('cancels transactions with a reason for each item', async () => {
    await weather({ conflicting: 1 });
    const [, cancelled] = await errorsSeen();
    expect(cancelled).toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }],
    });
  });

  it('breaks connections without an answer', async () => {
    await weather({ timedOutAfter: 1 });
    for (const error of await errorsSeen()) expect(String(error)).toMatch(/socket hang up|ECONNRESET/);
  });

  it('kills the worker that made the call, and what it did tries again', async () => {
    const { cloud } = storm.press;
    await makeWeather(faultsOf({ seed: 1, killedAfter: 0.08 }), cloud);
    const receipt = await storm.editor.handIn({ 'killed.md': '---\ntitle: Killed midway\n---\nAnd yet.' });
    await storm.settle();
    expect(await log()).toContain('its worker killed after it took effect');
    expect(receipt.documents).toMatchObject([{ slug: 'killed-midway', revision: 1 }]);
    cloud.weather = undefined;
    expect(await storm.faults()).toEqual([]);
  });

  it('shows an index late: what is new not yet, what was deleted still', async () => {
    await weather({ indexLateBy: 5000 });
    const listed = async () => (await storm.editor.ask('GET', '/documents?limit=100')).text();
    await storm.editor.handIn({ 'late.md': '---\ntitle: Seen later\n---\nText.' });
    expect(await listed()).not.toContain('seen-later');
    await expect.poll(listed, { timeout: 10_000 }).toContain('seen-later');
    await storm.editor.delete('seen-later');
    expect(await listed()).toContain('seen-later');
    await expect.poll(listed, { timeout: 10_000 }).not.toContain('seen-later');
  });
});

const log = () => readFile(join(storm.press.data, 'logs/weather.log'), 'utf8');
