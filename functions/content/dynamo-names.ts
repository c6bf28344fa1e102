import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { readAll } from '../runtime/dynamo-batches.ts';
import { toItem } from './content-items.ts';

interface NameRow {
  pk: string;
  sk: string;
  name: string;
}

const stillAbsent = 'attribute_not_exists(pk)';

/** Writes the names that are not there yet. The first to write a name settles how it is spelled: pages that
 *  show it would else have to change. */
export async function keepFirst(client: DynamoDBClient, table: string, rows: NameRow[]): Promise<void> {
  const there = await readAll(
    client,
    table,
    rows.map(({ pk, sk }) => toItem({ pk, sk })),
  );
  const known = new Set(there.map(({ pk, sk }) => `${pk?.S}/${sk?.S}`));
  const puts = rows
    .filter(({ pk, sk }) => !known.has(`${pk}/${sk}`))
    .map((row) => ({ TableName: table, Item: toItem(row), ConditionExpression: stillAbsent }));
  if (!puts.length) return;
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: puts.map((Put) => ({ Put })) }));
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    // Another manuscript brings one of them at this moment: each for itself, then.
    await Promise.all(puts.map((put) => putIfAbsent(client, put)));
  }
}

type Put = ConstructorParameters<typeof PutItemCommand>[0];

async function putIfAbsent(client: DynamoDBClient, put: Put): Promise<void> {
  await client.send(new PutItemCommand(put)).catch((error: unknown) => {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  });
}
