import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { type ListItem, listOf } from '../contract/lists.ts';
import { listKey, termKey } from '../contract/table-keys.ts';
import type { ListReader, PageRequest, ResultPage, TermReader } from '../ports.ts';
import { fromItem, type Item, resultPageOf, toItem } from './content-items.ts';

/** Terms that are looked at for one page, about. Those without a list are few: a term goes with its last document. */
export const mostTermsRead = 300;
const fewestTermsRead = 10;
/** Lists at once of which is asked whether they have items. */
const concurrency = 25;

/** Lists and terms, read consistently from the table's own items; an index would show changes late. */
export function dynamoLists(client: DynamoDBClient, table: string): ListReader & TermReader {
  return {
    async list(list, request) {
      const { items, next } = await readPage(listKey(list, '').pk, request, { newestFirst: true });
      return { items: items.map((item) => fromItem<ListItem>(item)), next };
    },

    async terms(kind, { limit, after }) {
      const { pk } = termKey(kind, '');
      const used: { slug: string; name: string }[] = [];
      let last = after;
      for (let seen = 0; seen < mostTermsRead; ) {
        // One more than asked for shows whether there is another page.
        const request = { limit: Math.max(limit + 1 - used.length, fewestTermsRead), after: last };
        const { items, next } = await readPage(pk, request, { newestFirst: false });
        const rows = items.map((item) => fromItem<{ sk: string; name: string }>(item));
        const hasList = await mapConcurrently(rows, { concurrency }, ({ sk: slug }) =>
          hasItems(listOf({ kind, slug })),
        );
        used.push(...rows.filter((_, at) => hasList[at]).map(({ sk: slug, name }) => ({ slug, name })));
        if (used.length > limit) return { items: used.slice(0, limit), next: used[limit - 1]?.slug };
        if (next === undefined) return { items: used };
        seen += rows.length;
        last = next;
      }
      return { items: used, next: last };
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
