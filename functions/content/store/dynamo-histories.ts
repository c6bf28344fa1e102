import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { readAll } from '../../runtime/dynamo-batches.ts';
import type { Revision } from '../contract/document.ts';
import { filenameKey, headKey, revisionKey, termKey } from '../contract/table-keys.ts';
import type { HistoryReader, ResultPage, Wanted } from '../ports.ts';
import { documentsIndex, fromItem, headOf, type Item, resultPageOf, toItem } from './content-items.ts';

const { current, markers } = documentsIndex;
/** Before every instant; keys cannot be empty. */
const beginning = '0';

export function dynamoHistories(client: DynamoDBClient, table: string): HistoryReader {
  const read = (keys: object[]) => readAll(client, table, keys.map(toItem));
  return {
    /** One partition of the index after the other. */
    async allHeads({ limit, after = `${current}/${beginning}` }) {
      const [partition = current] = after.split('/', 1);
      const wanted = { limit, after: after.slice(partition.length + 1) };
      const { items, next } = await changedAfter(partition, wanted);
      const then = partition === current ? `${markers}/${beginning}` : undefined;
      return { items: items.map(headOf), next: next === undefined ? then : `${partition}/${next}` };
    },

    async headOf(slug) {
      const [item] = await read([headKey(slug)]);
      return item && headOf(item);
    },

    async past(slug, { limit, after }) {
      const { pk } = revisionKey(slug, 0);
      const from = after === undefined ? 'rev#' : `rev#${after}~`;
      const query = new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :after AND :last',
        ExpressionAttributeValues: toItem({ ':pk': pk, ':after': from, ':last': 'rev#~' }),
        ConsistentRead: true,
        Limit: limit + 1,
      });
      const { items, next } = resultPageOf(await client.send(query), limit, 'sk');
      return { items: items.map(revisionIn), next: next?.slice('rev#'.length) };
    },

    async namesFor(slug, names) {
      const rows = await read(names.map(filenameKey));
      const standing = new Set(rows.filter((row) => row.slug?.S === slug).map(({ pk }) => pk?.S));
      return names.filter((name) => standing.has(filenameKey(name).pk));
    },

    async spelled(names) {
      const rows = await read(names.map(({ kind, slug }) => termKey(kind, slug)));
      const spelling = new Map(rows.map(({ pk, sk, name }) => [`${pk?.S}/${sk?.S}`, name?.S]));
      return names.map(({ kind, slug, name }) => {
        const { pk, sk } = termKey(kind, slug);
        return { kind, slug, name: spelling.get(`${pk}/${sk}`) ?? name };
      });
    },
  };

  async function changedAfter(partition: string, { limit, after }: Wanted): Promise<ResultPage<Item>> {
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
