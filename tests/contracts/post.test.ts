import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe } from 'vitest';
import { letterItem, newLetterOnly } from '../../functions/post/contract/letter.ts';
import { dynamoAddresses, dynamoLogPosition } from '../../functions/post/store/dynamo-addresses.ts';
import { dynamoCeiling } from '../../functions/post/store/dynamo-ceiling.ts';
import { dynamoOutbox } from '../../functions/post/store/dynamo-outbox.ts';
import { dynamoSettings } from '../../functions/post/store/dynamo-settings.ts';
import { s3SuppressionLog } from '../../functions/post/store/s3-suppression-log.ts';
import { systemClock } from '../../functions/runtime/clock.ts';
import { ulids } from '../../functions/runtime/ids.ts';
import { MemoryLog, MemoryPost } from '../functions/post/memory-post.ts';
import { aCloudWithS3, type CloudWithS3 } from '../lib/local/s3/a-cloud-with-s3.ts';
import { type DynamoTables, dynamoTables } from './dynamo-tables.ts';
import { addressesContract, ceilingContract, outboxContract, suppressionLogContract } from './post.ts';

describe('in memory', () => {
  describe('outbox', () =>
    outboxContract(async () => {
      const room = new MemoryPost();
      return { outbox: room.outbox, put: async (letter) => room.put(letter) };
    }));
  describe('addresses', () => addressesContract(async () => new MemoryPost()));
  describe('ceiling', () => ceilingContract(async () => new MemoryPost().ceiling));
  describe('log', () =>
    suppressionLogContract(async () => {
      const ids = ulids(systemClock);
      const log = new MemoryLog(() => ids.next());
      return { log, another: log };
    }));
});

describe('in DynamoDB', () => {
  let dynamo: DynamoTables;
  let made = 0;
  beforeAll(async () => {
    dynamo = await dynamoTables();
  });
  afterAll(() => dynamo.close());

  const aTable = async (): Promise<string> => {
    const TableName = `post-${++made}`;
    const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
    const keys = (hash: string, range: string) => [
      { AttributeName: hash, KeyType: 'HASH' as const },
      { AttributeName: range, KeyType: 'RANGE' as const },
    ];
    await dynamo.client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk', 'dueKey', 'dueAt'].map(text),
        KeySchema: keys('pk', 'sk'),
        GlobalSecondaryIndexes: [
          {
            IndexName: 'due',
            KeySchema: keys('dueKey', 'dueAt'),
            Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['addressHash'] },
          },
        ],
      }),
    );
    return TableName;
  };

  describe('outbox', () =>
    outboxContract(async () => {
      const table = await aTable();
      return {
        outbox: dynamoOutbox(dynamo.client, table),
        async put(letter) {
          const Item = marshall(letterItem(letter), { removeUndefinedValues: true });
          const command = new PutItemCommand({ TableName: table, Item, ConditionExpression: newLetterOnly });
          const put = dynamo.client.send(command);
          return put.then(
            () => true,
            () => false,
          );
        },
      };
    }));
  describe('addresses', () =>
    addressesContract(async () => {
      const table = await aTable();
      return {
        addresses: dynamoAddresses(dynamo.client, table),
        position: dynamoLogPosition(dynamo.client, table),
        settings: dynamoSettings(dynamo.client, table),
      };
    }));
  describe('ceiling', () => ceilingContract(async () => dynamoCeiling(dynamo.client, await aTable())));
});

describe('in S3', () => {
  let cloud: CloudWithS3;
  beforeAll(async () => {
    cloud = await aCloudWithS3();
  });
  afterAll(() => cloud.stop());

  const log = () => s3SuppressionLog(cloud.client, 'press-shelf', ulids(systemClock));
  describe('log', () => suppressionLogContract(async () => ({ log: log(), another: log() })));
});
