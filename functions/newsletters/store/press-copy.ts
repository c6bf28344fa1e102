import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { PressFields } from '../../content/kinds/press.ts';
import { dynamoPressCopy } from '../../runtime/press/dynamo-press-copy.ts';
import { settingsKey } from '../table-keys.ts';

/** The room's copy of the press document: one row of the newsletters table. */
export const pressCopyIn = (client: DynamoDBClient, table: string) =>
  dynamoPressCopy<PressFields>(client, table, { key: settingsKey, attribute: 'press' });
