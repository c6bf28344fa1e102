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
import { type Item, toItem } from './content-items.ts';

interface NameRow {
  pk: string;
  sk: string;
  name: string;
}

const stillAbsent = 'attribute_not_exists(pk)';

/**
 * Writes names that are not there yet. The first to write a name settles how it is spelled: pages that show it
 * would else have to change. Names are never taken away, so those this process has written are not written again;
 * what is asked for while others are being written goes along with the next call, for all manuscripts at once.
 */
export function termsKeeper(client: DynamoDBClient, table: string): (rows: NameRow[]) => Promise<void> {
  const kept = new Map<string, Promise<void>>();
  let gathering: { rows: NameRow[]; done: Promise<void> } | undefined;
  let before: Promise<unknown> = Promise.resolve();

  const begin = () => {
    const rows: NameRow[] = [];
    const done = before.then(() => {
      gathering = undefined;
      return keepFirst(client, table, rows);
    });
    before = done.catch(() => undefined);
    return { rows, done };
  };
  const keep = (row: NameRow): Promise<void> => {
    gathering ??= begin();
    gathering.rows.push(row);
    const { done } = gathering;
    kept.set(idOf(row), done);
    done.catch(() => kept.delete(idOf(row)));
    return done;
  };
  return async (rows) => {
    await Promise.all(rows.map((row) => kept.get(idOf(row)) ?? keep(row)));
  };
}

const idOf = ({ pk, sk }: NameRow) => `${pk}/${sk}`;

async function keepFirst(client: DynamoDBClient, table: string, rows: NameRow[]): Promise<void> {
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

/** DynamoDB takes no more in one transaction. */
const mostActions = 100;

async function putTogether(client: DynamoDBClient, puts: Put[]): Promise<void> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: puts.map((Put) => ({ Put })) }));
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    // Another process brings one of them at this moment: each for itself, then.
    await Promise.all(puts.map((put) => putIfAbsent(client, put)));
  }
}

type Put = { TableName: string; Item: Item; ConditionExpression: string };

const mostAttempts = 12;

/** Where a transaction is at the same item DynamoDB refuses, and its client does not ask again by itself. */
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
