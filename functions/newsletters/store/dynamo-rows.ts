import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Item, itemOf } from '../../runtime/dynamo-items.ts';
import type { Instant } from '../address.ts';
import { indexes } from '../table-keys.ts';

/** A row without what only the table needs. This room alone writes them, from types: here they are trusted. */
export function fromItem<Row>(item: Item): Row {
  const { pk, sk, dueKey, write, listed, ...row } = unmarshall(item);
  return row as Row;
}

/** What a row must be for a write of it: as it was read, by its count of writes; absent: there is none. */
const asRead = (writes: number | undefined) =>
  writes === undefined
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: 'writes = :writes',
        ExpressionAttributeValues: { ':writes': { N: `${writes}` } },
      };

/** `write` names each write: the SDK repeats one whose answer was lost, and then finds the row changed by itself. */
export const putOf = (table: string, row: object, writes: number | undefined, write: string) => ({
  TableName: table,
  Item: itemOf({ ...row, writes: (writes ?? 0) + 1, write }),
  ...asRead(writes),
  ...failedWithItem,
});

const failedWithItem = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

/** Puts a row that counts its writes if it is as it was read. False when another write came first. */
export async function putAsRead(
  client: DynamoDBClient,
  table: string,
  row: object,
  writes: number | undefined,
): Promise<boolean> {
  const write = randomUUID();
  return wasWritten(write, client.send(new PutItemCommand(putOf(table, row, writes, write))));
}

/** Whether a conditional write was made: now, or by the try before. A transaction at work on the row comes first. */
export async function wasWritten(write: string, sent: Promise<unknown>): Promise<boolean> {
  try {
    await sent;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return error.Item?.write?.S === write;
    if (error instanceof TransactionConflictException) return false;
    throw error;
  }
}

/** The same of a transaction whose first action is the put of that row. */
export async function allWritten(
  client: DynamoDBClient,
  write: string,
  TransactItems: TransactWriteItem[],
): Promise<boolean> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems }));
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = error.CancellationReasons ?? [];
    const isExpected = ({ Code = 'None' }) =>
      /^(None|ConditionalCheckFailed|TransactionConflict)$/.test(Code);
    if (!reasons.every(isExpected)) throw error;
    return reasons[0]?.Item?.write?.S === write;
  }
}

/** Keys of what is due under `dueKey`, the oldest first, from an index that may lag behind. */
export async function dueUnder(
  client: DynamoDBClient,
  table: string,
  { dueKey, now, limit }: { dueKey: string; now: Instant; limit: number },
): Promise<string[]> {
  const { name, partition, sort } = indexes.due;
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      IndexName: name,
      KeyConditionExpression: '#part = :part AND #at <= :now',
      ExpressionAttributeNames: { '#part': partition, '#at': sort },
      ExpressionAttributeValues: itemOf({ ':part': dueKey, ':now': now }),
      Limit: limit,
    }),
  );
  return Items.map(({ pk }) => pk?.S ?? '');
}
