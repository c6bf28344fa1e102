import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { readAll } from '../../runtime/dynamo-batches.ts';
import { type Item, itemOf, readItem } from '../../runtime/dynamo-items.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { News, NewsItem } from '../issues/ports.ts';
import { markKey, newsKey, newsStartKey } from '../table-keys.ts';
import { fromItem } from './dynamo-rows.ts';

const concurrency = 8;

/**
 * Which list had which article, in the newsletters table. The mark decides: an article with a mark is no news, though its
 * row in the queue be left over from a function that died in between. So nothing here needs a transaction.
 */
export function dynamoNews(client: DynamoDBClient, table: string): News {
  const put = (Item: Item, ConditionExpression?: string) =>
    client.send(new PutItemCommand({ TableName: table, Item, ConditionExpression }));
  const remove = (key: object, condition: object = {}) =>
    client.send(new DeleteItemCommand({ TableName: table, Key: itemOf(key), ...condition }));
  const putMark = async (list: string, piece: string, issue: string) => {
    const mark = itemOf({ ...markKey(list, piece), piece, issue });
    await put(mark, 'attribute_not_exists(pk)').catch(unlessRefused);
    await remove(newsKey(list, piece));
  };
  const queue = (list: string, item: NewsItem) => put(itemOf({ ...newsKey(list, item.id), ...item }));
  const marked = async (list: string, pieces: readonly string[]) => {
    const keys = [...new Set(pieces)].map((piece) => itemOf(markKey(list, piece)));
    const items = await readAll(client, table, keys);
    return new Map(items.map(({ piece, issue }) => [piece?.S ?? '', issue?.S ?? '']));
  };
  return {
    async starts() {
      const rows = await rowsUnder(client, table, newsStartKey('').pk, '');
      return new Map(rows.map(({ sk, start }) => [sk?.S ?? '', start?.S ?? '']));
    },
    start: (list, proposed) => startOf(client, table, list, proposed),
    async add(list, item) {
      if (!(await readItem(client, table, markKey(list, item.id)))) await queue(list, item);
    },
    async skip(list, piece) {
      if (!(await readItem(client, table, newsKey(list, piece)))) await putMark(list, piece, '');
    },
    async all(list) {
      const rows = await rowsUnder(client, table, newsKey(list, '').pk, '');
      const marks = new Map(
        rows.flatMap(({ piece, issue }) => (piece?.S ? [[piece.S, issue?.S ?? ''] as const] : [])),
      );
      const queued = rows.filter(({ piece }) => !piece).map((row) => fromItem<NewsItem>(row));
      return { waiting: unmarked(queued, marks), marks };
    },
    async waiting(list) {
      const rows = await rowsUnder(client, table, newsKey(list, '').pk, newsKey(list, '').sk);
      const items = rows.map((row) => fromItem<NewsItem>(row));
      const had = await marked(
        list,
        items.map(({ id }) => id),
      );
      return unmarked(items, had);
    },
    carried: marked,
    async mark(list, pieces, issue) {
      await mapConcurrently(pieces, { concurrency }, ({ id }) => putMark(list, id, issue));
    },
    async unmark(list, pieces, issue) {
      const had = await marked(
        list,
        pieces.map(({ id }) => id),
      );
      const own = pieces.filter(({ id }) => had.get(id) === issue);
      const ofIssue = {
        ConditionExpression: 'issue = :issue',
        ExpressionAttributeValues: itemOf({ ':issue': issue }),
      };
      await mapConcurrently(own, { concurrency }, async (item) => {
        await queue(list, item);
        await remove(markKey(list, item.id), ofIssue).catch(unlessRefused);
      });
    },
  };
}

/** Newest first. */
const unmarked = (items: NewsItem[], marks: ReadonlyMap<string, string>): NewsItem[] =>
  items.filter(({ id }) => !marks.has(id)).sort((one, other) => (one.first < other.first ? 1 : -1));

/** Sets it once. */
async function startOf(
  client: DynamoDBClient,
  table: string,
  list: string,
  proposed: string,
): Promise<string> {
  const update = new UpdateItemCommand({
    TableName: table,
    Key: itemOf(newsStartKey(list)),
    UpdateExpression: 'SET #start = if_not_exists(#start, :proposed)',
    ExpressionAttributeNames: { '#start': 'start' },
    ExpressionAttributeValues: itemOf({ ':proposed': proposed }),
    ReturnValues: 'ALL_NEW',
  });
  const { Attributes } = await client.send(update);
  return Attributes?.start?.S ?? proposed;
}

async function rowsUnder(client: DynamoDBClient, table: string, pk: string, prefix: string): Promise<Item[]> {
  const input = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: prefix ? 'pk = :pk AND begins_with(sk, :prefix)' : 'pk = :pk',
    ExpressionAttributeValues: itemOf({ ':pk': pk, ':prefix': prefix || undefined }),
  };
  const rows: Item[] = [];
  for await (const { Items = [] } of paginateQuery({ client }, input)) rows.push(...Items);
  return rows;
}

/** A failed condition is an expected answer: it has a mark already, or has none any more. */
function unlessRefused(cause: unknown): void {
  if (!(cause instanceof ConditionalCheckFailedException)) throw cause;
}
