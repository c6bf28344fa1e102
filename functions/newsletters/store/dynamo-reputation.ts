import {
  type DynamoDBClient,
  PutItemCommand,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type Item, itemOf, readItem } from '../../runtime/dynamo-items.ts';
import type { Instant } from '../address.ts';
import type { Reputation } from '../issues/ports.ts';
import { reputationKey } from '../table-keys.ts';
import { fromItem } from './dynamo-rows.ts';

interface Counts {
  sent: number;
  bounced: number;
  complained: number;
}

/** From when on mails count; `counted` is what its minute had counted by then. */
interface Restart {
  at: Instant;
  counted: Counts;
}

/** What AWS looks at, too: the last mails, of no more than these days. */
const mostMails = 10_000;
const days = 30;
const dayInMs = 86_400_000;

const none: Counts = { sent: 0, bounced: 0, complained: 0 };
const minuteOf = (at: Instant): string => at.slice(0, '2026-11-29T07:00'.length);
const restartKey = reputationKey('restart');

/** Mails of newsletters, a row a minute: as fine as the last 10,000 mails can be told without a row a mail. */
export function dynamoReputation(client: DynamoDBClient, table: string): Reputation {
  const read = async (key: object) => readItem(client, table, key);
  return {
    async add(count, at) {
      if (count.sent) await client.send(new UpdateItemCommand(countOf(table, count, at)));
    },

    async recent(now) {
      const item = await read(restartKey);
      const restart = item && fromItem<Restart>(item);
      const oldest = new Date(Date.parse(now) - days * dayInMs).toISOString();
      const from = [oldest, restart?.at ?? ''].sort()[1] ?? oldest;
      const isInRestart = restart?.at === from;
      const counted = isInRestart ? restart.counted : none;
      const base = minus(counted);
      return sumSince(client, table, minuteOf(from), base);
    },

    async restart(now) {
      const counted = countsIn(await read(reputationKey(minuteOf(now))));
      const Item = itemOf({ ...restartKey, at: now, counted });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
  };
}

/** Adds to the counts of the minute. */
export function countOf(table: string, counts: Partial<Counts>, at: Instant) {
  const names = Object.keys(counts);
  return {
    TableName: table,
    Key: itemOf(reputationKey(minuteOf(at))),
    UpdateExpression: `ADD ${names.map((name) => `#${name} :${name}`).join(', ')} SET #ttl = :ttl`,
    ExpressionAttributeNames: {
      '#ttl': 'ttl',
      ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: itemOf({
      ':ttl': Math.ceil((Date.parse(at) + (days + 1) * dayInMs) / 1000),
      ...Object.fromEntries(Object.entries(counts).map(([name, more]) => [`:${name}`, more])),
    }),
  };
}

const countsIn = (item: Item | undefined): Counts => ({
  sent: Number(item?.sent?.N ?? 0),
  bounced: Number(item?.bounced?.N ?? 0),
  complained: Number(item?.complained?.N ?? 0),
});

const minus = ({ sent, bounced, complained }: Counts): Counts => ({
  sent: 0 - sent,
  bounced: 0 - bounced,
  complained: 0 - complained,
});

/** The newest minutes, until they have enough mails. */
async function sumSince(
  client: DynamoDBClient,
  table: string,
  minute: string,
  base: Counts,
): Promise<Counts> {
  const sum = { ...base };
  const input = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    // Minutes begin with a digit.
    ExpressionAttributeValues: itemOf({ ':pk': restartKey.pk, ':from': minute, ':to': ':' }),
    ScanIndexForward: false,
    Limit: 200,
  };
  for await (const { Items = [] } of paginateQuery({ client }, input)) {
    for (const item of Items) {
      const counts = countsIn(item);
      sum.sent += counts.sent;
      sum.bounced += counts.bounced;
      sum.complained += counts.complained;
      if (sum.sent >= mostMails) return sum;
    }
  }
  return sum;
}
