import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it, onTestFinished } from 'vitest';
import { startDynoxide } from '../../../../lib/local/dynamodb/dynoxide.ts';
import { tablesOf } from '../../../../lib/local/dynamodb/tables.ts';
import { aCloud } from '../a-cloud.ts';
import { waitUntil } from '../wait-until.ts';
import { aTable } from './a-table.ts';

it('uses a DynamoDB that is named, starts none of its own, and sees what others write to it', async () => {
  const folder = mkdtempSync(`${tmpdir()}/broadside-dynamo-`);
  const elsewhere = await startDynoxide(folder);
  const cloud = await aCloud();
  onTestFinished(async () => {
    await cloud.stop();
    await elsewhere.stop();
    rmSync(folder, { recursive: true });
  });
  await tablesOf(cloud.cloud, elsewhere.origin);
  const { identity } = await cloud.make('AWS::DynamoDB::Table', 'Table', aTable());
  let seen = 0;
  await cloud.make('AWS::Lambda::EventSourceMapping', 'Mapping', {
    EventSourceArn: identity.attributes.StreamArn,
    FunctionName: cloud.fake('read', () => {
      seen += 1;
    }),
  });
  const stranger = new DynamoDBClient({ ...cloud.client, endpoint: elsewhere.origin });
  const Item = { pk: { S: 'a' }, sk: { S: 'head' } };
  await stranger.send(new PutItemCommand({ TableName: identity.ref, Item }));
  await waitUntil(() => seen === 1);
  expect(existsSync(`${cloud.folder}/dynamodb.db`)).toBe(false);
});
