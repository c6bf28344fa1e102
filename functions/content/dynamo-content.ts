import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { readAll, writeAll } from '../runtime/dynamo-batches.ts';
import {
  fromItem,
  headKey,
  headOf,
  type Item,
  nameKey,
  namesKey,
  revisionKey,
  toItem,
} from './content-items.ts';
import { type Tables, writeDocument } from './dynamo-document-write.ts';
import { namesKeeper } from './dynamo-names.ts';
import type { Known } from './identity.ts';
import type { ContentStore } from './ports.ts';
import type { StoredHead } from './stored-head.ts';

export function dynamoContent(client: DynamoDBClient, tables: Tables): ContentStore {
  const keepNames = namesKeeper(client, tables.content);
  return {
    async look({ slugs, names }) {
      const keys = [...new Set(slugs)].map(headKey).concat([...new Set(names)].map(nameKey));
      return knownOf(await readAll(client, tables.content, keys.map(toItem)));
    },

    write: (change) => writeDocument(client, tables, change),

    keepNames: (names) => keepNames(names.map(({ kind, slug, name }) => ({ ...namesKey(kind, slug), name }))),

    async forgetRevisions(slug) {
      for (let keys = await revisionKeys(slug); keys.length; keys = await revisionKeys(slug)) {
        await writeAll(
          client,
          tables.content,
          keys.map((Key) => ({ DeleteRequest: { Key } })),
        );
      }
    },
  };

  async function revisionKeys(slug: string): Promise<Item[]> {
    const query = new QueryCommand({
      TableName: tables.content,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :revisions)',
      ExpressionAttributeValues: toItem({ ':pk': revisionKey(slug, 0).pk, ':revisions': 'rev#' }),
      ProjectionExpression: 'pk, sk',
      ConsistentRead: true,
    });
    return (await client.send(query)).Items ?? [];
  }
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
