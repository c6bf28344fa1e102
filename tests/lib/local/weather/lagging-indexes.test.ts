import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTable } from '../../../../lib/local/dynamodb/make-table.ts';
import { tableShape } from '../../../../lib/local/dynamodb/table-shape.ts';
import { tablesOf } from '../../../../lib/local/dynamodb/tables.ts';
import { BadWeather } from '../../../../lib/local/weather/bad-weather.ts';
import { faultsOf } from '../../../../lib/local/weather/faults.ts';
import { LaggingIndexes } from '../../../../lib/local/weather/lagging-indexes.ts';
import { NoAnswer } from '../../../../lib/local/weather/weather.ts';
import { type ACloud, aCloud } from '../a-cloud.ts';
import { aTable } from '../dynamodb/a-table.ts';
import { waitUntil } from '../wait-until.ts';

const byKind = {
  ...aTable(),
  AttributeDefinitions: [...aTable().AttributeDefinitions, { AttributeName: 'kind', AttributeType: 'S' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-kind',
      KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};

let cloud: ACloud;
let dynamo: DynamoDBClient;
let table: string;
let indexes: LaggingIndexes;
beforeEach(async () => {
  cloud = await aCloud();
  cloud.fake('tester', () => undefined);
  dynamo = new DynamoDBClient(cloud.client);
  table = (await cloud.make('AWS::DynamoDB::Table', 'Table', byKind)).identity.ref;
  indexes = await LaggingIndexes.open(cloud.cloud, () => 10);
});
afterEach(() => cloud.stop());

const put = (pk: string) =>
  dynamo.send(
    new PutItemCommand({ TableName: table, Item: { pk: { S: pk }, sk: { S: 'head' }, kind: { S: 'x' } } }),
  );

const query = {
  IndexName: 'by-kind',
  KeyConditionExpression: 'kind = :kind',
  ExpressionAttributeValues: { ':kind': { S: 'x' } },
};

const weatherOf = (faults: object, log: (line: string) => void = () => undefined) =>
  new BadWeather({ faults: faultsOf({ seed: 1, ...faults }), indexes, cloud: cloud.cloud, log });

describe('an index that is late', () => {
  it('says what did not come to it, and goes on with what comes after', async () => {
    const { endpoint } = await tablesOf(cloud.cloud);
    await endpoint.call('DynamoDB_20120810.DeleteTable', { TableName: `${table}.late` });
    await put('lost');
    await waitUntil(() => cloud.said.some((text) => text.includes(`did not come to ${table}.late`)));
    await makeTable(
      `${table}.late`,
      tableShape.parse({ ...byKind, StreamSpecification: undefined }),
      endpoint,
    );
    await put('found');
    cloud.cloud.weather = weatherOf({});
    const listed = async () => (await dynamo.send(new QueryCommand({ TableName: table, ...query }))).Items;
    await waitUntil(async () => (await listed())?.length === 1);
    expect(await listed()).toMatchObject([{ pk: { S: 'found' } }]);
  });

  it.each([
    ['killedAfter', 'its worker killed after it took effect', ['Root=1-a']],
    ['timedOutAfter', 'timed out after it took effect', []],
  ])('loses its answers as other calls do: %s', async (fault, line, deaths) => {
    const [log, killed]: [string[], string[]] = [[], []];
    cloud.cloud.kill = (trace) => void killed.push(trace);
    const weather = weatherOf({ [fault]: 1 }, (line) => log.push(line));
    await expect(weather.before(aQuery())).rejects.toThrow(NoAnswer);
    expect(log).toEqual([`tester dynamodb:Query 1: ${line}`]);
    expect(killed).toEqual(deaths);
  });
});

const aQuery = () => ({
  caller: [...cloud.cloud.callers.values()][0],
  service: 'dynamodb',
  action: 'Query',
  request: {
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': 'DynamoDB_20120810.Query', 'x-amzn-trace-id': 'Root=1-a' },
    body: Buffer.from(JSON.stringify({ ...query, TableName: table })),
  },
});
