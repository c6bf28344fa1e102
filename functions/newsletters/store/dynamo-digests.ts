import { randomUUID } from 'node:crypto';
import { type DynamoDBClient, QueryCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { readAll } from '../../runtime/dynamo-batches.ts';
import { itemOf, readItem } from '../../runtime/dynamo-items.ts';
import type { Digest } from '../digests/digest.ts';
import type { Digests } from '../issues/ports.ts';
import { digestEntryKey, digestKey, digestSlugKey, dueKeys, partitions } from '../table-keys.ts';
import { allWritten, dueUnder, fromItem, putOf } from './dynamo-rows.ts';

/** Digests in the newsletters table, each with a row for every slug that leads to it; those that sleep are in no index. */
export const dynamoDigests = (client: DynamoDBClient, table: string): Digests => ({
  async read(id) {
    const item = await readItem(client, table, digestKey(id));
    return item && fromItem<Digest>(item);
  },

  atSlug: async (slug) => (await readItem(client, table, digestSlugKey(slug)))?.id?.S,

  async all() {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: itemOf({ ':pk': digestEntryKey('').pk }),
      }),
    );
    const keys = Items.map(({ sk }) => itemOf(digestKey(sk?.S ?? '')));
    return (await readAll(client, table, keys)).map((item) => fromItem<Digest>(item));
  },

  async write(before, after) {
    const write = randomUUID();
    const Put = putOf(table, rowOf(after), before?.writes, write);
    return allWritten(client, write, [{ Put }, ...beside(table, before, after)]);
  },

  async due(now, limit) {
    const keys = await dueUnder(client, table, { dueKey: dueKeys.digests, now, limit });
    return keys.map((key) => key.slice(partitions.digests.length));
  },
});

const rowOf = (digest: Digest): object => ({
  ...digestKey(digest.id),
  ...digest,
  ...(digest.state === 'awake' && digest.dueAt !== undefined && { dueKey: dueKeys.digests }),
});

function beside(table: string, before: Digest | undefined, { id, slug }: Digest): TransactWriteItem[] {
  const put = (row: object) => ({ Put: { TableName: table, Item: itemOf({ ...row, id }) } });
  return [
    ...(before?.slug === slug ? [] : [put(digestSlugKey(slug))]),
    ...(before ? [] : [put(digestEntryKey(id))]),
  ];
}
