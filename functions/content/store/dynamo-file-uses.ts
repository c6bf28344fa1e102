import { type DynamoDBClient, GetItemCommand, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { writeAll } from '../../runtime/dynamo-batches.ts';
import type { FileUse } from '../removal/file-uses.ts';
import type { EarlierUses, FileUses } from '../removal/ports.ts';
import { fromItem, type Item, toItem } from './content-items.ts';

/** Two rows a use, so that both questions are answered consistently: who uses a file, and which files one uses. */
const rowOfFile = ({ file, slug, order }: FileUse) => ({ pk: `file#${file}`, sk: `${slug}#${order}` });
const rowOfDocument = ({ file, slug, order }: FileUse) => ({
  pk: `doc#${slug}`,
  sk: `file#${order}#${file}`,
});

/** The content table. */
export function dynamoFileUses(client: DynamoDBClient, table: string): FileUses {
  const find = async (pk: string, prefix = ''): Promise<FileUse[]> => {
    const input = {
      TableName: table,
      KeyConditionExpression: prefix ? 'pk = :pk AND begins_with(sk, :prefix)' : 'pk = :pk',
      ExpressionAttributeValues: toItem({ ':pk': pk, ':prefix': prefix || undefined }),
      ConsistentRead: true,
    };
    const uses: FileUse[] = [];
    for await (const { Items = [] } of paginateQuery({ client }, input)) uses.push(...Items.map(useIn));
    return uses;
  };
  const remove = (keys: object[]) =>
    writeAll(
      client,
      table,
      keys.map((key) => ({ DeleteRequest: { Key: toItem(key) } })),
    );
  return {
    note: (uses) =>
      writeAll(
        client,
        table,
        uses
          .flatMap((use) => [rowOfDocument(use), rowOfFile(use)].map((keys) => ({ ...keys, ...use })))
          .map((row) => ({ PutRequest: { Item: toItem(row) } })),
      ),

    of: (file) => find(`file#${file}`),

    by: (slug) => find(`doc#${slug}`, 'file#'),

    /** The document's row leads to the other one, so it goes last. */
    async remove(uses) {
      await remove(uses.map(rowOfFile));
      await remove(uses.map(rowOfDocument));
    },
  };
}

function useIn({ pk, sk, ...use }: Item): FileUse {
  return fromItem<FileUse>(use);
}

const progressKey = { pk: 'uses#earlier', sk: 'progress' };

export const dynamoEarlierUses = (client: DynamoDBClient, table: string): EarlierUses => {
  // Once done it stays so: a warm function asks no more.
  let isDone = false;
  return {
    async progress() {
      if (isDone) return { done: true };
      const get = { TableName: table, Key: toItem(progressKey), ConsistentRead: true };
      const { Item } = await client.send(new GetItemCommand(get));
      const row = Item && fromItem<{ done: boolean; after?: string }>(Item);
      isDone = row?.done ?? false;
      return row && { done: row.done, after: row.after };
    },

    async advance(progress) {
      await client.send(
        new PutItemCommand({ TableName: table, Item: toItem({ ...progressKey, ...progress }) }),
      );
    },
  };
};
