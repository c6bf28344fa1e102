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

/** Attributes keep the names they were first stored under: `told`, `forgotten`. */
type UploadRow = Omit<Upload, 'arrived' | 'arrivalCount'> & { arrived?: Set<number>; told?: number };
type ResultRow = FileResult & { sk: string };

export const uploadKey = (id: string) => ({ pk: `upload#${id}`, sk: 'upload' });

export const resultKey = (id: string, number: number) => ({ ...uploadKey(id), sk: `file#${number}` });

/** Stores a file's result, once, unless the one before is to be replaced. */
export function resultPut(TableName: string | undefined, { upload, number, result, replaces }: SettledFile) {
  const Item = toItem({ ...resultKey(upload.id, number), ...result, forgotten: expiresAt(upload) });
  if (replaces === undefined) return { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' };
  const ExpressionAttributeValues = toItem({ ':replaced': replaces });
  return { TableName, Item, ConditionExpression: 'etag = :replaced', ExpressionAttributeValues };
}

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
      const { arrived, arrivalCount, ...row } = upload;
      const Item = toItem({ ...uploadKey(upload.id), ...row, forgotten: expiresAt(upload) });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },

    async arrive({ upload, number }) {
      const update = new UpdateItemCommand({
        TableName: table,
        Key: toItem(uploadKey(upload)),
        UpdateExpression: 'ADD arrived :number, told :once',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: toItem({ ':number': new Set([number]), ':once': 1 }),
        ReturnValues: 'ALL_NEW',
      });
      const { Attributes } = await client.send(update).catch(unlessRefused);
      return Attributes && uploadOf(Attributes);
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

/** A failed condition is an expected answer, not a fault. */
function unlessRefused(cause: unknown): { Attributes?: Item } {
  if (cause instanceof ConditionalCheckFailedException) return {};
  throw cause;
}

function uploadOf(row: Item): Upload {
  const { id, files, by, byName, editor, opened, expires, arrived, told } = fromItem<UploadRow>(row);
  const numbers = [...(arrived ?? [])].sort((a, b) => a - b);
  const counted = { arrived: numbers, ...(told && { arrivalCount: told }) };
  return { id, files, by, ...(byName && { byName }), editor, opened, expires, ...counted };
}

function resultsOf(rows: Item[]): Map<number, FileResult> {
  const results = rows.map((row) => fromItem<ResultRow>(row)).filter(({ sk }) => sk.startsWith('file#'));
  return new Map(
    results.map(({ sk, notices, document, picture, original, etag }) => [
      Number(sk.slice('file#'.length)),
      { notices, document, picture, original, etag },
    ]),
  );
}
