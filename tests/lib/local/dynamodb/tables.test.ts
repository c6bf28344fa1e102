import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clockOf } from '../../../../lib/local/clock.ts';
import { sweep } from '../../../../lib/local/dynamodb/expiry.ts';
import { tablesOf } from '../../../../lib/local/dynamodb/tables.ts';
import { type ACloud, aCloud } from '../a-cloud.ts';
import { aTable } from './a-table.ts';

let cloud: ACloud;
let dynamo: DynamoDBClient;

async function open(folder?: string, may?: string[]): Promise<void> {
  cloud = await aCloud({ folder, may });
  dynamo = new DynamoDBClient(cloud.client);
}

beforeEach(() => open());
afterEach(async () => {
  dynamo.destroy();
  await cloud.stop();
});

const key = (pk: string, sk = 'head') => ({ pk: { S: pk }, sk: { S: sk } });
const TableName = 'Press-Table';
const make = (properties: object) => cloud.make('AWS::DynamoDB::Table', 'Table', { ...properties });
const put = (pk: string, more = {}) =>
  dynamo.send(new PutItemCommand({ TableName, Item: { ...key(pk), ...more } }));
const get = async (pk: string) => (await dynamo.send(new GetItemCommand({ TableName, Key: key(pk) }))).Item;

const index = (IndexName: string, attribute: string) => ({
  IndexName,
  KeySchema: [{ AttributeName: attribute, KeyType: 'HASH' }],
  Projection: { ProjectionType: 'ALL' },
});

it('keeps its items over a restart', async () => {
  await make(aTable());
  await put('a', { title: { S: 'Rent strike' } });
  await cloud.stop(true);
  await open(cloud.folder);
  await make(aTable());
  expect(await get('a')).toMatchObject({ title: { S: 'Rent strike' } });
});

it('takes on indexes and a stream that the template has since been given, and drops what it lost', async () => {
  const attributes = ['pk', 'sk', 'kept', 'by'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  }));
  await make({
    ...aTable(false),
    AttributeDefinitions: attributes.slice(0, 3),
    GlobalSecondaryIndexes: [index('documents', 'kept')],
  });
  await put('a', { kept: { S: 'x' }, by: { S: 'edda' } });
  await cloud.stop(true);
  await open(cloud.folder);
  const { identity } = await make({
    ...aTable(),
    AttributeDefinitions: attributes.filter(({ AttributeName }) => AttributeName !== 'kept'),
    GlobalSecondaryIndexes: [index('editors', 'by')],
  });
  const query = (IndexName: string, name: string, value: string) =>
    dynamo.send(
      new QueryCommand({
        TableName,
        IndexName,
        KeyConditionExpression: '#n = :v',
        ExpressionAttributeNames: { '#n': name },
        ExpressionAttributeValues: { ':v': { S: value } },
      }),
    );
  expect((await query('editors', 'by', 'edda')).Count).toBe(1);
  await expect(query('documents', 'kept', 'x')).rejects.toMatchObject({ name: 'ValidationException' });
  expect(identity.attributes.StreamArn).toContain('table/Press-Table/stream/');
});

it('does not start on a table with other keys', async () => {
  await make(aTable());
  const keys = {
    KeySchema: aTable().KeySchema.slice(0, 1),
    AttributeDefinitions: aTable().AttributeDefinitions.slice(0, 1),
  };
  await expect(make(keys)).rejects.toThrow('--data');
});

it('refuses properties that it does not imitate, by name', async () => {
  const odd = { ...index('odd', 'pk'), Sorted: true };
  await expect(make({ ...aTable(), GlobalSecondaryIndexes: [odd] })).rejects.toThrow('Sorted');
});

it('deletes expired items when it sweeps, and no others', async () => {
  await make(aTable());
  const { endpoint } = await tablesOf(cloud.cloud);
  await put('old', { gone: { N: '1000' } });
  await put('new', { gone: { N: '3000' } });
  await put('odd', { gone: { S: '1000' } });
  await put('none');
  await sweep({ table: TableName, attribute: 'gone', keys: ['pk', 'sk'] }, endpoint, 2_000_000);
  const { Items } = await dynamo.send(new ScanCommand({ TableName }));
  expect(Items?.map((item) => item.pk?.S).sort()).toEqual(['new', 'none', 'odd']);
});

it('deletes what the clock was moved past, at once', async () => {
  await make({ ...aTable(), TimeToLiveSpecification: { Enabled: true, AttributeName: 'gone' } });
  const inHours = (hours: number) => ({ gone: { N: String(Math.floor(Date.now() / 1000) + hours * 3600) } });
  await put('tomorrow', inHours(24));
  await put('next week', inHours(168));
  await clockOf(cloud.cloud).advance(23 * 3_600_000);
  expect(await get('tomorrow')).toBeDefined();
  await clockOf(cloud.cloud).advance(2 * 3_600_000);
  expect(await get('tomorrow')).toBeUndefined();
  expect(await get('next week')).toBeDefined();
});

