import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Export, Exports } from '../editors/ports.ts';
import { erasuresKey, exportKey } from '../table-keys.ts';

/** The row is as it was read, or there was none. */
const asRead = 'writes = :writes';
const none = 'attribute_not_exists(pk)';

/** Exports in the bookings table; the time to live removes a row after a day. */
export function dynamoExports(client: DynamoDBClient, table: string): Exports {
  const read = async (key: object): Promise<Record<string, unknown> | undefined> => {
    const get = new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true });
    const { Item } = await client.send(get);
    return Item && unmarshall(Item);
  };
  return {
    async find(by) {
      const row = await read(exportKey(by));
      if (!row) return undefined;
      const { pk, sk, ttl, ...one } = row;
      // What this adapter wrote.
      return one as unknown as Export;
    },
    async write(before, after) {
      const Item = marshall(
        { ...after, ...exportKey(after.by), ttl: inADay(after.startedAt) },
        { removeUndefinedValues: true },
      );
      const condition = before
        ? {
            ConditionExpression: asRead,
            ExpressionAttributeValues: marshall({ ':writes': before.writes }),
          }
        : { ConditionExpression: none };
      return client.send(new PutItemCommand({ TableName: table, Item, ...condition })).then(
        () => true,
        (cause: unknown) => {
          if (cause instanceof ConditionalCheckFailedException) return false;
          throw cause;
        },
      );
    },
    async erasures() {
      return Number((await read(erasuresKey))?.erasures ?? 0);
    },
    async countErasure() {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: marshall(erasuresKey),
          UpdateExpression: 'ADD erasures :one',
          ExpressionAttributeValues: marshall({ ':one': 1 }),
        }),
      );
    },
  };
}

/** Epoch seconds, the unit of DynamoDB's time to live. */
const inADay = (instant: string): number => Math.ceil(Date.parse(instant) / 1000) + 86_400;
