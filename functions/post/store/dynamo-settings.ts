import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { headKey } from '../../content/contract/table-keys.ts';
import type { PressSettings } from '../letters/letter-mail.ts';
import type { PressDocument, SettingsStore } from '../ports.ts';
import { fromItem, settingsKey, toItem, wasWritten } from './post-items.ts';

const first = 'attribute_not_exists(copies)';
const following = 'copies = :seen';

/** What letters need of the press document, in the room's own table. */
export const dynamoSettings = (client: DynamoDBClient, table: string): SettingsStore => {
  const stored = async () => {
    const get = new GetItemCommand({ TableName: table, Key: toItem(settingsKey), ConsistentRead: true });
    const { Item } = await client.send(get);
    return Item && fromItem<{ settings: PressSettings; copies?: number }>(Item);
  };
  return {
    read: async () => (await stored())?.settings,

    copies: async () => (await stored())?.copies ?? 0,

    async store(settings, seen) {
      const put = new PutItemCommand({
        TableName: table,
        Item: toItem({ ...settingsKey, settings, copies: seen + 1 }),
        ConditionExpression: seen ? following : first,
        ...(seen && { ExpressionAttributeValues: toItem({ ':seen': seen }) }),
      });
      return wasWritten(client.send(put));
    },
  };
};

/** Sign-ups' letters an hour, where the press document says nothing else. */
const usualCeiling = 1_000;

/** A field of an earlier version that is no more what it should be counts as absent. */
const optionalText = z.catch(z.optional(z.string()), undefined);

const head = z.object({
  status: z.string(),
  fields: z._default(
    z.object({
      kind: z.optional(z.string()),
      sender: optionalText,
      imprint: optionalText,
      limits: z.catch(z.optional(z.object({ hourly: z.optional(z.number().check(z.gte(1))) })), undefined),
    }),
    {},
  ),
});

/** The head of the press document in content's table, and what a missing or withdrawn one means. */
export const dynamoPressDocument = (client: DynamoDBClient, contentTable: string): PressDocument => ({
  async read() {
    const Key = toItem(headKey('press'));
    const { Item } = await client.send(
      new GetItemCommand({ TableName: contentTable, Key, ConsistentRead: true }),
    );
    if (!Item) return { ceiling: usualCeiling };
    const { status, fields } = head.parse(unmarshall(Item));
    const { sender, imprint, limits } = status === 'published' && fields.kind === 'press' ? fields : {};
    return { sender, imprint, ceiling: limits?.hourly ?? usualCeiling };
  },
});
