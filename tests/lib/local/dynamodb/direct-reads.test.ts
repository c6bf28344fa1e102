import { join } from 'node:path';
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../functions/runtime/canonical-json.ts';
import { directRead } from '../../../../lib/local/dynamodb/direct-reads.ts';
import { ItemFile } from '../../../../lib/local/dynamodb/item-file.ts';
import { tablesOf } from '../../../../lib/local/dynamodb/tables.ts';
import { type ACloud, aCloud } from '../a-cloud.ts';
import { aTable } from './a-table.ts';

const TableName = 'Press-Table';
const partitions = ['a', 'list#all', 'ünï/"quoted"'];
/** In the order of their bytes neither UTF-16 nor a dictionary would put them. */
const sorts = [
  'head',
  'Head',
  'rev#000001',
  'rev#000010',
  'é',
  'z',
  '\u{1F600}',
  '\uFFFD',
  '2026-01-01#x',
  '2026#y',
];
const key = (pk: string, sk: string) => ({ pk: { S: pk }, sk: { S: sk } });

let cloud: ACloud;
let file: ItemFile;
let ask: (action: string, body: object) => Promise<unknown>;

beforeAll(async () => {
  cloud = await aCloud();
  await cloud.make('AWS::DynamoDB::Table', 'Table', aTable(false));
  const dynamo = new DynamoDBClient(cloud.client);
  const items = partitions.flatMap((pk) => sorts.map((sk, at) => anItem(pk, sk, at)));
  for (let at = 0; at < items.length; at += 25) {
    const puts = items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
    await dynamo.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: puts } }));
  }
  dynamo.destroy();
  const { endpoint } = await tablesOf(cloud.cloud);
  ask = (action, body) => endpoint.call(`DynamoDB_20120810.${action}`, body);
  const opened = ItemFile.open(join(cloud.folder, 'dynamodb.db'));
  if (!opened) throw new Error('The layout of the file is another one');
  file = opened;
});
afterAll(async () => {
  file.close();
  await cloud.stop();
});

/** Some have a map, some a border, so that a projection finds both something and nothing. */
const anItem = (pk: string, sk: string, at: number) => ({
  ...key(pk, sk),
  n: { N: String(at) },
  ...(at % 2
    ? { entry: { M: { slug: { S: sk }, title: { S: 'A title' }, inner: { M: { x: { L: [] } } } } } }
    : {}),
  ...(at % 3 ? { border: { BOOL: true } } : {}),
});

const direct = (action: string, body: object): unknown => {
  const answer = directRead(file, action, body);
  return answer && JSON.parse(String(answer.body));
};

const anyPartition = fc.constantFrom(...partitions, 'none');
const anySort = fc.constantFrom(...sorts, 'm');
const anyKey = fc.tuple(anyPartition, anySort).map(([pk, sk]) => key(pk, sk));
const anyCondition = fc.oneof(
  fc.constant({ text: '', values: {} }),
  fc.record({ is: fc.constantFrom('=', '<', '<=', '>', '>='), sort: anySort }).map(({ is, sort }) => ({
    text: ` AND sk ${is} :sk`,
    values: { ':sk': { S: sort } },
  })),
  fc.tuple(anySort, anySort).map((pair) => {
    const [first = '', last = ''] = pair.sort((one, other) =>
      Buffer.compare(Buffer.from(one), Buffer.from(other)),
    );
    return {
      text: ' AND sk BETWEEN :first AND :last',
      values: { ':first': { S: first }, ':last': { S: last } },
    };
  }),
);
const anyProjection = fc.constantFrom(
  {},
  { ProjectionExpression: '#sk, #entry.#slug, #border', names: ['sk', 'entry', 'slug', 'border'] },
  { ProjectionExpression: '#entry.#inner.#x, #entry.#title', names: ['entry', 'inner', 'x', 'title'] },
  { ProjectionExpression: '#entry', names: ['entry'] },
);
const anyQuery = fc
  .record({
    pk: anyPartition,
    condition: anyCondition,
    shape: anyProjection,
    more: fc.record(
      {
        Limit: fc.integer({ min: 1, max: 12 }),
        ScanIndexForward: fc.boolean(),
        ConsistentRead: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ pk, condition, shape: { names, ...shape }, more }) => ({
    TableName,
    KeyConditionExpression: `pk = :pk${condition.text}`,
    ExpressionAttributeValues: { ':pk': { S: pk }, ...condition.values },
    ...shape,
    ...(names && { ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])) }),
    ...more,
  }));

describe('what is read beside the database', () => {
  it('is what the database answers to a query', async () => {
    const checked = fc.asyncProperty(anyQuery, async (asked) => {
      const answer = await ask('Query', asked);
      expect(direct('Query', asked)).toEqual(answer);
    });
    await fc.assert(checked, { numRuns: 400 });
  });

  it('is what it answers page by page', async () => {
    const checked = fc.asyncProperty(anyQuery, async (asked) => {
      let start: object | undefined;
      do {
        const page = { ...asked, Limit: 3, ...(start && { ExclusiveStartKey: start }) };
        const answer = (await ask('Query', page)) as { LastEvaluatedKey?: object };
        expect(direct('Query', page)).toEqual(answer);
        start = answer.LastEvaluatedKey;
      } while (start);
    });
    await fc.assert(checked, { numRuns: 60 });
  });

  it('is what it answers to keys', async () => {
    const checked = fc.asyncProperty(
      fc.uniqueArray(anyKey, { minLength: 1, selector: String }),
      async (Keys) => {
        const asked = { RequestItems: { [TableName]: { Keys, ConsistentRead: true } } };
        const inOrder = (answer: unknown) => {
          const { Responses, ...others } = answer as { Responses: Record<string, unknown[]> };
          return { ...others, items: Responses[TableName]?.map((item) => canonicalJson(item)).sort() };
        };
        expect(inOrder(direct('BatchGetItem', asked))).toEqual(inOrder(await ask('BatchGetItem', asked)));
        for (const Key of Keys.slice(0, 2))
          expect(direct('GetItem', { TableName, Key })).toEqual(await ask('GetItem', { TableName, Key }));
      },
    );
    await fc.assert(checked, { numRuns: 60 });
  });
});

