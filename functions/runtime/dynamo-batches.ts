import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { backoff } from './backoff.ts';
import type { Item } from './dynamo-items.ts';
import { mapConcurrently } from './map-concurrently.ts';

const concurrency = 8;

/** Reads items by their keys, strongly consistent, any number and in no order; items that do not exist are left out.
 *  Keys that DynamoDB returns unprocessed are requested again with backoff. */
export async function readAll(client: DynamoDBClient, table: string, keys: Item[]): Promise<Item[]> {
  const chunks = chunksOf(keys, 100);
  const found = await mapConcurrently(chunks, { concurrency }, (chunk) => readChunk(client, table, chunk));
  return found.flat();
}

/**
 * Reads items one by one, strongly consistent; what is asked for in the same turn of the event loop is read together. A
 * function that hears ten messages at once makes one call, not ten.
 */
export function readTogether(client: DynamoDBClient, table: string) {
  let asked = new Map<string, Item>();
  let answer: Promise<Map<string, Item>> | undefined;
  const read = async () => {
    await new Promise(setImmediate);
    const keys = asked;
    asked = new Map();
    answer = undefined;
    const found = await readAll(client, table, [...keys.values()]);
    return new Map(found.map((item) => [nameOf(item), item]));
  };
  return async (key: Item): Promise<Item | undefined> => {
    asked.set(nameOf(key), key);
    answer ??= read();
    return (await answer).get(nameOf(key));
  };
}

const nameOf = ({ pk, sk }: Item): string => JSON.stringify([pk, sk]);

async function readChunk(client: DynamoDBClient, table: string, keys: Item[]): Promise<Item[]> {
  const found: Item[] = [];
  for (let left = keys, attempt = 0; left.length; attempt++) {
    if (attempt) await backoff(attempt);
    const request = { [table]: { Keys: left, ConsistentRead: true } };
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: request }));
    found.push(...(answer.Responses?.[table] ?? []));
    left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
}

/** Puts or deletes items, any number; each succeeds or fails on its own. */
export async function writeAll(client: DynamoDBClient, table: string, writes: WriteRequest[]): Promise<void> {
  const chunks = chunksOf(writes, 25);
  await mapConcurrently(chunks, { concurrency }, (chunk) => writeChunk(client, table, chunk));
}

async function writeChunk(client: DynamoDBClient, table: string, writes: WriteRequest[]): Promise<void> {
  for (let left = writes, attempt = 0; left.length; attempt++) {
    if (attempt) await backoff(attempt);
    const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: left } }));
    left = answer.UnprocessedItems?.[table] ?? [];
  }
}

const chunksOf = <T>(all: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
