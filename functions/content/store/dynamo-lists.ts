import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { type ListItem, termLists } from '../contract/lists.ts';
import { listKey, termKey } from '../contract/table-keys.ts';
import type { ListReader, ResultPage, TermReader, Wanted } from '../ports.ts';
import { fromItem, type Item, resultPageOf, toItem } from './content-items.ts';

/** Lists and names, read from the table's own items: an index would show them late. */
export function dynamoLists(client: DynamoDBClient, table: string): ListReader & TermReader {
  return {
    async list(list, wanted) {
      const { items, next } = await stretch(listKey(list, '').pk, wanted, { newestFirst: true });
      return { items: items.map((item) => fromItem<ListItem>(item)), next };
    },

    async names(kind, wanted) {
      const { items, next } = await stretch(termKey(kind, '').pk, wanted, { newestFirst: false });
      const found = items.map((item) => fromItem<{ sk: string; name: string }>(item));
      const used = await Promise.all(found.map(({ sk }) => hasItems(termLists[kind] + sk)));
      return { items: found.filter((_, at) => used[at]).map(({ sk, name }) => ({ slug: sk, name })), next };
    },
  };

  async function stretch(
    pk: string,
    { limit, after }: Wanted,
    { newestFirst }: { newestFirst: boolean },
  ): Promise<ResultPage<Item>> {
    const query = new QueryCommand({
      TableName: table,
      KeyConditionExpression: after ? `pk = :pk AND sk ${newestFirst ? '<' : '>'} :after` : 'pk = :pk',
      ExpressionAttributeValues: toItem({ ':pk': pk, ':after': after }),
      ScanIndexForward: !newestFirst,
      ConsistentRead: true,
      // One more than wanted tells whether there is more.
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
