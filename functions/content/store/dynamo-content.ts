import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { readAll, writeAll } from '../../runtime/dynamo-batches.ts';
import type { StoredHead } from '../contract/document.ts';
import { filenameKey, headKey, revisionKey, termKey } from '../contract/table-keys.ts';
import type { Known } from '../documents/identity.ts';
import type { ContentStore } from '../ports.ts';
import { fromItem, headOf, type Item, toItem } from './content-items.ts';
import type { Tables } from './dynamo-document-actions.ts';
import { writeDocument } from './dynamo-document-write.ts';
import { termsKeeper } from './dynamo-names.ts';

export function dynamoContent(client: DynamoDBClient, tables: Tables): ContentStore {
  const keepTerms = termsKeeper(client, tables.content);
  return {
    async look({ slugs, names }) {
      const keys = [...new Set(slugs)].map(headKey).concat([...new Set(names)].map(filenameKey));
      return knownOf(await readAll(client, tables.content, keys.map(toItem)));
    },

    write: (change) => writeDocument(client, tables, change),

    keepTerms: (names) => keepTerms(names.map(({ kind, slug, name }) => ({ ...termKey(kind, slug), name }))),

    async forgetRevisions(slug, last) {
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

function knownOf(items: Item[]): Known {
  const known = { heads: new Map<string, StoredHead>(), names: new Map<string, string>() };
  for (const item of items) {
    const name = item.pk?.S?.startsWith('name#') ? item.pk.S.slice('name#'.length) : undefined;
    if (name !== undefined) known.names.set(name, fromItem<{ slug: string }>(item).slug);
    else known.heads.set(headOf(item).slug, headOf(item));
  }
  return known;
}
