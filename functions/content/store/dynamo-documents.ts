import { type DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Head } from '../contract/document.ts';
import { headKey, revisionKey } from '../contract/table-keys.ts';
import type { DocumentReader } from '../ports.ts';
import { documentsIndex, fromItem, headOf, resultPageOf, toItem } from './content-items.ts';

export function dynamoDocuments(client: DynamoDBClient, table: string): DocumentReader {
  return {
    async head(slug) {
      const get = { TableName: table, Key: toItem(headKey(slug)), ConsistentRead: true };
      const { Item } = await client.send(new GetItemCommand(get));
      return Item && headOf(Item);
    },

    async revisions(slug, limit) {
      const query = new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :revisions)',
        ExpressionAttributeValues: toItem({ ':pk': revisionKey(slug, 0).pk, ':revisions': 'rev#' }),
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit,
      });
      const { Items = [] } = await client.send(query);
      return Items.map((item) => fromItem<Head>(item));
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
