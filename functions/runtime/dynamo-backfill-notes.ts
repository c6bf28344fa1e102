import { type AttributeValue, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { readAll } from './dynamo-batches.ts';

/** Where a room stores which backfills it heard: one item of its own table. */
export function dynamoBackfillNotes(
  client: DynamoDBClient,
  table: string,
  key: Record<'pk' | 'sk', AttributeValue>,
) {
  const isComplete = async () => {
    const [item] = await readAll(client, table, [key]);
    const ended = new Set(item?.ended?.SS);
    return item?.started?.SS?.some((backfill) => ended.has(backfill)) ?? false;
  };
  return {
    isComplete,

    /** After a complete one nothing more is stored. */
    async heard(backfill: string, what: 'started' | 'ended'): Promise<void> {
      if (await isComplete()) return;
      const update = new UpdateItemCommand({
        TableName: table,
        Key: key,
        UpdateExpression: 'ADD #what :backfill',
        ExpressionAttributeNames: { '#what': what },
        ExpressionAttributeValues: { ':backfill': { SS: [backfill] } },
      });
      await client.send(update);
    },
  };
}
