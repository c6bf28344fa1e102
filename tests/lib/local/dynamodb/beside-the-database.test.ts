import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ItemFile } from '../../../../lib/local/dynamodb/item-file.ts';
import { TableService } from '../../../../lib/local/dynamodb/table-service.ts';
import { tablesOf } from '../../../../lib/local/dynamodb/tables.ts';
import { type ACloud, aCloud } from '../a-cloud.ts';
import { aTable } from './a-table.ts';

const TableName = 'Press-Table';
const key = (pk: string, sk = 'head') => ({ pk: { S: pk }, sk: { S: sk } });

let cloud: ACloud;
let dynamo: DynamoDBClient;

beforeEach(async () => {
  cloud = await aCloud();
  dynamo = new DynamoDBClient(cloud.client);
  await cloud.make('AWS::DynamoDB::Table', 'Table', aTable());
});
afterEach(async () => {
  dynamo.destroy();
  await cloud.stop();
});

const put = (n: number) =>
  dynamo.send(new PutItemCommand({ TableName, Item: { ...key('a'), n: { N: `${n}` } } }));
const drop = () => dynamo.send(new DeleteItemCommand({ TableName, Key: key('a') }));

/** As GetItem and as Query show it: a number each, or nothing. */
async function shown() {
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key: key('a') }));
  const { Items = [] } = await dynamo.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'a' } },
    }),
  );
  return [Item?.n?.N, ...Items.map(({ n }) => n?.N)];
}

it('shows every write that was answered, and no item that was deleted', async () => {
  for (let turn = 0; turn < 200; turn += 1) {
    await put(turn);
    expect(await shown()).toEqual([`${turn}`, `${turn}`]);
    if (turn % 3) continue;
    await drop();
    expect(await shown()).toEqual([undefined]);
  }
});

it('asks the database when its file cannot be read', async () => {
  await put(1);
  const { endpoint } = await tablesOf(cloud.cloud);
  const file = ItemFile.open(join(cloud.folder, 'dynamodb.db'));
  file?.close();
  cloud.cloud.services.set(
    'dynamodb',
    new TableService(endpoint, cloud.cloud.place, { wrote: () => undefined, file }),
  );
  expect(await shown()).toEqual(['1', '1']);
});

it('knows by itself that a file is laid out in another way', () => {
  const path = join(cloud.folder, 'other.db');
  const other = new DatabaseSync(path);
  other.exec('CREATE TABLE items (pk TEXT)');
  expect(ItemFile.open(path)).toBeUndefined();
  other.exec(
    "CREATE TABLE _config (key TEXT, value TEXT); INSERT INTO _config VALUES ('schema_version', '8')",
  );
  expect(ItemFile.open(path)).toBeUndefined();
  other.close();
});
