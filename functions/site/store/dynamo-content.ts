import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { StoredHead } from '../../content/contract/document.ts';
import { type List, type ListItem, lastToldOf } from '../../content/contract/lists.ts';
import { headKey, idKey, listKey, termKey } from '../../content/contract/table-keys.ts';
import { readAll } from '../../runtime/dynamo-batches.ts';
import type {
  Content,
  ListEntry,
  ListPosition,
  ListRange,
  LookUp,
  LookUpResult,
  TermName,
} from '../ports.ts';

type Item = Record<string, AttributeValue>;

/** The content table as the site reads it: consistent reads of the table itself, never of an index. */
export function dynamoContent(client: DynamoDBClient, table: string): Content {
  const query = (input: Partial<QueryCommandInput>) =>
    client.send(new QueryCommand({ TableName: table, ConsistentRead: true, ...input }));

  /** A query answers at most 1 MB: goes on until `count` items are there or the list ends. */
  const queryRange = async (list: List, wanted: ListRange, shape: Partial<QueryCommandInput>) => {
    const items: Item[] = [];
    if (!isPossible(listKey(list, '~'))) return [];
    const range = rangeOf(list, wanted);
    let start: Item | undefined;
    do {
      const more = { ExclusiveStartKey: start, Limit: wanted.count - items.length };
      const answer = await query({ ...range, ...merged(range, shape), ...more });
      items.push(...(answer.Items ?? []));
      start = answer.LastEvaluatedKey;
    } while (start && items.length < wanted.count);
    return items.map(rowOf);
  };

  return {
    lookUp: (wanted) => lookUp(client, table, wanted),
    entries: async (list, wanted) => (await queryRange(list, wanted, {})).map(entryOf),
    positions: async (list, wanted) => (await queryRange(list, wanted, positionShape)).map(positionOf),
    async openings(list, below) {
      const range = rangeOf(list, { towards: 'older', below, count: 0 });
      const answer = await query({ ...range, ...merged(range, openingShape) });
      const next = answer.LastEvaluatedKey?.sk?.S;
      const slugs = (answer.Items ?? []).map((item) => positionOf(rowOf(item)).slug);
      return { slugs, ...(next ? { next } : {}) };
    },
    async terms(kind, count, after) {
      const answer = await query({ ...startOf(termKey(kind, '').pk, after), Limit: count });
      return (answer.Items ?? []).map((item) => termOf(rowOf(item)));
    },
    async termsUpTo(kind, slug, count) {
      if (!isPossible(termKey(kind, slug))) return [];
      const range = {
        KeyConditionExpression: 'pk = :pk AND sk <= :slug',
        ExpressionAttributeValues: { ':pk': { S: termKey(kind, '').pk }, ':slug': { S: slug } },
      };
      const answer = await query({ ...range, ScanIndexForward: false, Limit: count });
      return (answer.Items ?? []).map((item) => termOf(rowOf(item)));
    },
  };
}

/** Documents and terms by their keys, in as few calls as there can be. */
async function lookUp(
  client: DynamoDBClient,
  table: string,
  { documents, terms, ids = [] }: LookUp,
): Promise<LookUpResult> {
  const heads = documents.map((slug) => ({ id: slug, key: headKey(slug) }));
  const names = terms.map(({ kind, slug }) => ({ id: `${kind}/${slug}`, key: termKey(kind, slug) }));
  const moved = ids.map((id) => ({ id, key: idKey(id) }));
  // Each key once: DynamoDB refuses a call that names one twice.
  const keys = new Map([...heads, ...names, ...moved].map(({ key }) => [idOf(key), key]));
  const items = await readAll(
    client,
    table,
    [...keys.values()].filter(isPossible).map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } })),
  );
  const found = new Map(items.map((item) => rowOf(item)).map((row) => [idOf(row), row]));
  const rowsOf = (wanted: typeof heads) =>
    wanted.flatMap(({ id, key }) => {
      const row = found.get(idOf(key));
      return row ? [{ id, row }] : [];
    });
  return {
    documents: new Map(rowsOf(heads).map(({ id, row }) => [id, headOf(row)])),
    terms: new Map(rowsOf(names).map(({ id, row }) => [id, termOf(row).name])),
    slugs: new Map(rowsOf(moved).map(({ id, row }) => [id, headOf(row).slug])),
  };
}

interface Key {
  pk: string;
  sk: string;
}

const idOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

/** Readers ask for any path. DynamoDB has no item with a longer key (in bytes), and refuses to look for one. */
const isPossible = ({ pk, sk }: Key): boolean =>
  Buffer.byteLength(pk) <= 2048 && sk !== '' && Buffer.byteLength(sk) <= 1024;

/** Only what planning needs: a tenth of the entry. */
const positionShape = {
  ProjectionExpression: '#sk, #entry.#slug, #entry.#published, #entry.#updated, #border, #shard',
  ExpressionAttributeNames: {
    '#sk': 'sk',
    '#entry': 'entry',
    '#slug': 'slug',
    '#published': 'published',
    '#updated': 'updated',
    '#border': 'border',
    '#shard': 'shard',
  },
};

const openingShape = {
  ...positionShape,
  FilterExpression: '#border = :yes',
  ExpressionAttributeValues: { ':yes': { BOOL: true } },
};

const merged = (range: Partial<QueryCommandInput>, shape: Partial<QueryCommandInput>) => ({
  ...shape,
  ExpressionAttributeValues: { ...range.ExpressionAttributeValues, ...shape.ExpressionAttributeValues },
});

function rangeOf(list: List, range: ListRange): Partial<QueryCommandInput> {
  const bound = boundOf(range);
  return {
    KeyConditionExpression: bound ? `pk = :pk AND sk ${bound.is} :sk` : 'pk = :pk',
    ExpressionAttributeValues: {
      ':pk': { S: listKey(list, '').pk },
      ...(bound ? { ':sk': { S: bound.sort } } : {}),
    },
    ScanIndexForward: range.towards === 'newer',
  };
}

function boundOf(range: ListRange): { is: string; sort: string } | undefined {
  if (range.towards === 'newer') return { is: '>', sort: range.above };
  if (range.from !== undefined) return { is: '<=', sort: range.from };
  return range.below === undefined ? undefined : { is: '<', sort: range.below };
}

const startOf = (pk: string, after?: string): Partial<QueryCommandInput> => ({
  KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
  ExpressionAttributeValues: { ':pk': { S: pk }, ...(after === undefined ? {} : { ':after': { S: after } }) },
});

/** An item of a list or of a term. A list item's `sort` is its sort key. */
type Row = Key & Omit<ListItem, 'sort'> & { name: string; settled?: boolean };

/** Only the content room writes the table's items, and it validates them: the one place where they are trusted. */
const rowOf = (item: Item): Row => unmarshall(item) as Row;
const headOf = (row: Key): StoredHead => row as unknown as StoredHead;

const entryOf = ({ sk, entry, border }: Row): ListEntry => ({ sort: sk, entry, border: border ?? false });

const positionOf = ({ sk, entry, border, shard }: Row): ListPosition => ({
  sort: sk,
  slug: entry.slug,
  updated: lastToldOf(entry),
  border: border ?? false,
  shard: shard ?? false,
});

const termOf = ({ sk, name, settled }: Row): TermName => ({ slug: sk, name, settled: settled === true });
