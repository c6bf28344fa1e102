import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { readAll, writeAll } from '../../runtime/dynamo-batches.ts';
import type { StoredHead } from '../contract/document.ts';
import { filenameKey, headKey, idKey, revisionKey } from '../contract/table-keys.ts';
import type { ContentStore, LookedUp } from '../ports.ts';
import { fromItem, headOf, type Item, toItem } from './content-items.ts';
import { type Tables, writeDocument } from './dynamo-document-write.ts';
import { termWriter } from './dynamo-terms.ts';

export function dynamoContent(client: DynamoDBClient, tables: Tables): ContentStore {
  return {
    async lookUp({ slugs, filenames, ids = [] }) {
      const keys = [
        ...[...new Set(slugs)].map(headKey),
        ...[...new Set(filenames)].map(filenameKey),
        ...[...new Set(ids)].map(idKey),
      ];
      return knownOf(await readAll(client, tables.content, keys.map(toItem)));
    },

    write: (write) => writeDocument(client, tables, write),

    addTerms: termWriter(client, tables.content),

    async deleteRevisions(slug, last, since) {
      const input = {
        TableName: tables.content,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: toItem({
          ':pk': revisionKey(slug, 0, since).pk,
          ':first': revisionKey(slug, 0, since).sk,
          ':last': revisionKey(slug, last, since).sk,
        }),
        ProjectionExpression: 'pk, sk',
        ConsistentRead: true,
      };
      for await (const { Items = [] } of paginateQuery({ client }, input)) {
        const deletions = Items.map((Key) => ({ DeleteRequest: { Key } }));
        await writeAll(client, tables.content, deletions);
      }
    },
  };
}

const [filenamePrefix, idPrefix] = [filenameKey('').pk, idKey('').pk];

function knownOf(items: Item[]): LookedUp {
  const heads = new Map<string, StoredHead>();
  const [filenames, slugs] = [new Map<string, string>(), new Map<string, string>()];
  for (const item of items) {
    const { pk, slug } = fromItem<{ pk: string; slug: string }>(item);
    if (pk.startsWith(filenamePrefix)) filenames.set(pk.slice(filenamePrefix.length), slug);
    else if (pk.startsWith(idPrefix)) slugs.set(pk.slice(idPrefix.length), slug);
    else heads.set(slug, headOf(item));
  }
  return { heads, filenames, slugs };
}
