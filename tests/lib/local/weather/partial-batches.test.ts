import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SESv2Client, SendBulkEmailCommand } from '@aws-sdk/client-sesv2';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { busesOf } from '../../../../lib/local/events/buses.ts';
import { openInbox } from '../../../../lib/local/ses/inbox.ts';
import { queuesOf } from '../../../../lib/local/sqs/queues.ts';
import { BadWeather } from '../../../../lib/local/weather/bad-weather.ts';
import { faultsOf } from '../../../../lib/local/weather/faults.ts';
import { type ACloud, aCloud } from '../a-cloud.ts';
import { aTable } from '../dynamodb/a-table.ts';

let cloud: ACloud;
let log: string[];
beforeEach(async () => {
  cloud = await aCloud();
  cloud.fake('tester', () => undefined);
});
afterEach(() => cloud.stop());

/** From now on every batch is done in part. */
function letItBePartly(seed: number): void {
  log = [];
  cloud.cloud.weather = new BadWeather({
    faults: faultsOf({ seed, partly: 1 }),
    cloud: cloud.cloud,
    log: (line) => void log.push(line),
    indexes: undefined,
  });
}

const numbers = Array.from({ length: 10 }, (_, at) => `${at}`);
const keyOf = (pk: string) => ({ pk: { S: pk }, sk: { S: 'head' } });
const pksOf = (items: { pk?: { S?: string } }[] = []) => items.map(({ pk }) => pk?.S ?? '').sort();
const seeds = [1, 2, 3, 4];

describe('a batch that is done in part', () => {
  it.each(seeds)('sends the messages that are not told to have failed (seed %i)', async (seed) => {
    const { identity } = await cloud.make('AWS::SQS::Queue', 'Queue');
    letItBePartly(seed);
    const Entries = numbers.map((Id) => ({ Id, MessageBody: `Message ${Id}` }));
    const command = new SendMessageBatchCommand({ QueueUrl: identity.ref, Entries });
    const { Successful = [], Failed = [] } = await new SQSClient(cloud.client).send(command);
    const { counts } = queuesOf(cloud.cloud).byArn(identity.attributes.Arn ?? '');
    expect([...Successful, ...Failed].map(({ Id }) => Id).sort()).toEqual(numbers);
    expect(counts.visible).toBe(Successful.length);
    expect(Failed[0]).toMatchObject({ SenderFault: false, Code: 'InternalError' });
    expect(log).toEqual([`tester sqs:SendMessageBatch 1: partly: ${Failed.length} of 10 left undone`]);
  });

  it.each(seeds)('tells of each mail in its place whether it was taken (seed %i)', async (seed) => {
    const { store } = openInbox(cloud.cloud);
    letItBePartly(seed);
    const command = new SendBulkEmailCommand({
      FromEmailAddress: 'news@press.example',
      DefaultContent: { Template: { TemplateContent: { Subject: 'Out now', Text: 'Read it' } } },
      BulkEmailEntries: numbers.map((one) => ({ Destination: { ToAddresses: [`r${one}@home.example`] } })),
    });
    const { BulkEmailEntryResults: results = [] } = await new SESv2Client(cloud.client).send(command);
    const taken = numbers
      .filter((_, at) => results[at]?.Status === 'SUCCESS')
      .map((one) => `r${one}@home.example`);
    expect(results).toHaveLength(10);
    expect([...store.inOrder({ limit: 50 })].flatMap(({ to }) => to)).toEqual(taken);
    expect(results.filter(({ Status }) => Status === 'TRANSIENT_FAILURE')).toHaveLength(10 - taken.length);
    expect(taken.length).toBeLessThan(10);
    expect(log).toEqual([`tester ses:SendBulkEmail 1: partly: ${10 - taken.length} of 10 left undone`]);
  });

  it.each(seeds)('tells of each event in its place whether it is on the bus (seed %i)', async (seed) => {
    const put = vi.spyOn(busesOf(cloud.cloud), 'put');
    letItBePartly(seed);
    const Entries = numbers.map((Source) => ({ Source, DetailType: 'x', Detail: '{}' }));
    const client = new EventBridgeClient(cloud.client);
    const answer = await client.send(new PutEventsCommand({ Entries }));
    const onTheBus = put.mock.calls.map(([, { source, id }]) => [source, id]);
    const results = numbers.map((source, at) => [source, answer.Entries?.[at]?.EventId]);
    expect(results.filter(([, id]) => id)).toEqual(onTheBus);
    expect(answer.FailedEntryCount).toBe(10 - onTheBus.length);
    expect(answer.Entries?.find(({ EventId }) => !EventId)).toMatchObject({ ErrorCode: 'InternalFailure' });
  });

  it.each(seeds)('writes and reads items that are not handed back (seed %i)', async (seed) => {
    const { identity } = await cloud.make('AWS::DynamoDB::Table', 'Table', aTable(false));
    const [client, table] = [new DynamoDBClient(cloud.client), identity.ref];
    letItBePartly(seed);
    const puts = numbers.map((pk) => ({ PutRequest: { Item: keyOf(pk) } }));
    const wrote = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
    const left = pksOf(wrote.UnprocessedItems?.[table]?.map((one) => one.PutRequest?.Item ?? {}));
    const there = pksOf((await client.send(new ScanCommand({ TableName: table }))).Items);
    expect([...left, ...there].sort()).toEqual(numbers);
    expect(left.length).toBeGreaterThan(0);
    expect(there.length).toBeGreaterThan(0);

    const wanted = { [table]: { Keys: numbers.map(keyOf), ConsistentRead: true } };
    const read = await client.send(new BatchGetItemCommand({ RequestItems: wanted }));
    const unread = pksOf(read.UnprocessedKeys?.[table]?.Keys);
    expect(pksOf(read.Responses?.[table])).toEqual(there.filter((pk) => !unread.includes(pk)));
    expect(read.UnprocessedKeys?.[table]).toMatchObject({ ConsistentRead: true });
    expect(unread.length).toBeLessThan(10);
  });

  it('is never one of a single item, which DynamoDB does or refuses', async () => {
    const { identity } = await cloud.make('AWS::DynamoDB::Table', 'Table', aTable(false));
    letItBePartly(1);
    const RequestItems = { [identity.ref]: { Keys: [keyOf('1')] } };
    const read = await new DynamoDBClient(cloud.client).send(new BatchGetItemCommand({ RequestItems }));
    expect(read.UnprocessedKeys).toEqual({});
    expect(log).toEqual([]);
  });
});
