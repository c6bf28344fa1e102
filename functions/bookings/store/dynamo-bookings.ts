import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readAll } from '../../runtime/dynamo-batches.ts';
import { type Item, itemOf, readItem } from '../../runtime/dynamo-items.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { Booking } from '../booking.ts';
import type { Instant } from '../gathering.ts';
import type { Bookings, Due } from '../ports.ts';
import {
  addressKey,
  bookingKey,
  bookingPart,
  bookingParts,
  bookingsPartition,
  dueKeys,
  gatheringKey,
  gatheringOfBookings,
  indexes,
  lineKey,
  partitions,
  quotaKey,
  recordKey,
  slugKey,
  startsKey,
  startsPosition,
  wishKey,
} from '../table-keys.ts';
import { actionsOf, type Tables } from './dynamo-actions.ts';
import {
  bookingFrom,
  emptyLine,
  gatheringFrom,
  itemsAfter,
  lineFrom,
  queryItems,
  quotaFrom,
  recordFrom,
  wishFrom,
} from './dynamo-rows.ts';
import { type Retrying, transact } from './dynamo-transaction.ts';

/** The bookings table; each move is one transaction with its letters. */
export function dynamoBookings(client: DynamoDBClient, tables: Tables, retrying?: Retrying): Bookings {
  const table = tables.bookings;
  const read = async <Row>(key: object, from: (item: Item) => Row): Promise<Row | undefined> => {
    const item = await readItem(client, table, key);
    return item && from(item);
  };
  return {
    gathering: (id) => read(gatheringKey(id), gatheringFrom),
    atSlug: (slug) => read(slugKey(slug), ({ id }) => id?.S ?? ''),
    gatherings: (range) => gatheringsIn(client, table, range),

    async quotas(gathering, names) {
      const keys = names.map((name) => itemOf(quotaKey(gathering, name)));
      const found = (await readAll(client, table, keys)).map(quotaFrom);
      return names.flatMap((name) => found.find((quota) => quota.name === name) ?? []);
    },

    line: async (gathering) => (await read(lineKey(gathering), lineFrom)) ?? emptyLine(gathering),

    async wishes(gathering, limit, after = 0) {
      const { pk, sk } = wishKey(gathering, after);
      const items = await listed(queryItems(client, itemsAfter(table, pk, sk), limit));
      return items.map(wishFrom);
    },

    booking: (gathering, code) => read(bookingKey(gathering, code), bookingFrom),
    bookings: (gathering, limit, after) => bookingsOf(client, table, { gathering, limit, after }),

    async ofAddress(hash) {
      const { pk } = addressKey(hash, { gathering: '', code: '' });
      const items = await listed(queryItems(client, itemsAfter(table, pk, undefined)));
      return items.map(({ sk }) => {
        const [gathering = '', code = ''] = (sk?.S ?? '').split('#');
        return { gathering, code };
      });
    },

    record: (hash) => read(recordKey(hash), recordFrom),
    make: (move) => transact(client, actionsOf(tables, move), retrying),
    due: (now, limit) => dueAt(client, table, now, limit),
    async lapsedOf(gathering, now, limit) {
      const query = untilNow(table, { ...indexes.lapses, of: gathering, now });
      return (await listed(queryItems(client, query, limit))).map(({ sk }) => sk?.S ?? '');
    },
  };
}

async function listed(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function gatheringsIn(
  client: DynamoDBClient,
  table: string,
  { from, until, past, limit, after }: Parameters<Bookings['gatherings']>[0],
) {
  const { name, partition, sort } = indexes.starts;
  const [first = '0', last = '~'] = past ? [until, from] : [from, until];
  // DynamoDB takes no range that ends before it begins.
  if (first > last) return { items: [] };
  const query = {
    TableName: table,
    IndexName: name,
    KeyConditionExpression: '#part = :part AND #at BETWEEN :first AND :last',
    ExpressionAttributeNames: { '#part': partition, '#at': sort },
    ExpressionAttributeValues: itemOf({ ':part': startsKey, ':first': first, ':last': last }),
    ScanIndexForward: !past,
    ...(after !== undefined && { ExclusiveStartKey: startAfter(after) }),
  };
  const found = (await listed(queryItems(client, query, limit + 1))).map(gatheringFrom);
  return pageOf(found, limit, startsPosition);
}

/** @param found One more than the page has, if there are more. */
function pageOf<T>(found: readonly T[], limit: number, position: (one: T) => string) {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(last && found.length > limit && { next: position(last) }) };
}

/** An item of the index by its position, which names its row. */
function startAfter(position: string): Item {
  const { partition, sort } = indexes.starts;
  const id = position.slice(position.indexOf('#') + 1);
  return itemOf({ ...gatheringKey(id), [partition]: startsKey, [sort]: position });
}

/** The parts are in the order of the codes: a page goes on in the next part where one ends. */
async function bookingsOf(
  client: DynamoDBClient,
  table: string,
  { gathering, limit, after }: { gathering: string; limit: number; after: string | undefined },
) {
  const found: Booking[] = [];
  for (let part = bookingPart(after ?? ''); part < bookingParts && found.length <= limit; part++) {
    const query = itemsAfter(table, bookingsPartition(gathering, part), after);
    const items = await listed(queryItems(client, query, limit + 1 - found.length));
    found.push(...items.map(bookingFrom));
  }
  return pageOf(found, limit, ({ code }) => code);
}

async function dueAt(client: DynamoDBClient, table: string, now: Instant, limit: number): Promise<Due[]> {
  const parts = await mapConcurrently(dueKeys, { concurrency: dueKeys.length }, async (key) => {
    const items = await listed(queryItems(client, untilNow(table, { ...indexes.due, of: key, now }), limit));
    return items.map((item) => ({ due: dueOf(item), at: item[indexes.due.sort]?.S ?? '' }));
  });
  const oldest = parts.flat().sort((one, other) => (one.at < other.at ? -1 : 1));
  return oldest.slice(0, limit).map(({ due }) => due);
}

interface UntilNow {
  name: string;
  partition: string;
  sort: string;
  /** Key of the index's partition. */
  of: string;
  now: Instant;
}

const untilNow = (TableName: string, { name, partition, sort, of, now }: UntilNow) => ({
  TableName,
  IndexName: name,
  KeyConditionExpression: '#part = :part AND #at <= :now',
  ExpressionAttributeNames: { '#part': partition, '#at': sort },
  ExpressionAttributeValues: itemOf({ ':part': of, ':now': now }),
});

function dueOf({ pk, sk }: Item): Due {
  const [partition, code] = [pk?.S ?? '', sk?.S ?? ''];
  const behind = (prefix: string) => partition.slice(prefix.length);
  if (partition.startsWith(partitions.bookings))
    return { what: 'booking', gathering: gatheringOfBookings(partition), code };
  return partition.startsWith(partitions.lines)
    ? { what: 'line', gathering: behind(partitions.lines) }
    : { what: 'gathering', gathering: behind(partitions.gatherings) };
}
