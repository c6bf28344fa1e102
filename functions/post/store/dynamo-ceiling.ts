import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { backoff } from '../../runtime/backoff.ts';
import type { HourlyCeiling } from '../ports.ts';
import { ceilingKey, fromItem, toItem } from './post-items.ts';

/** The hour that has places, and how many of them are taken. */
interface OpenHour {
  hour: string;
  taken: number;
}

const hourLength = 60 * 60_000;

/** One item for the whole press. It takes about a thousand writes a second, more than the API lets in. */
export function dynamoCeiling(client: DynamoDBClient, table: string): HourlyCeiling {
  const update = async (UpdateExpression: string, ConditionExpression: string, values: object) => {
    const command = new UpdateItemCommand({
      TableName: table,
      Key: toItem(ceilingKey),
      UpdateExpression,
      ConditionExpression,
      ExpressionAttributeNames: { '#hour': 'hour' },
      ExpressionAttributeValues: toItem(values),
      ReturnValues: 'ALL_NEW',
    });
    try {
      const { Attributes } = await client.send(command);
      return Attributes && fromItem<OpenHour>(Attributes).hour;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  };
  const read = async () => {
    const get = new GetItemCommand({ TableName: table, Key: toItem(ceilingKey), ConsistentRead: true });
    const { Item } = await client.send(get);
    return Item && fromItem<OpenHour>(Item);
  };

  return {
    async take(most, now) {
      const current = new Date(now.getTime() - (now.getTime() % hourLength)).toISOString();
      for (let attempt = 0; ; attempt++) {
        if (attempt) await backoff(attempt);
        const place = { ':one': 1, ':most': most, ':current': current };
        const open = '#hour >= :current AND taken < :most';
        const hour = await update('SET taken = taken + :one', open, place);
        if (hour) return hour;
        const seen = await read();
        const isFull = seen !== undefined && seen.hour >= current && seen.taken >= most;
        if (seen && seen.hour >= current && !isFull) continue;
        const next = isFull ? new Date(Date.parse(seen.hour) + hourLength).toISOString() : current;
        const unchanged = seen ? '#hour = :seen' : 'attribute_not_exists(#hour)';
        const values = { ':next': next, ':one': 1, ...(seen && { ':seen': seen.hour }) };
        const opened = await update('SET #hour = :next, taken = :one', unchanged, values);
        if (opened) return opened;
      }
    },
  };
}
