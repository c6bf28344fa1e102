import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '../../lib/local/dynamodb/dynoxide.ts';
import { makeTable } from './make-table.ts';

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
      await makeTable(client, names.content, [documents, due]);
      await makeTable(client, names.uploads);
      return names;
    },
    async close() {
      client.destroy();
      await running.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Of all documents, by their changes. */
const documents = { name: 'documents', partition: 'kept', sort: 'changed' };

/** Of what happens to them by itself. */
const due = { name: 'due', partition: 'dueKey', sort: 'dueAt', keysOnly: true };
