import { type AttributeValue, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

/** A row as DynamoDB has it. */
export type Item = Record<string, AttributeValue>;

export const itemOf = (row: object): Item => marshall(row, { removeUndefinedValues: true });

/** One row, strongly consistent. */
export async function readItem(
  client: DynamoDBClient,
  table: string,
  key: object,
): Promise<Item | undefined> {
  const get = new GetItemCommand({ TableName: table, Key: itemOf(key), ConsistentRead: true });
  return (await client.send(get)).Item;
}
