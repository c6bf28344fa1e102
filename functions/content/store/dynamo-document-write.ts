import {
  type CancellationReason,
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { listKey } from '../contract/table-keys.ts';
import type { DocumentWrite, MarkerWrite, WriteOutcome } from '../ports.ts';
import { toItem } from './content-items.ts';
import { actionsOf, putHead, type Tables } from './dynamo-document-actions.ts';
import { resultPut } from './dynamo-uploads.ts';

/** DynamoDB takes no more in one transaction. */
const mostActions = 100;

/**
 * Writes a document's state, its revision and its places in lists in one transaction, so that nobody ever
 * sees one without the other.
 */
export async function writeDocument(
  client: DynamoDBClient,
  tables: Tables,
  change: DocumentWrite,
): Promise<WriteOutcome> {
  const actions = actionsOf(tables, change);
  if (actions.length <= mostActions) return transact(client, actions, change.file && actions.length - 1);
  return change.markers?.length
    ? writeInParts(client, tables, change, change.markers)
    : clearLists(client, tables, change);
}

/**
 * Markers that need more actions than one transaction has come after their document, so that none ever leads
 * to nothing; the file has its result when all of it is there. Begun again, it finds what was written.
 */
async function writeInParts(
  client: DynamoDBClient,
  tables: Tables,
  { file, ...change }: DocumentWrite,
  markers: MarkerWrite[],
): Promise<WriteOutcome> {
  for (const part of [{ ...change, markers: [] }, ...markers]) {
    if ((await writeDocument(client, tables, part)) !== 'written') return 'overtaken';
  }
  return file ? transact(client, [{ Put: resultPut(tables.uploads, file) }], 0) : 'written';
}

/**
 * A document that changes all of its dozens of lists at once needs more actions than one transaction has. It
 * first leaves its lists; whoever asked then looks again and goes on from there.
 */
async function clearLists(
  client: DynamoDBClient,
  tables: Tables,
  { seen }: DocumentWrite,
): Promise<WriteOutcome> {
  if (!seen) throw new Error('A new document is in more lists than a transaction can hold');
  const deletions = seen.lists.map(({ list, sort }) => ({
    Delete: { TableName: tables.content, Key: toItem(listKey(list, sort)) },
  }));
  await transact(client, [putHead(tables.content, seen, { ...seen, lists: [] }), ...deletions], undefined);
  return 'overtaken';
}

async function transact(
  client: DynamoDBClient,
  TransactItems: TransactWriteItem[],
  fileAt: number | undefined,
): Promise<WriteOutcome> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems }));
    return 'written';
  } catch (cause) {
    if (!(cause instanceof TransactionCanceledException)) throw cause;
    return outcomeOf(cause, cause.CancellationReasons ?? [], fileAt);
  }
}

/** Reasons that pass by themselves: another transaction is at the same items, or the table is busy. */
const passing = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

function outcomeOf(cause: unknown, reasons: CancellationReason[], fileAt: number | undefined): WriteOutcome {
  const failed = 'ConditionalCheckFailed';
  if (fileAt !== undefined && reasons[fileAt]?.Code === failed) return 'done-before';
  if (reasons.some(({ Code = '' }) => Code === failed || passing.includes(Code))) return 'overtaken';
  throw cause;
}
