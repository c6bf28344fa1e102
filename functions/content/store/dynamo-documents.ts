import { type DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { readAll } from '../../runtime/dynamo-batches.ts';
import type { Revision } from '../contract/document.ts';
import { filenameKey, headKey, idKey, revisionKey, revisionPrefix, termKey } from '../contract/table-keys.ts';
import type { DocumentReader, DueDocuments, HistoryReader, PageRequest, ResultPage } from '../ports.ts';
import {
  documentsIndex,
  dueIndex,
  fromItem,
  headOf,
  type Item,
  resultPageOf,
  toItem,
} from './content-items.ts';

/** The documents as editors see them. */
export function dynamoDocuments(client: DynamoDBClient, table: string): DocumentReader {
  return {
    async head(slug) {
      const get = { TableName: table, Key: toItem(headKey(slug)), ConsistentRead: true };
      const { Item } = await client.send(new GetItemCommand(get));
      return Item && headOf(Item);
    },

    async heads({ slugs, ids }) {
      const keys = [...new Set(slugs)].map(headKey);
      const items = await readAll(client, table, [...keys, ...[...new Set(ids)].map(idKey)].map(toItem));
      const isHead = ({ sk }: Item) => sk?.S === headKey('').sk;
      const moved = items
        .filter((item) => !isHead(item))
        .map((item) => [idIn(item), item.slug?.S ?? ''] as const);
      const heads = items.filter(isHead).map(headOf);
      return { heads: new Map(heads.map((head) => [head.slug, head])), slugs: new Map(moved) };
    },

    async revisions(slug, limit, since) {
      const query = new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :revisions)',
        ExpressionAttributeValues: toItem({
          ':pk': revisionKey(slug, 0).pk,
          ':revisions': revisionPrefix(since),
        }),
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit,
      });
      const { Items = [] } = await client.send(query);
      return Items.map(revisionIn);
    },

    async revision(slug, revision, since) {
      const get = { TableName: table, Key: toItem(revisionKey(slug, revision, since)), ConsistentRead: true };
      const { Item } = await client.send(new GetItemCommand(get));
      return Item && revisionIn(Item);
    },

    async documents({ limit, after }) {
      const query = new QueryCommand({
        TableName: table,
        IndexName: documentsIndex.name,
        KeyConditionExpression: after ? 'kept = :kept AND #changed < :after' : 'kept = :kept',
        ExpressionAttributeNames: after ? { '#changed': 'changed' } : undefined,
        ExpressionAttributeValues: toItem({ ':kept': documentsIndex.current, ':after': after }),
        ScanIndexForward: false,
        Limit: limit + 1,
      });
      const { items, next } = resultPageOf(await client.send(query), limit, 'changed');
      return { items: items.map(headOf), next };
    },
  };
}

/** What happens to documents by itself. */
export const dynamoDue = (client: DynamoDBClient, table: string): DueDocuments => ({
  async due(now, limit) {
    const query = new QueryCommand({
      TableName: table,
      IndexName: dueIndex.name,
      KeyConditionExpression: '#key = :key AND #at <= :now',
      ExpressionAttributeNames: { '#key': dueIndex.partition, '#at': dueIndex.sort },
      ExpressionAttributeValues: toItem({ ':key': dueIndex.key, ':now': now }),
      Limit: limit,
    });
    const { Items = [] } = await client.send(query);
    return Items.map(({ pk }) => (pk?.S ?? '').slice(headKey('').pk.length));
  },
});

const idIn = ({ pk }: Item): string => (pk?.S ?? '').slice(idKey('').pk.length);

const { current, markers } = documentsIndex;
/** Before every instant; keys cannot be empty. */
const beginning = '0';

/** All documents with their past, for backups. */
export function dynamoHistories(client: DynamoDBClient, table: string): HistoryReader {
  const read = (keys: object[]) => readAll(client, table, keys.map(toItem));
  return {
    /** One partition of the index after the other: a page that reaches the end of the first goes on in the second. */
    async allHeads({ limit, after = `${current}/${beginning}` }) {
      const [partition = current] = after.split('/', 1);
      const request = { limit, after: after.slice(partition.length + 1) };
      const { items, next } = await changedAfter(partition, request);
      const heads = items.map(headOf);
      if (next !== undefined) return { items: heads, next: `${partition}/${next}` };
      if (partition !== current) return { items: heads };
      const left = limit - items.length;
      const more = await changedAfter(markers, { limit: Math.max(left, 1), after: beginning });
      if (left < 1) return { items: heads, next: more.items.length ? `${markers}/${beginning}` : undefined };
      const nextMarker = more.next === undefined ? undefined : `${markers}/${more.next}`;
      return { items: [...heads, ...more.items.map(headOf)], next: nextMarker };
    },

    async headOf(slug) {
      const [item] = await read([headKey(slug)]);
      return item && headOf(item);
    },

    async past(slug, { limit, after, since }) {
      const { pk } = revisionKey(slug, 0);
      const prefix = revisionPrefix(since);
      const from = after === undefined ? prefix : `${prefix}${after}~`;
      const query = new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :after AND :last',
        ExpressionAttributeValues: toItem({ ':pk': pk, ':after': from, ':last': `${prefix}~` }),
        ConsistentRead: true,
        Limit: limit + 1,
      });
      const { items, next } = resultPageOf(await client.send(query), limit, 'sk');
      return { items: items.map(revisionIn), next: next?.slice(prefix.length) };
    },

    async withoutRevision(heads) {
      const keys = heads.map(({ slug, revision, since }) => revisionKey(slug, revision, since));
      const stored = new Set((await read(keys)).map(({ pk, sk }) => `${pk?.S}/${sk?.S}`));
      return new Set(
        heads.flatMap(({ slug }, at) => (stored.has(`${keys[at]?.pk}/${keys[at]?.sk}`) ? [] : slug)),
      );
    },

    async filenamesFor(slug, filenames) {
      const rows = await read(filenames.map(filenameKey));
      const standing = new Set(rows.filter((row) => row.slug?.S === slug).map(({ pk }) => pk?.S));
      return filenames.filter((filename) => standing.has(filenameKey(filename).pk));
    },

    async spelled(terms) {
      const rows = await read(terms.map(({ kind, slug }) => termKey(kind, slug)));
      const spelling = new Map(rows.map(({ pk, sk, name }) => [`${pk?.S}/${sk?.S}`, name?.S]));
      return terms.map(({ kind, slug, name }) => {
        const { pk, sk } = termKey(kind, slug);
        return { kind, slug, name: spelling.get(`${pk}/${sk}`) ?? name };
      });
    },
  };

  async function changedAfter(partition: string, { limit, after }: PageRequest): Promise<ResultPage<Item>> {
    const query = new QueryCommand({
      TableName: table,
      IndexName: documentsIndex.name,
      KeyConditionExpression: 'kept = :kept AND #changed > :after',
      ExpressionAttributeNames: { '#changed': 'changed' },
      ExpressionAttributeValues: toItem({ ':kept': partition, ':after': after }),
      Limit: limit + 1,
    });
    return resultPageOf(await client.send(query), limit, 'changed');
  }
}

function revisionIn({ pk, sk, ...item }: Item): Revision {
  return fromItem<Revision>(item);
}
