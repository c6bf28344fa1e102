import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { ReannouncementNotes } from '../ports.ts';
import { toItem } from './content-items.ts';

/** ISO instants compare as text: all of them have milliseconds. */
const begunBefore = 'attribute_not_exists(#begun) OR #begun <= :written OR #range = :range';

/** One item of the content table, which its stream does not deliver. */
export const dynamoReannouncementNotes = (client: DynamoDBClient, table: string): ReannouncementNotes => ({
  async begin({ range, written }, now) {
    const update = new UpdateItemCommand({
      TableName: table,
      Key: toItem({ pk: 'announce-again#changes', sk: 'begun' }),
      UpdateExpression: 'SET #begun = :now, #range = :range',
      ConditionExpression: begunBefore,
      ExpressionAttributeNames: { '#begun': 'begun', '#range': 'range' },
      ExpressionAttributeValues: toItem({ ':now': now, ':range': range, ':written': written }),
    });
    try {
      await client.send(update);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  },
});
