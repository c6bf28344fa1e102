import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { StoredHead } from '../../content/contract/document.ts';
import { headKey } from '../../content/contract/table-keys.ts';
import type { PressDocument, Settings, SettingsStore } from '../press.ts';
import { settingsKey } from '../table-keys.ts';

/** The room's copy of the press document: one row of the bookings table. */
export const dynamoSettings = (client: DynamoDBClient, table: string): SettingsStore => {
  const stored = async (): Promise<Settings & { copies?: number }> => {
    const Key = marshall(settingsKey);
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item ? (unmarshall(Item) as Settings & { copies?: number }) : {};
  };
  return {
    async read() {
      const { press } = await stored();
      return press ? { press } : {};
    },
    copies: async () => (await stored()).copies ?? 0,
    async store({ press }, seen) {
      const Item = marshall({ ...settingsKey, press, copies: seen + 1 }, { removeUndefinedValues: true });
      const put = new PutItemCommand({
        TableName: table,
        Item,
        ConditionExpression: seen ? 'copies = :seen' : 'attribute_not_exists(copies)',
        ...(seen && { ExpressionAttributeValues: { ':seen': { N: `${seen}` } } }),
      });
      try {
        await client.send(put);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
};

/** The press document in the content room's table. */
export const dynamoPressDocument = (client: DynamoDBClient, contentTable: string): PressDocument => ({
  async read() {
    const Key = marshall(headKey('press'));
    const { Item } = await client.send(
      new GetItemCommand({ TableName: contentTable, Key, ConsistentRead: true }),
    );
    if (!Item) return {};
    const { status, fields } = unmarshall(Item) as StoredHead;
    return status === 'published' && fields.kind === 'press' ? { press: fields } : {};
  },
});
