import { jsonAnswer } from '../aws-json.ts';
import type { AwsResponse } from '../service.ts';
import type { ItemFile, Row } from './item-file.ts';
import { fitKeys, isWithin, type KeyNames, type KeyRange, keyRange } from './key-condition.ts';
import { projection } from './projection.ts';
import { batchGetItem, getItem, type Key, type Query, query } from './read-requests.ts';

/** DynamoDB answers with at most this many bytes of items. */
const most = 1024 * 1024;
/** Read at once when the request names no limit. */
const mostRows = 2000;

/**
 * Answers the plainest reads from our own database's file: items by their keys, and stretches of a partition.
 * They are nine calls of ten, and the binary takes 75 µs for each item it answers with. Undefined for whatever
 * is special in any way, or wrong: the binary is to be asked. A test asks both and compares.
 */
export function directRead(file: ItemFile, action: string, body: unknown): AwsResponse | undefined {
  const text = readers[action]?.(file, body);
  return text === undefined ? undefined : { ...jsonAnswer(200, undefined, '1.0'), body: text };
}

const readers: Record<string, (file: ItemFile, body: unknown) => string | undefined> = {
  GetItem(file, body) {
    const { success, data } = getItem.safeParse(body);
    const items = success ? itemsAt(file, data.TableName, [data.Key]) : undefined;
    return items && (items.length ? `{"Item":${items[0]}}` : '{}');
  },
  BatchGetItem(file, body) {
    const { success, data } = batchGetItem.safeParse(body);
    const [[table, { Keys }] = ['', { Keys: [] }], ...others] = Object.entries(
      success ? data.RequestItems : {},
    );
    const items = others.length ? undefined : itemsAt(file, table, Keys);
    return items && `{"Responses":{${JSON.stringify(table)}:[${items.join()}]},"UnprocessedKeys":{}}`;
  },
  Query(file, body) {
    const { success, data } = query.safeParse(body);
    return success ? answerQuery(file, data) : undefined;
  },
};

/** The items that are there; undefined when a key is none of the table's, or named twice. */
function itemsAt(file: ItemFile, table: string, wanted: Key[]): string[] | undefined {
  const keys = file.keysOf(table);
  const places = keys && wanted.flatMap((key) => placeOf(key, keys) ?? []);
  const distinct = new Set(places?.map((place) => JSON.stringify(place))).size;
  if (!places || distinct < wanted.length) return undefined;
  const rows = places.flatMap(({ partition, sort }) => file.item(table, partition, sort) ?? []);
  return fits(rows) ? rows.map(({ item }) => item) : undefined;
}

function answerQuery(file: ItemFile, asked: Query): string | undefined {
  const keys = file.keysOf(asked.TableName);
  const range = keys && keyRange(asked.KeyConditionExpression, asked.ExpressionAttributeValues, keys);
  const rest = range && whatIsLeft(range, asked, keys);
  const shape = shapeOf(asked);
  if (!rest || !shape) return undefined;
  const limit = asked.Limit ?? mostRows;
  const rows = file.stretch(asked.TableName, rest, { backwards: asked.ScanIndexForward === false, limit });
  const isAll = rows.length < mostRows || asked.Limit !== undefined;
  return isAll && fits(rows) ? pageOf(rows, shape, asked, { ...keys, partition: rest.partition }) : undefined;
}

/** What follows the start key; undefined when that lies elsewhere. */
function whatIsLeft(range: KeyRange, asked: Query, keys: KeyNames): KeyRange | undefined {
  if (!asked.ExclusiveStartKey) return range;
  const start = placeOf(asked.ExclusiveStartKey, keys);
  if (start?.partition !== range.partition || !isWithin(start.sort, range.bounds)) return undefined;
  const past = { is: asked.ScanIndexForward === false ? '<' : '>', text: start.sort } as const;
  return { ...range, bounds: [...range.bounds, past] };
}

/** What becomes of an item's JSON. */
function shapeOf({ ProjectionExpression, ExpressionAttributeNames }: Query) {
  if (ProjectionExpression !== undefined)
    return projection(ProjectionExpression, ExpressionAttributeNames ?? {});
  return ExpressionAttributeNames ? undefined : (item: string) => item;
}

function pageOf(
  rows: Row[],
  shape: (item: string) => string,
  { Limit }: Query,
  { hash, range, partition }: KeyNames & { partition: string },
): string {
  const items = rows.map(({ item }) => shape(item)).join();
  const last = rows.length === Limit ? rows.at(-1) : undefined;
  const key = last && { [hash]: { S: partition }, [range]: { S: last.sort } };
  const next = key ? `,"LastEvaluatedKey":${JSON.stringify(key)}` : '';
  return `{"Items":[${items}],"Count":${rows.length},"ScannedCount":${rows.length}${next}}`;
}

function placeOf(key: Key, { hash, range }: KeyNames): { partition: string; sort: string } | undefined {
  const [partition, sort] = [key[hash]?.S, key[range]?.S];
  const isWhole = partition && sort && Object.keys(key).length === 2;
  return isWhole && fitKeys(partition, sort) ? { partition, sort } : undefined;
}

const fits = (rows: Row[]): boolean => rows.reduce((bytes, { size }) => bytes + size, 0) <= most;
