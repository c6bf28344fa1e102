import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { LogPosition } from '../ports.ts';
import { positionKey } from '../table-keys.ts';

/** How far the newsletters table has followed a log. @param key Of its row. */
export const dynamoLogPosition = (
  client: DynamoDBClient,
  table: string,
  key: { pk: string; sk: string } = positionKey,
): LogPosition => ({
  async read() {
    const Key = marshall(key);
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
    const aside = Item?.aside?.L?.flatMap(({ S }) => S ?? []);
    return Item && { key: Item.key?.S ?? '', at: Item.at?.S ?? '', ...(aside && { aside }) };
  },
  async store(position) {
    const Item = marshall({ ...key, ...position });
    await client.send(new PutItemCommand({ TableName: table, Item }));
  },
});
