import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { type ListItem, termLists } from '../contract/lists.ts';
import { listKey, termKey } from '../contract/table-keys.ts';
import type { ListReader, PageRequest, ResultPage, TermReader } from '../ports.ts';
import { fromItem, type Item, resultPageOf, toItem } from './content-items.ts';

/** Lists and terms, read consistently from the table's own items; an index would show changes late. */
export function dynamoLists(client: DynamoDBClient, table: string): ListReader & TermReader {
  return {
    async list(list, request) {
      const { items, next } = await readPage(listKey(list, '').pk, request, { newestFirst: true });
      return { items: items.map((item) => fromItem<ListItem>(item)), next };
    },

    async terms(kind, request) {
      const { items, next } = await readPage(termKey(kind, '').pk, request, { newestFirst: false });
      const rows = items.map((item) => fromItem<{ sk: string; name: string }>(item));
      const used = await mapConcurrently(rows, { concurrency: 8 }, ({ sk }) =>
        hasItems(termLists[kind] + sk),
      );
      return { items: rows.filter((_, at) => used[at]).map(({ sk, name }) => ({ slug: sk, name })), next };
    },
  };

  async function readPage(
    pk: string,
    { limit, after }: PageRequest,
    { newestFirst }: { newestFirst: boolean },
  ): Promise<ResultPage<Item>> {
    const query = new QueryCommand({
      TableName: table,
      KeyConditionExpression: after ? `pk = :pk AND sk ${newestFirst ? '<' : '>'} :after` : 'pk = :pk',
      ExpressionAttributeValues: toItem({ ':pk': pk, ':after': after }),
      ScanIndexForward: !newestFirst,
      ConsistentRead: true,
      // One more than asked for shows whether there is another page.
      Limit: limit + 1,
    });
    return resultPageOf(await client.send(query), limit, 'sk');
  }

  async function hasItems(list: string): Promise<boolean> {
    const query = new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: toItem({ ':pk': listKey(list, '').pk }),
      ProjectionExpression: 'pk',
      ConsistentRead: true,
      Limit: 1,
    });
    return Boolean((await client.send(query)).Items?.length);
  }
}
