import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { backoff } from '../../runtime/backoff.ts';
import { readAll } from '../../runtime/dynamo-batches.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { termKey } from '../contract/table-keys.ts';
import type { Term } from '../kinds/kind.ts';
import { type Item, toItem } from './content-items.ts';

interface TermRow {
  pk: string;
  sk: string;
  name: string;
}

const stillAbsent = 'attribute_not_exists(pk)';

/**
 * Writes terms that are not there yet, and does not settle them: a document that is never written leaves none that
 * counts. Those that are there keep their spelling, which `dynamoSpellings` settles when the document has been written. This process writes each once: one that was removed since with its last document is
 * added again by `settleTerms`. What is added during a write goes along with the next one, for all manuscripts together.
 */
export function termWriter(client: DynamoDBClient, table: string): (terms: Term[]) => Promise<void> {
  const written = new Map<string, Promise<void>>();
  let nextBatch: { rows: TermRow[]; done: Promise<void> } | undefined;
  let lastBatch: Promise<unknown> = Promise.resolve();

  const openBatch = () => {
    const rows: TermRow[] = [];
    const done = lastBatch.then(() => {
      nextBatch = undefined;
      return putAbsent(client, table, rows);
    });
    lastBatch = done.catch(() => undefined);
    return { rows, done };
  };
  const add = (row: TermRow): Promise<void> => {
    nextBatch ??= openBatch();
    nextBatch.rows.push(row);
    const { done } = nextBatch;
    written.set(idOf(row), done);
    done.catch(() => written.delete(idOf(row)));
    return done;
  };
  return async (terms) => {
    const rows = terms.map(({ kind, slug, name }) => ({ ...termKey(kind, slug), name }));
    await Promise.all(rows.map((row) => written.get(idOf(row)) ?? add(row)));
  };
}

const idOf = ({ pk, sk }: { pk: string; sk: string }) => `${pk}/${sk}`;

async function putAbsent(client: DynamoDBClient, table: string, rows: TermRow[]): Promise<void> {
  const there = await readAll(
    client,
    table,
    rows.map(({ pk, sk }) => toItem({ pk, sk })),
  );
  const known = new Set(there.map(({ pk, sk }) => `${pk?.S}/${sk?.S}`));
  const puts = rows
    .filter((row) => !known.has(idOf(row)))
    .map((row) => ({ TableName: table, Item: toItem(row), ConditionExpression: stillAbsent }));
  for (let at = 0; at < puts.length; at += mostActions) {
    await putTogether(client, puts.slice(at, at + mostActions));
  }
}

/** DynamoDB's limit for one transaction. */
const mostActions = 100;

async function putTogether(client: DynamoDBClient, puts: Put[]): Promise<void> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: puts.map((Put) => ({ Put })) }));
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    // Another process writes one of them at this moment, so each is put alone.
    await mapConcurrently(puts, { concurrency: 8 }, (put) => putIfAbsent(client, put));
  }
}

type Put = { TableName: string; Item: Item; ConditionExpression: string };

const mostAttempts = 12;

/** DynamoDB refuses a put while a transaction writes the same item, and its client does not retry that. */
async function putIfAbsent(client: DynamoDBClient, put: Put): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(new PutItemCommand(put));
      return;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return;
      if (!(error instanceof TransactionConflictException) || attempt === mostAttempts) throw error;
    }
    await backoff(attempt);
  }
}
