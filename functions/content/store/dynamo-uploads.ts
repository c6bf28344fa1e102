import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { SettledFile } from '../documents/document-write.ts';
import type { UploadStore } from '../ports.ts';
import { type FileResult, limits, type Upload } from '../uploads/upload.ts';
import { fromItem, type Item, toItem } from './content-items.ts';

/** Attributes keep the names they were first stored under: `arrived`, `told`, `forgotten`. */
type UploadRow = Omit<Upload, 'ready' | 'arrivalCount' | 'unpacked'> & {
  arrived?: Set<number>;
  told?: number;
  unpacked?: Set<number>;
};
type ResultRow = FileResult & { sk: string };

export const uploadKey = (id: string) => ({ pk: `upload#${id}`, sk: 'upload' });

export const resultKey = (id: string, number: number) => ({ ...uploadKey(id), sk: `file#${number}` });

/** Stores a file's result, once. */
export const resultPut = (TableName: string | undefined, { upload, number, result }: SettledFile) => ({
  TableName,
  Item: toItem({ ...resultKey(upload.id, number), ...result, forgotten: expiresAt(upload) }),
  ConditionExpression: 'attribute_not_exists(pk)',
});

/** Epoch seconds, the unit of DynamoDB's time to live. */
const expiresAt = ({ opened }: Upload): number =>
  Math.floor(Date.parse(opened) / 1000) + limits.days * 86_400;

export function dynamoUploads(client: DynamoDBClient, table: string): UploadStore {
  const rowsOf = async (id: string): Promise<Item[]> => {
    const input = {
      TableName: table,
      KeyConditionExpression: 'pk = :upload',
      ExpressionAttributeValues: toItem({ ':upload': uploadKey(id).pk }),
      ConsistentRead: true,
    };
    const rows: Item[] = [];
    for await (const { Items = [] } of paginateQuery({ client }, input)) rows.push(...Items);
    return rows;
  };
  return {
    async open(upload) {
      const { ready, arrivalCount, unpacked, ...row } = upload;
      const Item = toItem({ ...uploadKey(upload.id), ...row, forgotten: expiresAt(upload) });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },

    async markReady({ upload, number }) {
      const update = new UpdateItemCommand({
        TableName: table,
        Key: toItem(uploadKey(upload)),
        UpdateExpression: 'ADD arrived :number, told :once',
        ConditionExpression: openStill,
        ExpressionAttributeNames: reserved,
        ExpressionAttributeValues: toItem({ ':number': new Set([number]), ':once': 1 }),
        ReturnValues: 'ALL_NEW',
      });
      const { Attributes } = await client.send(update).catch(unlessRefused);
      return Attributes && uploadOf(Attributes);
    },

    async addPictures({ id, files }, document, pictures) {
      const update = new UpdateItemCommand({
        TableName: table,
        Key: toItem(uploadKey(id)),
        UpdateExpression: 'SET #files = list_append(#files, :pictures) ADD unpacked :document',
        ConditionExpression: `${openStill} AND size(#files) = :seen AND NOT contains(unpacked, :number)`,
        ExpressionAttributeNames: { ...reserved, '#files': 'files' },
        ExpressionAttributeValues: toItem({
          ':pictures': pictures,
          ':document': new Set([document]),
          ':number': document,
          ':seen': files.length,
        }),
        ReturnValues: 'ALL_NEW',
      });
      const { Attributes } = await client.send(update).catch(unlessRefused);
      return Attributes && uploadOf(Attributes);
    },

    async extend(id, expires) {
      const update = new UpdateItemCommand({
        TableName: table,
        Key: toItem(uploadKey(id)),
        UpdateExpression: 'SET expires = :expires',
        ConditionExpression: openStill,
        ExpressionAttributeNames: reserved,
        ExpressionAttributeValues: toItem({ ':expires': expires }),
      });
      return client.send(update).then(
        () => true,
        (cause: unknown) => !unlessRefused(cause),
      );
    },

    async close({ id, arrivalCount, expires }, missing) {
      const asSeen = arrivalCount === undefined ? 'attribute_not_exists(told)' : 'told = :told';
      const update = new UpdateItemCommand({
        TableName: table,
        Key: toItem(uploadKey(id)),
        UpdateExpression: 'SET #missing = :missing',
        ConditionExpression: `${openStill} AND expires = :expires AND ${asSeen}`,
        ExpressionAttributeNames: reserved,
        ExpressionAttributeValues: toItem({
          ':missing': missing,
          ':told': arrivalCount,
          ':expires': expires,
        }),
      });
      return client.send(update).then(
        () => true,
        (cause: unknown) => !unlessRefused(cause),
      );
    },

    async find(id) {
      const rows = await rowsOf(id);
      const row = rows.find(({ sk }) => sk?.S === 'upload');
      return row && { upload: uploadOf(row), results: resultsOf(rows) };
    },

    results: async (id) => resultsOf(await rowsOf(id)),

    async settle(file) {
      const put = new PutItemCommand(resultPut(table, file));
      return client.send(put).then(
        () => true,
        (cause: unknown) => !unlessRefused(cause),
      );
    },
  };
}

/** A file that becomes ready and the closing of its upload exclude each other: both change this one item. */
const openStill = 'attribute_exists(pk) AND attribute_not_exists(#missing)';
/** DynamoDB reserves the word. */
const reserved = { '#missing': 'missing' };

/** A failed condition is an expected answer, not a fault. */
function unlessRefused(cause: unknown): { Attributes?: Item } {
  if (cause instanceof ConditionalCheckFailedException) return {};
  throw cause;
}

function uploadOf(row: Item): Upload {
  const { id, files, by, byName, editor, opened, expires, arrived, told, unpacked, missing } =
    fromItem<UploadRow>(row);
  const inOrder = (numbers: Set<number> = new Set()) => [...numbers].sort((a, b) => a - b);
  const ready = inOrder(arrived);
  const counted = {
    ...(told && { arrivalCount: told }),
    ...(unpacked && { unpacked: inOrder(unpacked) }),
    ...(missing && { missing }),
  };
  return { id, files, by, ...(byName && { byName }), editor, opened, expires, ready, ...counted };
}

function resultsOf(rows: Item[]): Map<number, FileResult> {
  const results = rows.map((row) => fromItem<ResultRow>(row)).filter(({ sk }) => sk.startsWith('file#'));
  return new Map(
    results.map(({ sk, notices, document, picture, original, file, text, brings }) => [
      Number(sk.slice('file#'.length)),
      { notices, document, picture, original, file, text, brings },
    ]),
  );
}
