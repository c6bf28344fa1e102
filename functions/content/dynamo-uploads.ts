import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { fromItem, type Item, toItem } from './content-items.ts';
import type { SettledFile, UploadStore } from './ports.ts';
import { type FileResult, limits, type Upload } from './upload.ts';

type UploadRow = Omit<Upload, 'arrived'> & { arrived?: Set<number> };
type ResultRow = FileResult & { sk: string };

const uploadKey = (id: string) => ({ pk: `upload#${id}`, sk: 'upload' });

/** A file has its result once: a second one meets this condition. */
export const unsettled = 'attribute_not_exists(pk)';

/** The item that says what became of a file. */
export const resultItem = ({ upload, number, result }: SettledFile): Item =>
  toItem({ pk: uploadKey(upload.id).pk, sk: `file#${number}`, ...result, forgotten: forgottenAt(upload) });

/** Epoch seconds, as DynamoDB's time to live wants them. */
const forgottenAt = ({ opened }: Upload): number =>
  Math.floor(Date.parse(opened) / 1000) + limits.days * 86_400;

export function dynamoUploads(client: DynamoDBClient, table: string): UploadStore {
  const rowsOf = async (id: string): Promise<Item[]> => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :upload',
        ExpressionAttributeValues: toItem({ ':upload': uploadKey(id).pk }),
        ConsistentRead: true,
      }),
    );
    return Items;
  };
  return {
    async open(upload) {
      const { arrived, ...row } = upload;
      const Item = toItem({ ...uploadKey(upload.id), ...row, forgotten: forgottenAt(upload) });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },

    async arrive({ upload, number }) {
      const update = new UpdateItemCommand({
        TableName: table,
        Key: toItem(uploadKey(upload)),
        UpdateExpression: 'ADD arrived :number',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: toItem({ ':number': new Set([number]) }),
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
      const put = { TableName: table, Item: resultItem(file), ConditionExpression: unsettled };
      await client.send(new PutItemCommand(put)).catch(unlessRefused);
    },
  };
}

/** A condition that fails is an answer here, not a fault. */
function unlessRefused(cause: unknown): { Attributes?: Item } {
  if (cause instanceof ConditionalCheckFailedException) return {};
  throw cause;
}

function uploadOf(row: Item): Upload {
  const { id, files, by, editor, opened, expires, arrived } = fromItem<UploadRow>(row);
  return { id, files, by, editor, opened, expires, arrived: [...(arrived ?? [])].sort((a, b) => a - b) };
}

function resultsOf(rows: Item[]): Map<number, FileResult> {
  const results = rows.map((row) => fromItem<ResultRow>(row)).filter(({ sk }) => sk.startsWith('file#'));
  return new Map(
    results.map(({ sk, notices, document, rival, picture, original }) => [
      Number(sk.slice('file#'.length)),
      { notices, document, rival, picture, original },
    ]),
  );
}
