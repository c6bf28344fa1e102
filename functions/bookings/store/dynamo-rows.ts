import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Item, itemOf } from '../../runtime/dynamo-items.ts';
import type { Booking } from '../booking.ts';
import type { Gathering } from '../gathering.ts';
import type { KeyRecord, Line, Quota, Wish } from '../ports.ts';
import {
  bookingKey,
  dueKey,
  gatheringKey,
  lineKey,
  quotaKey,
  recordKey,
  startsKey,
  startsPosition,
  wishKey,
} from '../table-keys.ts';

/** A row without what only the table needs. This room alone writes them, from types: here they are trusted. */
function fromItem<Row>(item: Item, ...without: string[]): Row {
  const row = unmarshall(item);
  for (const name of ['pk', 'sk', 'dueKey', ...without]) delete row[name];
  return row as Row;
}

export const gatheringItem = (row: Gathering): Item =>
  itemOf({
    ...gatheringKey(row.id),
    ...row,
    ...{ startsKey, startsPosition: startsPosition(row) },
    ...(row.dueAt && { dueKey: dueKey(row.id) }),
  });
export const gatheringFrom = (item: Item): Gathering => fromItem(item, 'startsKey', 'startsPosition');

export const quotaItem = (row: Quota): Item => itemOf({ ...quotaKey(row.gathering, row.name), ...row });
export const quotaFrom = (item: Item): Quota => fromItem(item);

export const lineFrom = (item: Item): Line => fromItem(item, 'dueAt');
export const emptyLine = (gathering: string): Line => ({
  ...{ gathering, version: 0, last: 0, waiting: 0, unsettled: false },
});

export const wishItem = (gathering: string, row: Wish): Item =>
  itemOf({ ...wishKey(gathering, row.number), ...row });
export const wishFrom = (item: Item): Wish => fromItem(item);

/** Offers and holds stand in the indexes of what is due. */
export function bookingItem(row: Booking): Item {
  const { gathering, code, state, lapsesAt } = row;
  const lapses = state === 'offered' || state === 'held' ? lapsesAt : undefined;
  const due = lapses && { dueKey: dueKey(code), dueAt: lapses, lapsesKey: gathering };
  return itemOf({ ...bookingKey(gathering, code), ...row, ...due });
}
export const bookingFrom = (item: Item): Booking => fromItem(item, 'dueAt', 'lapsesKey');

/** DynamoDB removes it some time after it has expired. */
export const recordItem = (row: KeyRecord): Item =>
  itemOf({ ...recordKey(row.hash), ...row, ttl: Math.ceil(Date.parse(row.expiresAt) / 1000) });
export const recordFrom = (item: Item): KeyRecord => fromItem(item, 'ttl');

export const lineItemKey = (gathering: string): Item => itemOf(lineKey(gathering));

/** Every item that the query finds, page after page; or the first `limit`. */
export async function* queryItems(
  client: DynamoDBClient,
  query: QueryCommandInput,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<Item> {
  let [start, left] = [query.ExclusiveStartKey, limit];
  do {
    const page: { Items?: Item[]; LastEvaluatedKey?: Item } = await client.send(
      new QueryCommand({
        ...query,
        ...(left < 1_000 && { Limit: left }),
        ExclusiveStartKey: start,
      }),
    );
    yield* page.Items ?? [];
    left -= page.Items?.length ?? 0;
    start = page.LastEvaluatedKey;
  } while (start && left > 0);
}

/** Items of a partition behind `after`, or all; consistent. */
export const itemsAfter = (TableName: string, pk: string, after: string | undefined) => ({
  TableName,
  ConsistentRead: true,
  KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
  ExpressionAttributeValues: itemOf({ ':pk': pk, ':after': after }),
});