it('asks for each action of a request', async () => {
  await make({
    ...aTable(),
    AttributeDefinitions: ['pk', 'sk', 'kept'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    GlobalSecondaryIndexes: [index('documents', 'kept')],
  });
  const allowed = (...Action: string[]) => {
    const Resource = 'arn:aws:dynamodb:eu-west-1:000000000000:table/Press-Table';
    cloud.cloud.policies.set('arn:aws:iam::000000000000:role/tester', [
      { Statement: { Effect: 'Allow', Action, Resource } },
    ]);
  };
  const transaction = new TransactWriteItemsCommand({
    TransactItems: [
      { Put: { TableName, Item: key('a') } },
      { Delete: { TableName, Key: key('b') } },
      { ConditionCheck: { TableName, Key: key('c'), ConditionExpression: 'attribute_not_exists(pk)' } },
    ],
  });
  allowed('dynamodb:PutItem', 'dynamodb:DeleteItem');
  await expect(dynamo.send(transaction)).rejects.toThrow('dynamodb:ConditionCheckItem');
  allowed('dynamodb:Query');
  const throughIndex = { IndexName: 'documents', KeyConditionExpression: 'kept = :v' };
  const query = { TableName, ExpressionAttributeValues: { ':v': { S: 'x' } }, ...throughIndex };
  await expect(dynamo.send(new QueryCommand(query))).rejects.toThrow('table/Press-Table/index/documents');
});

it.each([
  ['BatchGetItem', () => new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [key('a')] } } })],
  ['GetItem', () => new GetItemCommand({ TableName, Key: key('a') })],
  ['Scan', () => new ScanCommand({ TableName })],
  [
    'BatchWriteItem',
    () => new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: key('a') } }] } }),
  ],
])('needs dynamodb:%s for it', async (action, command) => {
  await cloud.stop();
  await open(undefined, [`dynamodb:${action}`]);
  await make(aTable());
  await expect(dynamo.send(command() as never)).resolves.toBeDefined();
  await expect(put('a')).rejects.toThrow('is not authorized to perform: dynamodb:PutItem');
});

it('lets a function that may put items of some partitions put no others, in transactions, too', async () => {
  await make(aTable());
  const Resource = 'arn:aws:dynamodb:eu-west-1:000000000000:table/Press-Table';
  const Condition = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['letter#*'] } };
  cloud.cloud.policies.set('arn:aws:iam::000000000000:role/tester', [
    { Statement: { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource, Condition } },
  ]);
  const together = (...pks: string[]) =>
    dynamo.send(
      new TransactWriteItemsCommand({
        TransactItems: pks.map((pk) => ({ Put: { TableName, Item: key(pk) } })),
      }),
    );
  await put('letter#1');
  await together('letter#2', 'letter#3');
  await expect(put('address#1')).rejects.toThrow('dynamodb:PutItem');
  await expect(together('letter#4', 'address#1')).rejects.toThrow('dynamodb:PutItem');
});

it('lets a function that may read items of some partitions read no others, many at once or by a query', async () => {
  await make(aTable());
  await put('letter#1');
  await put('address#1');
  const Resource = 'arn:aws:dynamodb:eu-west-1:000000000000:table/Press-Table';
  const Condition = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['letter#*'] } };
  const Action = ['BatchGetItem', 'BatchWriteItem', 'Query'].map((action) => `dynamodb:${action}`);
  cloud.cloud.policies.set('arn:aws:iam::000000000000:role/tester', [
    { Statement: { Effect: 'Allow', Action, Resource, Condition } },
  ]);
  const getAll = (...pks: string[]) =>
    dynamo.send(
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: pks.map((pk) => key(pk)) } } }),
    );
  const remove = (pk: string) =>
    dynamo.send(
      new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ DeleteRequest: { Key: key(pk) } }] } }),
    );
  const query = (pk: string, KeyConditionExpression: string, names?: Record<string, string>) =>
    dynamo.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression,
        ...(names && { ExpressionAttributeNames: names }),
        ExpressionAttributeValues: {
          ':pk': { S: pk },
          ...(KeyConditionExpression.includes(':from') && { ':from': { S: 'a' } }),
        },
      }),
    );
  expect((await getAll('letter#1')).Responses?.[TableName]).toHaveLength(1);
  expect((await query('letter#1', 'pk = :pk')).Count).toBe(1);
  expect((await query('letter#1', 'sk >= :from AND #key = :pk', { '#key': 'pk' })).Count).toBe(1);
  await expect(getAll('letter#1', 'address#1')).rejects.toThrow('dynamodb:BatchGetItem');
  await expect(query('address#1', 'pk = :pk')).rejects.toThrow('dynamodb:Query');
  await expect(query('address#1', 'sk >= :from AND #key = :pk', { '#key': 'pk' })).rejects.toThrow(
    'dynamodb:Query',
  );
  await expect(remove('address#1')).rejects.toThrow('dynamodb:BatchWriteItem');
  await remove('letter#1');
});
