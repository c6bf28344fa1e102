import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  TransactionConflictException,
  type TransactWriteItem,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { type Backoff, backoff } from '../backoff.ts';
import { type Clock, systemClock } from '../clock.ts';
import { type Limit, type Limits, retryAfter, roomIn, windowOf } from './limits.ts';

/** Counters in a room's own table, an item a window: `limit#<name>#<hash>#<start>`, `limit`. The table's attribute
 *  `ttl` removes them. Make it once a function: what the window before counted is read once. */
export function dynamoLimits(
  client: DynamoDBClient,
  table: string,
  clock: Clock = systemClock,
  wait: Backoff = backoff,
): Limits {
  const known = new Map<string, number>();
  const before = async (limit: Limit, now: Date): Promise<number> => {
    const name = windowName(limit, windowOf(limit, now) - limit.seconds);
    const count = known.get(name) ?? (await countBefore(client, table, limit, now));
    known.set(name, count);
    const [oldest] = known.keys();
    if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
    return count;
  };
  const change = (limit: Limit, start: number, input: UpdateItemCommandInput) => {
    known.delete(windowName(limit, start));
    return update(client, input, wait);
  };
  return {
    async count(limit) {
      const now = clock.now();
      const counted = await before(limit, now);
      const isCounted = await change(limit, windowOf(limit, now), counting(table, limit, counted, now));
      return isCounted ? { allowed: true } : { allowed: false, retryAfter: retryAfter(limit, counted, now) };
    },
    async takeBack(limit) {
      const start = windowOf(limit, clock.now());
      // A window may have begun since.
      for (const window of [start, start - limit.seconds])
        if (await change(limit, window, takingBack(table, limit, window))) return;
    },
    async look(limit) {
      const now = clock.now();
      const [counted, count] = await Promise.all([
        before(limit, now),
        countIn(client, table, limit, windowOf(limit, now)),
      ]);
      if (count < roomIn(limit, counted, now)) return { allowed: true };
      return { allowed: false, retryAfter: retryAfter(limit, counted, now) };
    },
  };
}

/** Windows whose counts a function keeps. */
const mostKnown = 1_000;

const windowName = ({ name, hash }: Limit, start: number): string => `${name}#${hash}#${start}`;

/** Attempts at one count. */
const mostAttempts = 12;

/** Whether the condition held. A transaction that counts at the same moment has nothing written: what is counted may be
 *  done already, and must not fail for it. */
async function update(
  client: DynamoDBClient,
  input: UpdateItemCommandInput,
  wait: Backoff,
): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(new UpdateItemCommand(input));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      if (!(error instanceof TransactionConflictException) || attempt === mostAttempts) throw error;
      await wait(Math.min(attempt, 2));
    }
  }
}

/** What the window before the present one counted: it changes no more. */
export const countBefore = (
  client: DynamoDBClient,
  table: string,
  limit: Limit,
  now: Date,
): Promise<number> => countIn(client, table, limit, windowOf(limit, now) - limit.seconds);

/** What the window that began at `start` has counted. */
async function countIn(client: DynamoDBClient, table: string, limit: Limit, start: number): Promise<number> {
  const Key = keyOf(limit, start);
  const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
  return Number(Item?.count?.N ?? 0);
}

/** Counts one as part of a transaction, whose condition fails when the limit is reached.
 *  @param before What `countBefore` gave. */
export const countAction = (table: string, limit: Limit, before: number, now: Date): TransactWriteItem => ({
  Update: counting(table, limit, before, now),
});

const keyOf = (limit: Limit, start: number) => ({
  pk: { S: `limit#${windowName(limit, start)}` },
  sk: { S: 'limit' },
});

function counting(table: string, limit: Limit, before: number, now: Date) {
  const start = windowOf(limit, now);
  const room = roomIn(limit, before, now);
  return {
    TableName: table,
    Key: keyOf(limit, start),
    UpdateExpression: 'ADD #count :one SET #ttl = :end',
    ConditionExpression: room > 0 ? 'attribute_not_exists(#count) OR #count < :room' : '#count < :room',
    ExpressionAttributeNames: { '#count': 'count', '#ttl': 'ttl' },
    ExpressionAttributeValues: {
      ':one': { N: '1' },
      ':room': { N: `${room}` },
      ':end': { N: `${start + 2 * limit.seconds}` },
    },
  };
}

const takingBack = (table: string, limit: Limit, start: number) => ({
  TableName: table,
  Key: keyOf(limit, start),
  UpdateExpression: 'ADD #count :back',
  ConditionExpression: '#count > :none',
  ExpressionAttributeNames: { '#count': 'count' },
  ExpressionAttributeValues: { ':back': { N: '-1' }, ':none': { N: '0' } },
});
