import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Digest } from '../digests/digest.ts';
import type { Digests } from '../issues/ports.ts';
import { digestKey, dueKeys, partitions } from '../table-keys.ts';
import { dueUnder, fromItem, putAsRead, readItem } from './dynamo-rows.ts';

/** Digests in the newsletters table; those that sleep are in no index. */
export const dynamoDigests = (client: DynamoDBClient, table: string): Digests => ({
  async read(id) {
    const item = await readItem(client, table, digestKey(id));
    return item && fromItem<Digest>(item);
  },
  async write(before, after) {
    const isDue = after.state === 'awake' && after.dueAt !== undefined;
    const row = { ...digestKey(after.id), ...after, ...(isDue && { dueKey: dueKeys.digests }) };
    return putAsRead(client, table, row, before?.writes);
  },
  async due(now, limit) {
    const keys = await dueUnder(client, table, { dueKey: dueKeys.digests, now, limit });
    return keys.map((key) => key.slice(partitions.digests.length));
  },
});
