import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { PressFields } from '../../content/kinds/press.ts';
import { dynamoPressCopy } from '../../runtime/press/dynamo-press-copy.ts';
import type { PressSettings } from '../letters/letter-mail.ts';
import { settingsKey } from './post-items.ts';

/** What letters need of the press document, in the room's own table. */
export const pressCopyIn = (client: DynamoDBClient, table: string) =>
  dynamoPressCopy<PressSettings>(client, table, { key: settingsKey, attribute: 'settings' });

/** Sign-ups' letters an hour, where the press document says nothing else. */
const usualCeiling = 1_000;

/** A field of an earlier version that is no more what it should be counts as absent. */
const optionalText = z.catch(z.optional(z.string()), undefined);

const needed = z.object({
  sender: optionalText,
  imprint: optionalText,
  limits: z.catch(z.optional(z.object({ hourly: z.optional(z.number().check(z.gte(1))) })), undefined),
});

/** @param press Undefined: none is published. */
export function settingsFrom(press: PressFields | undefined): PressSettings {
  const { sender, imprint, limits } = needed.parse(press ?? {});
  return { sender, imprint, ceiling: limits?.hourly ?? usualCeiling };
}
