import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { readTogether } from '../../runtime/dynamo-batches.ts';
import type { AddressBook, LogPosition } from '../ports.ts';
import type { AddressMarks } from '../suppressions/address-marks.ts';
import type { SoftBounces } from '../suppressions/soft-bounces.ts';
import { fromItem, positionKey, softBouncesKey, suppressionKey, toItem, wasWritten } from './post-items.ts';

/** Marks only rise: the newest time stays, whichever is written last. */
const newerOnly = 'attribute_not_exists(#name) OR #name < :value';

/** What an address's mail has met, by its hash: an item of marks, and one of soft bounces. */
export function dynamoAddresses(client: DynamoDBClient, table: string): AddressBook {
  const read = reader(client, table);
  // Every delivery asks for them, and a newsletter is delivered thousands of times.
  const readSoft = readTogether(client, table);
  return {
    marks: async (hash) => (await read<AddressMarks>(suppressionKey(hash))) ?? {},

    mark: (hash, mark, at) => raise(client, table, suppressionKey(hash), mark, at),

    async softBounces(hash) {
      const item = await readSoft(toItem(softBouncesKey(hash)));
      return item ? fromItem<SoftBounces>(item) : { bounces: [] };
    },

    async replaceSoftBounces(hash, seen, next) {
      const put = new PutItemCommand({
        TableName: table,
        Item: toItem({ ...softBouncesKey(hash), ...next, version: (seen.version ?? 0) + 1 }),
        ConditionExpression: seen.version === undefined ? 'attribute_not_exists(pk)' : 'version = :version',
        ...(seen.version !== undefined && {
          ExpressionAttributeValues: toItem({ ':version': seen.version }),
        }),
      });
      return wasWritten(client.send(put));
    },
  };
}

export const dynamoLogPosition = (client: DynamoDBClient, table: string): LogPosition => ({
  read: () => reader(client, table)(positionKey),
  advance: (key) => raise(client, table, positionKey, 'key', key),
  settle: (key) => raise(client, table, positionKey, 'settled', key),
});

const reader =
  (client: DynamoDBClient, table: string) =>
  async <T>(key: object): Promise<T | undefined> => {
    const get = new GetItemCommand({ TableName: table, Key: toItem(key), ConsistentRead: true });
    const { Item } = await client.send(get);
    return Item && fromItem<T>(Item);
  };

async function raise(
  client: DynamoDBClient,
  table: string,
  key: object,
  name: string,
  value: string,
): Promise<void> {
  const update = new UpdateItemCommand({
    TableName: table,
    Key: toItem(key),
    UpdateExpression: 'SET #name = :value',
    ConditionExpression: newerOnly,
    ExpressionAttributeNames: { '#name': name },
    ExpressionAttributeValues: toItem({ ':value': value }),
  });
  await wasWritten(client.send(update));
}
