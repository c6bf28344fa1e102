import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { isLive, type StoredHead } from '../contract/document.ts';
import type { ListItem } from '../contract/lists.ts';
import { filenameKey, headKey, listKey, revisionKey } from '../contract/table-keys.ts';
import { listItemsOf } from '../documents/membership.ts';
import type { DocumentWrite, MarkerWrite } from '../ports.ts';
import { documentsIndex, type Item, toItem } from './content-items.ts';
import { resultPut } from './dynamo-uploads.ts';

export interface Tables {
  content: string;
  /** Only for whoever takes in uploads. */
  uploads?: string;
}

const stillAbsent = 'attribute_not_exists(pk)';
const asSeen = '#order = :order AND revisions = :revisions';

/** The file's action comes last: whoever asks for the outcome looks for it there. */
export function actionsOf(tables: Tables, change: DocumentWrite): TransactWriteItem[] {
  const { head, markers = [], name, file } = change;
  return [
    ...[change, ...markers].flatMap((state) => stateActions(tables.content, state)),
    ...(name ? [put(tables.content, { ...filenameKey(name), slug: head.slug })] : []),
    ...(file ? [{ Put: resultPut(tables.uploads, file) }] : []),
  ];
}

const stateActions = (table: string, { seen, head, revision }: MarkerWrite): TransactWriteItem[] => [
  putHead(table, seen, head),
  ...listActions(table, seen, head),
  ...(revision ? [put(table, { ...revisionKey(revision.slug, revision.revision), ...revision })] : []),
];

const put = (table: string, value: object) => ({ Put: { TableName: table, Item: toItem(value) } });

export function putHead(table: string, seen: StoredHead | undefined, head: StoredHead): TransactWriteItem {
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
