import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { itemOf, readItem } from '../dynamo-items.ts';
import type { PressCopy } from './copy-press.ts';

/** Where a room's table has its copy. */
interface Place {
  key: { pk: string; sk: string };
  /** What holds the copy. */
  attribute: string;
}

/** A room's copy of the press document: one row of its table. It alone writes the row: here its type is trusted. */
export function dynamoPressCopy<T>(
  client: DynamoDBClient,
  table: string,
  { key, attribute }: Place,
): PressCopy<T> {
  const stored = async () => {
    const item = await readItem(client, table, key);
    return item && unmarshall(item);
  };
  return {
    read: async () => (await stored())?.[attribute],
    copies: async () => (await stored())?.copies ?? 0,
    async store(copy, seen) {
      const put = new PutItemCommand({
        TableName: table,
        Item: itemOf({ ...key, [attribute]: copy, copies: seen + 1 }),
        ConditionExpression: seen ? 'copies = :seen' : 'attribute_not_exists(copies)',
        ...(seen && { ExpressionAttributeValues: { ':seen': { N: `${seen}` } } }),
      });
      return client.send(put).then(() => true, isNotOlder);
    },
  };
}

/** A condition that fails is an answer, everything else a fault. */
function isNotOlder(error: unknown): false {
  if (error instanceof ConditionalCheckFailedException) return false;
  throw error;
}
