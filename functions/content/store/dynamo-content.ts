import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { readAll, writeAll } from '../../runtime/dynamo-batches.ts';
import type { StoredHead } from '../contract/document.ts';
import { filenameKey, headKey, revisionKey } from '../contract/table-keys.ts';
import type { Known } from '../documents/identity.ts';
import type { ContentStore } from '../ports.ts';
import { fromItem, headOf, type Item, toItem } from './content-items.ts';
import { type Tables, writeDocument } from './dynamo-document-write.ts';
import { termWriter } from './dynamo-terms.ts';

export function dynamoContent(client: DynamoDBClient, tables: Tables): ContentStore {
  return {
    async lookUp({ slugs, filenames }) {
      const keys = [...new Set(slugs)].map(headKey).concat([...new Set(filenames)].map(filenameKey));
      return knownOf(await readAll(client, tables.content, keys.map(toItem)));
    },

    write: (write) => writeDocument(client, tables, write),

    addTerms: termWriter(client, tables.content),

    async deleteRevisions(slug, last) {
      const input = {
        TableName: tables.content,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: toItem({
          ':pk': revisionKey(slug, 0).pk,
          ':first': revisionKey(slug, 0).sk,
          ':last': revisionKey(slug, last).sk,
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

const filenamePrefix = filenameKey('').pk;

function knownOf(items: Item[]): Known {
  const known = { heads: new Map<string, StoredHead>(), filenames: new Map<string, string>() };
  for (const item of items) {
    const filename = item.pk?.S?.startsWith(filenamePrefix)
      ? item.pk.S.slice(filenamePrefix.length)
      : undefined;
    if (filename !== undefined) known.filenames.set(filename, fromItem<{ slug: string }>(item).slug);
    else known.heads.set(headOf(item).slug, headOf(item));
  }
  return known;
}
