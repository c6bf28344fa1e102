import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '../../lib/local/dynamodb/dynoxide.ts';

export interface DynamoTables {
  client: DynamoDBClient;
  anotherClient(): DynamoDBClient;
  origin: string;
  /** Makes the content room's tables under names of their own. */
  tables(): Promise<{ content: string; uploads: string }>;
  close(): Promise<void>;
}

/** A DynamoDB with the tables of the content room. */
export async function dynamoTables(): Promise<DynamoTables> {
  const data = await mkdtemp(join(tmpdir(), 'dynamo-'));
  const running = await startDynoxide(data);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const anotherClient = () =>
    new DynamoDBClient({ endpoint: running.origin, region: 'eu-west-1', credentials });
  const client = anotherClient();
  let made = 0;
  return {
    client,
    anotherClient,
    origin: running.origin,
    async tables() {
      const names = { content: `content-${++made}`, uploads: `uploads-${made}` };
      await client.send(new CreateTableCommand({ ...table(names.content), ...withIndex }));
      await client.send(new CreateTableCommand(table(names.uploads)));
      return names;
    },
    async close() {
      client.destroy();
      await running.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

const table = (TableName: string) =>
  ({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: attributes('pk', 'sk'),
    KeySchema: keys('pk', 'sk'),
  }) satisfies CreateTableCommandInput;

const attributes = (...names: string[]) =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const }));

const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];

const withIndex = {
  AttributeDefinitions: attributes('pk', 'sk', 'kept', 'changed'),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'documents',
      KeySchema: keys('kept', 'changed'),
      Projection: { ProjectionType: 'ALL' as const },
    },
  ],
};