const plain = {
  TableName,
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': { S: 'a' } },
};

const queryOf = (pk: string, rest = '', others: Record<string, string> = {}) => ({
  ...plain,
  KeyConditionExpression: `pk = :pk${rest}`,
  ExpressionAttributeValues: Object.fromEntries(
    Object.entries({ ':pk': pk, ...others }).map(([name, S]) => [name, { S }]),
  ),
});

it('names the last key whole, whatever it holds', async () => {
  await ask('PutItem', { TableName, Item: key('nul', 'a\0b') });
  const page = { ...queryOf('nul'), Limit: 1 };
  expect(direct('Query', page)).toMatchObject({ LastEvaluatedKey: key('nul', 'a\0b') });
  expect(direct('Query', page)).toEqual(await ask('Query', page));
});

it('takes keys as long as they may be', async () => {
  const longest = { TableName, Key: key('p'.repeat(2048), 's'.repeat(1024)) };
  expect(direct('GetItem', longest)).toEqual({});
});

it.each([
  ['Scan', { TableName }],
  ['Query', { ...plain, TableName: 'Elsewhere' }],
  ['Query', { ...plain, IndexName: 'documents' }],
  ['Query', { ...plain, FilterExpression: 'n = :pk' }],
  ['Query', { ...plain, Select: 'COUNT' }],
  ['Query', { ...plain, Limit: 0 }],
  ['Query', { ...plain, ExpressionAttributeValues: { ':pk': { S: '' } } }],
  ['Query', { ...plain, ExpressionAttributeValues: { ':pk': { S: 'a' }, ':unused': { S: 'a' } } }],
  ['Query', { ...plain, ExpressionAttributeNames: { '#unused': 'sk' } }],
  ['Query', { ...plain, KeyConditionExpression: 'pk = :pk AND begins_with(sk, :pk)' }],
  ['Query', { ...plain, KeyConditionExpression: 'sk = :pk' }],
  ['Query', { ...plain, KeyConditionExpression: 'pk = :other' }],
  ['Query', { ...plain, ExclusiveStartKey: key('b', 'head') }],
  ['Query', { ...plain, ExclusiveStartKey: { pk: { S: 'a' } } }],
  ['Query', { ...plain, ProjectionExpression: 'name' }],
  [
    'Query',
    { ...plain, ProjectionExpression: '#a, #a.#b', ExpressionAttributeNames: { '#a': 'a', '#b': 'b' } },
  ],
  ['Query', queryOf('a', ' AND sk BETWEEN :first AND :last', { ':first': 'z', ':last': 'head' })],
  ['Query', queryOf('\uD800')],
  ['Query', queryOf('a', ' AND sk = :sk', { ':sk': 'a\0b' })],
  ['Query', { ...plain, Limit: 1, ExclusiveStartKey: key('a', 'a\0b') }],
  ['GetItem', { TableName, Key: key('a', '\uDC00') }],
  ['GetItem', { TableName, Key: key('a', 'a\0b') }],
  ['GetItem', { TableName, Key: { pk: { S: 'a' } } }],
  ['GetItem', { TableName, Key: key('a', '') }],
  ['GetItem', { TableName, Key: key('a', 'head'), ReturnConsumedCapacity: 'TOTAL' }],
  ['BatchGetItem', { RequestItems: { [TableName]: { Keys: [] } } }],
  ['BatchGetItem', { RequestItems: { [TableName]: { Keys: [key('a', 'z'), key('a', 'z')] } } }],
  [
    'BatchGetItem',
    { RequestItems: { [TableName]: { Keys: [key('a', 'z')] }, Other: { Keys: [key('a', 'z')] } } },
  ],
])('a %s that is not plain is left to the database: %j', (action, body) => {
  expect(directRead(file, action, body)).toBeUndefined();
});

const [longPartition, longSort] = ['p'.repeat(2049), 's'.repeat(1025)];

it.each([
  ['partition', 'Query', queryOf(longPartition)],
  ['partition (in bytes)', 'Query', queryOf('é'.repeat(1025))],
  ['sort', 'Query', queryOf('a', ' AND sk > :sk', { ':sk': longSort })],
  ['partition', 'GetItem', { TableName, Key: key(longPartition, 'head') }],
  ['sort', 'GetItem', { TableName, Key: key('a', longSort) }],
  ['sort', 'BatchGetItem', { RequestItems: { [TableName]: { Keys: [key('a', longSort)] } } }],
])('a %s key too long in a %s is left to the database', (_, action, body) => {
  expect(directRead(file, action, body)).toBeUndefined();
});
