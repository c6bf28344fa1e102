import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  paginateQuery,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { writeAll } from '../../runtime/dynamo-batches.ts';
import type { Revision } from '../contract/document.ts';
import {
  begunKey,
  filenameKey,
  namesakeKey,
  revisionKey,
  revisionPrefix,
  sinceIn,
} from '../contract/table-keys.ts';
import { basenameOf } from '../documents/claim.ts';
import type { ErasableDocuments, ErasableUploads } from '../removal/ports.ts';
import { documentsIndex, fromItem, type Item, toItem } from './content-items.ts';
import { resultKey, uploadKey } from './dynamo-uploads.ts';

/** Revisions, names of files and markers in the content table. */
export function dynamoErasableDocuments(client: DynamoDBClient, table: string): ErasableDocuments {
  const query = async (input: object): Promise<Item[]> => {
    const items: Item[] = [];
    const pages = paginateQuery({ client }, { TableName: table, ...input });
    for await (const { Items = [] } of pages) items.push(...Items);
    return items;
  };
  return {
    async revisionsUpTo(slug, order, since) {
      const items = await query({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :revisions)',
        FilterExpression: '#order <= :order',
        ExpressionAttributeNames: { '#order': 'order' },
        ExpressionAttributeValues: toItem({
          ':pk': revisionKey(slug, 0).pk,
          ':revisions': revisionPrefix(since),
          ':order': order,
        }),
        ConsistentRead: true,
      });
      return items.map(({ pk, sk, ...item }) => ({ ...fromItem<Revision>(item), row: sk?.S ?? '' }));
    },

    async removeRevisions(slug, rows) {
      const { pk } = revisionKey(slug, 0);
      const begun = new Set(rows.flatMap((sk) => sinceIn(sk) ?? []));
      const beginnings = [...begun].map((since) => ({ PutRequest: { Item: toItem(begunKey(slug, since)) } }));
      await writeAll(client, table, beginnings);
      const deletions = rows.map((sk) => ({ DeleteRequest: { Key: toItem({ pk, sk }) } }));
      await writeAll(client, table, deletions);
    },

    async begunBefore(slug, order) {
      const { pk, sk } = begunKey(slug, order);
      const input = {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND sk < :sk',
        ProjectionExpression: 'sk',
        ExpressionAttributeValues: toItem({ ':pk': pk, ':sk': sk }),
        ScanIndexForward: false,
        Limit: 1,
        ConsistentRead: true,
      };
      const { Items = [] } = await client.send(new QueryCommand(input));
      return sinceIn(Items[0]?.sk?.S ?? '');
    },

    async removeFilenames(slug, filenames) {
      const stillItsOwn = {
        ConditionExpression: 'slug = :slug',
        ExpressionAttributeValues: toItem({ ':slug': slug }),
      };
      const keys = filenames.flatMap(({ name, title }) => [
        filenameKey(name),
        namesakeKey(basenameOf(name), title),
      ]);
      for (const key of keys) {
        const removal = { TableName: table, Key: toItem(key), ...stillItsOwn };
        await client.send(new DeleteItemCommand(removal)).catch(unlessRefused);
      }
    },

    async markersTo(slug) {
      const items = await query({
        IndexName: documentsIndex.name,
        KeyConditionExpression: 'kept = :kept',
        FilterExpression: '#status = :moved',
        ProjectionExpression: 'slug, #to',
        ExpressionAttributeNames: { '#status': 'status', '#to': 'to' },
        ExpressionAttributeValues: toItem({ ':kept': documentsIndex.markers, ':moved': 'moved' }),
      });
      return leadingTo(slug, new Map(items.map((item) => [item.slug?.S ?? '', item.to?.S ?? ''])));
    },
  };
}

/** The slugs from which steps lead to `target`; editors can make rings. */
export function leadingTo(target: string, steps: ReadonlyMap<string, string>): string[] {
  const found = new Set([target]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const [from, to] of steps) if (found.has(to)) found.add(from);
  }
  found.delete(target);
  return [...found];
}

/** What an erased file is called in its upload. */
const blankName = 'deleted';

/** Uploads and results in the uploads table. */
export const dynamoErasableUploads = (
  client: DynamoDBClient,
  table: string,
): Pick<ErasableUploads, 'blank'> => ({
  async blank(upload, number) {
    const stillThere = { TableName: table, ConditionExpression: 'attribute_exists(pk)' };
    const result = new UpdateItemCommand({
      ...stillThere,
      Key: toItem(resultKey(upload, number)),
      UpdateExpression: 'SET notices = :none REMOVE #document, picture, original, rival',
      ExpressionAttributeNames: { '#document': 'document' },
      ExpressionAttributeValues: toItem({ ':none': [] }),
    });
    const name = new UpdateItemCommand({
      ...stillThere,
      Key: toItem(uploadKey(upload)),
      UpdateExpression: `SET files[${number}].#name = :blank`,
      ExpressionAttributeNames: { '#name': 'name' },
      ExpressionAttributeValues: toItem({ ':blank': blankName }),
    });
    await client.send(result).catch(unlessRefused);
    await client.send(name).catch(unlessRefused);
  },
});

/** It is gone already, or stands for another. */
function unlessRefused(cause: unknown): void {
  if (!(cause instanceof ConditionalCheckFailedException)) throw cause;
}
