import {
  type CancellationReason,
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { isLive, type StoredHead } from '../contract/document.ts';
import type { ListItem } from '../contract/lists.ts';
import { filenameKey, headKey, listKey, revisionKey } from '../contract/table-keys.ts';
import type { DocumentWrite, StateWrite } from '../documents/document-write.ts';
import { listItemsOf } from '../documents/membership.ts';
import type { WriteOutcome } from '../ports.ts';
import { documentsIndex, type Item, toItem } from './content-items.ts';
import { resultPut } from './dynamo-uploads.ts';

export interface Tables {
  content: string;
  /** Only where uploads are ingested. */
  uploads?: string;
}

/** DynamoDB's limit for one transaction. */
const mostActions = 100;

/**
 * Writes a document's state, its revision and its places in lists in one transaction, so that nobody ever
 * sees one without the other.
 */
export async function writeDocument(
  client: DynamoDBClient,
  tables: Tables,
  write: DocumentWrite,
): Promise<WriteOutcome> {
  const actions = actionsOf(tables, write);
  if (actions.length <= mostActions) return transact(client, actions, write.file && actions.length - 1);
  return write.markers?.length
    ? writeInParts(client, tables, write, write.markers)
    : clearLists(client, tables, write);
}

/**
 * Markers that do not fit into the document's transaction are written after it, so that none ever leads to
 * nothing; the file gets its result last. Started again, it finds what was written.
 */
async function writeInParts(
  client: DynamoDBClient,
  tables: Tables,
  { file, ...write }: DocumentWrite,
  markers: StateWrite[],
): Promise<WriteOutcome> {
  for (const part of [{ ...write, markers: [] }, ...markers]) {
    if ((await writeDocument(client, tables, part)) !== 'written') return 'overtaken';
  }
  return file ? transact(client, [{ Put: resultPut(tables.uploads, file) }], 0) : 'written';
}

/**
 * A document that changes dozens of lists at once needs more actions than one transaction has. It first leaves
 * its lists; the caller then looks up again and goes on from there.
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

const stillAbsent = 'attribute_not_exists(pk)';
const asSeen = '#order = :order AND revisions = :revisions';

/** The file's action comes last, where its cancellation reason is looked for. */
function actionsOf(tables: Tables, write: DocumentWrite): TransactWriteItem[] {
  const { head, markers = [], filename, file } = write;
  return [
    ...[write, ...markers].flatMap((state) => stateActions(tables.content, state)),
    ...(filename ? [put(tables.content, { ...filenameKey(filename), slug: head.slug })] : []),
    ...(file ? [{ Put: resultPut(tables.uploads, file) }] : []),
  ];
}

const stateActions = (table: string, { seen, head, revision }: StateWrite): TransactWriteItem[] => [
  putHead(table, seen, head),
  ...listActions(table, seen, head),
  ...(revision ? [put(table, { ...revisionKey(revision.slug, revision.revision), ...revision })] : []),
];

const put = (table: string, value: object) => ({ Put: { TableName: table, Item: toItem(value) } });

function putHead(table: string, seen: StoredHead | undefined, head: StoredHead): TransactWriteItem {
  const partition = isLive(head) ? documentsIndex.current : documentsIndex.markers;
  const indexed = { kept: partition, changed: `${head.at}#${head.slug}` };
  const Item = toItem({ ...headKey(head.slug), ...head, kind: head.fields.kind, ...indexed });
  if (!seen) return { Put: { TableName: table, Item, ConditionExpression: stillAbsent } };
  return {
    Put: {
      TableName: table,
      Item,
      ConditionExpression: asSeen,
      ExpressionAttributeNames: { '#order': 'order' },
      ExpressionAttributeValues: toItem({ ':order': seen.order, ':revisions': seen.revisions }),
    },
  };
}

function listActions(table: string, seen: StoredHead | undefined, head: StoredHead): TransactWriteItem[] {
  const wanted = listItemsOf(head);
  const staying = new Set(wanted.map(({ list, sort }) => `${list}\n${sort}`));
  const left = seen?.lists.filter(({ list, sort }) => !staying.has(`${list}\n${sort}`)) ?? [];
  const shownTheSame = seen?.entry === head.entry && seen.at === head.at;
  if (shownTheSame && seen.lists.length === wanted.length && !left.length) return [];
  return [
    ...left.map(({ list, sort }) => ({ Delete: { TableName: table, Key: toItem(listKey(list, sort)) } })),
    ...wanted.map((item) => ({ Put: { TableName: table, Item: listItem(item) } })),
  ];
}

const listItem = ({ list, sort, entry, term, border, shard }: ListItem): Item =>
  toItem({
    ...listKey(list, sort),
    list,
    entry,
    term,
    border: border || undefined,
    shard: shard || undefined,
  });

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

/** Reasons to try again: another transaction writes the same items, or the table is throttled. */
const transient = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

function outcomeOf(cause: unknown, reasons: CancellationReason[], fileAt: number | undefined): WriteOutcome {
  const failed = 'ConditionalCheckFailed';
  if (fileAt !== undefined && reasons[fileAt]?.Code === failed) return 'done-before';
  if (reasons.some(({ Code = '' }) => Code === failed || transient.includes(Code))) return 'overtaken';
  throw cause;
}
