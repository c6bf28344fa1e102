import {
  type CancellationReason,
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  documentsIndex,
  headKey,
  type Item,
  listKey,
  nameKey,
  revisionKey,
  toItem,
} from './content-items.ts';
import { resultPut } from './dynamo-uploads.ts';
import type { ListItem } from './list.ts';
import { listItemsOf } from './membership.ts';
import type { DocumentWrite, MarkerWrite, WriteOutcome } from './ports.ts';
import { isLive, type StoredHead } from './stored-head.ts';

export interface Tables {
  content: string;
  /** Only for whoever takes in uploads. */
  uploads?: string;
}

/** DynamoDB takes no more in one transaction. */
const mostActions = 100;

const stillAbsent = 'attribute_not_exists(pk)';
const asSeen = '#order = :order AND revisions = :revisions';

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

/** The file's action comes last: `outcomeOf` looks for it there. */
function actionsOf(tables: Tables, change: DocumentWrite): TransactWriteItem[] {
  const { head, markers = [], name, file } = change;
  return [
    ...[change, ...markers].flatMap((state) => stateActions(tables.content, state)),
    ...(name ? [put(tables.content, { ...nameKey(name), slug: head.slug })] : []),
    ...(file ? [{ Put: resultPut(tables.uploads, file) }] : []),
  ];
}

const stateActions = (table: string, { seen, head, revision }: MarkerWrite): TransactWriteItem[] => [
  putHead(table, seen, head),
  ...listActions(table, seen, head),
  ...(revision ? [put(table, { ...revisionKey(revision.slug, revision.revision), ...revision })] : []),
];

const put = (table: string, value: object) => ({ Put: { TableName: table, Item: toItem(value) } });

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

function putHead(table: string, seen: StoredHead | undefined, head: StoredHead): TransactWriteItem {
  const kept = isLive(head) ? documentsIndex.kept : documentsIndex.markers;
  const indexed = { kept, changed: `${head.at}#${head.slug}` };
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
  const keep = new Set(wanted.map(({ list, sort }) => `${list}\n${sort}`));
  const gone = seen?.lists.filter(({ list, sort }) => !keep.has(`${list}\n${sort}`)) ?? [];
  const shownTheSame = seen?.entry === head.entry && seen.at === head.at;
  if (shownTheSame && seen.lists.length === wanted.length && !gone.length) return [];
  return [
    ...gone.map(({ list, sort }) => ({ Delete: { TableName: table, Key: toItem(listKey(list, sort)) } })),
    ...wanted.map((item) => ({ Put: { TableName: table, Item: listItem(item) } })),
  ];
}

const listItem = ({ list, sort, entry, border, shard }: ListItem): Item =>
  toItem({ ...listKey(list, sort), list, entry, border: border || undefined, shard: shard || undefined });

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
