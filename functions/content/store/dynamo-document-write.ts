import {
  type CancellationReason,
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { isLive, type StoredHead } from '../contract/document.ts';
import type { ListItem, Membership } from '../contract/lists.ts';
import {
  changedKey,
  filenameKey,
  headKey,
  idKey,
  listKey,
  namesakeKey,
  revisionKey,
} from '../contract/table-keys.ts';
import { basenameOf, titleSlugOf } from '../documents/claim.ts';
import {
  type DocumentWrite,
  movedIds,
  otherConditions,
  type StateWrite,
  storedHead,
  storedRevision,
} from '../documents/document-write.ts';
import { listItemsOf } from '../documents/membership.ts';
import { dueAtOf } from '../documents/schedule.ts';
import type { WriteOutcome } from '../ports.ts';
import { documentsIndex, dueIndex, type Item, toItem } from './content-items.ts';
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
  wanted: DocumentWrite,
): Promise<WriteOutcome> {
  const asSeen = otherConditions(wanted);
  if (!asSeen) return 'overtaken';
  const write = { ...wanted, asSeen };
  const actions = actionsOf(tables, write);
  if (actions.length <= mostActions) return transact(client, actions, write.file && actions.length - 1);
  return write.markers?.length
    ? writeInParts(client, tables, write, write.markers)
    : leaveLists(client, tables, write);
}

/**
 * Markers that do not fit into the document's transaction are written after it, so that none ever leads to nothing;
 * the file gets its result last. But the first is written with the document, where that has its id from there: no id
 * is ever at two addresses. Started again, it finds what was written.
 */
async function writeInParts(
  client: DynamoDBClient,
  tables: Tables,
  { file, ...write }: DocumentWrite,
  [first, ...others]: StateWrite[],
): Promise<WriteOutcome> {
  const together = { ...write, markers: first ? [first] : [] };
  if (actionsOf(tables, together).length > mostActions) return leaveLists(client, tables, together);
  for (const part of [together, ...others]) {
    if ((await writeDocument(client, tables, part)) !== 'written') return 'overtaken';
  }
  return file ? transact(client, [{ Put: resultPut(tables.uploads, file) }], 0) : 'written';
}

/**
 * A document that changes dozens of lists at once needs more actions than one transaction has. What stands at an old
 * slug, or else the document, first leaves as many of its old places as it has to, the last first: those in the lists that
 * readers go by stand before those in lists of what names it. The caller then looks up again and goes on from there.
 */
async function leaveLists(
  client: DynamoDBClient,
  tables: Tables,
  write: DocumentWrite,
): Promise<WriteOutcome> {
  const excess = actionsOf(tables, write).length - mostActions;
  const states = [...(write.markers ?? []), write];
  const [first] = states.flatMap(({ seen, head }) => {
    const left = placesLeft(seen, listItemsOf(storedHead({ seen, head })));
    return seen && left.length ? [{ seen, left }] : [];
  });
  if (!first) throw new Error('A document is in more lists than a transaction can hold');
  const { seen } = first;
  const left = first.left.slice(-Math.min(excess, mostActions - 1));
  const lists = seen.lists.filter((place) => !left.includes(place));
  const head = putHead(tables.content, { seen, head: { ...seen, lists } });
  await transact(client, [head, ...left.map((place) => deletion(tables.content, place))], undefined);
  return 'overtaken';
}

const stillAbsent = 'attribute_not_exists(pk)';
/** The version counts every write. A head from before there were versions is told by what most writes changed. */
const asSeen = ({ version }: StoredHead) =>
  `#order = :order AND revisions = :revisions AND ${
    version === undefined ? 'attribute_not_exists(version)' : 'version = :version'
  }`;

const conditionAsSeen = (seen: StoredHead) => ({
  ConditionExpression: asSeen(seen),
  ExpressionAttributeNames: { '#order': 'order' },
  ExpressionAttributeValues: toItem({
    ':order': seen.order,
    ':revisions': seen.revisions,
    ':version': seen.version,
  }),
});

const checkHead = (table: string, seen: StoredHead): TransactWriteItem => ({
  ConditionCheck: { TableName: table, Key: toItem(headKey(seen.slug)), ...conditionAsSeen(seen) },
});

/** The file's action comes last, where its cancellation reason is looked for. */
function actionsOf(tables: Tables, write: DocumentWrite): TransactWriteItem[] {
  const { markers = [], asSeen: others = [], file } = write;
  return [
    ...others.map((seen) => checkHead(tables.content, seen)),
    ...[write, ...markers].flatMap((state) => stateActions(tables.content, state)),
    ...[...movedIds(write)].map(([id, slug]) => put(tables.content, { ...idKey(id), slug })),
    ...filenameRows(write).map((row) => put(tables.content, row)),
    ...(file ? [{ Put: resultPut(tables.uploads, file) }] : []),
  ];
}

/** The whole path, and its last part with the title that the file brought. */
function filenameRows({ head, revision, filename, likeness }: DocumentWrite): object[] {
  if (!filename) return [];
  const { slug } = head;
  const namesake = namesakeKey(basenameOf(filename), titleSlugOf(revision ?? head));
  return [
    { ...filenameKey(filename), slug },
    { ...namesake, slug, likeness },
  ];
}

/** With its markers, where it has some. */
type State = StateWrite & Pick<DocumentWrite, 'markers'>;

const stateActions = (table: string, state: State): TransactWriteItem[] => [
  putHead(table, state),
  ...listActions(table, state),
  ...revisionActions(table, state),
];

function revisionActions(table: string, state: StateWrite): TransactWriteItem[] {
  const revision = storedRevision(state);
  if (!revision) return [];
  return [put(table, { ...revisionKey(revision.slug, revision.revision, state.head.since), ...revision })];
}

const put = (table: string, value: object) => ({ Put: { TableName: table, Item: toItem(value) } });

function putHead(table: string, state: State): TransactWriteItem {
  const [seen, head] = [state.seen, storedHead(state)];
  const partition = isLive(head) ? documentsIndex.current : documentsIndex.markers;
  const dueAt = dueAtOf(head);
  const due = dueAt === undefined ? {} : { [dueIndex.partition]: dueIndex.key, [dueIndex.sort]: dueAt };
  const indexed = { kept: partition, changed: changedKey(head), ...due };
  const Item = toItem({ ...headKey(head.slug), ...head, kind: head.fields.kind, ...indexed });
  if (!seen) return { Put: { TableName: table, Item, ConditionExpression: stillAbsent } };
  return { Put: { TableName: table, Item, ...conditionAsSeen(seen) } };
}

function listActions(table: string, state: State): TransactWriteItem[] {
  const [seen, head] = [state.seen, storedHead(state)];
  const wanted = listItemsOf(head);
  const left = placesLeft(seen, wanted);
  const shownTheSame = seen?.entry === head.entry && seen.at === head.at;
  if (shownTheSame && seen.lists.length === wanted.length && !left.length) return [];
  return [
    ...left.map((place) => deletion(table, place)),
    ...wanted.map((item) => ({ Put: { TableName: table, Item: listItem(item) } })),
  ];
}

function placesLeft(seen: StoredHead | undefined, wanted: ListItem[]): Membership[] {
  const staying = new Set(wanted.map(({ list, sort }) => `${list}\n${sort}`));
  return seen?.lists.filter(({ list, sort }) => !staying.has(`${list}\n${sort}`)) ?? [];
}

const deletion = (table: string, { list, sort }: Membership): TransactWriteItem => ({
  Delete: { TableName: table, Key: toItem(listKey(list, sort)) },
});

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
