import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  type TransactWriteItem,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type Clock, systemClock } from '../clock.ts';
import { type Limit, type Limits, retryAfter, windowOf } from './limits.ts';

/** Counters in a room's own table, an item a window: `limit#<name>#<hash>#<start>`, `limit`. The table's attribute
 *  `ttl` removes them. */
export const dynamoLimits = (client: DynamoDBClient, table: string, clock: Clock = systemClock): Limits => ({
  async count(limit) {
    const now = clock.now();
    try {
      await client.send(new UpdateItemCommand(counting(table, limit, now)));
      return { allowed: true };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return { allowed: false, retryAfter: retryAfter(limit, now) };
    }
  },
});

/** Counts one as part of a transaction, whose condition fails when the limit is reached. */
export const countAction = (table: string, limit: Limit, now: Date): TransactWriteItem => ({
  Update: counting(table, limit, now),
});

function counting(table: string, limit: Limit, now: Date) {
  const start = windowOf(limit, now);
  return {
    TableName: table,
    Key: { pk: { S: `limit#${limit.name}#${limit.hash}#${start}` }, sk: { S: 'limit' } },
    UpdateExpression: 'ADD #count :one SET #ttl = :end',
    ConditionExpression: 'attribute_not_exists(#count) OR #count < :most',
    ExpressionAttributeNames: { '#count': 'count', '#ttl': 'ttl' },
    ExpressionAttributeValues: {
      ':one': { N: '1' },
      ':most': { N: `${limit.most}` },
      ':end': { N: `${start + 2 * limit.seconds}` },
    },
  };
}
