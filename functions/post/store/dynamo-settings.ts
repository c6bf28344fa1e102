import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { headKey } from '../../content/contract/table-keys.ts';
import type { PressSettings } from '../letters/letter-mail.ts';
import type { PressDocument, SettingsStore } from '../ports.ts';
import { fromItem, settingsKey, toItem } from './post-items.ts';

const newestVersion = 'attribute_not_exists(pk) OR version <= :version';

/** What letters need of the press document, in the room's own table. */
export const dynamoSettings = (client: DynamoDBClient, table: string): SettingsStore => ({
  async read() {
    const get = new GetItemCommand({ TableName: table, Key: toItem(settingsKey), ConsistentRead: true });
    const { Item } = await client.send(get);
    return Item && fromItem<{ settings: PressSettings }>(Item).settings;
  },

  async store(settings, version) {
    const put = new PutItemCommand({
      TableName: table,
      Item: toItem({ ...settingsKey, settings, version }),
      ConditionExpression: newestVersion,
      ExpressionAttributeValues: toItem({ ':version': version }),
    });
    await client.send(put).catch((error: unknown) => {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    });
  },
});

/** Sign-ups' letters an hour, where the press document says nothing else. */
const usualCeiling = 1_000;

/** A field of an earlier version that is no more what it should be counts as absent. */
const optionalText = z.catch(z.optional(z.string()), undefined);

const head = z.object({
  status: z.string(),
  version: z._default(z.number(), 0),
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
    if (!Item) return { settings: { ceiling: usualCeiling }, version: 0 };
    const { status, version, fields } = head.parse(unmarshall(Item));
    const { sender, imprint, limits } = status === 'published' && fields.kind === 'press' ? fields : {};
    return { settings: { sender, imprint, ceiling: limits?.hourly ?? usualCeiling }, version };
  },
});
