import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readAll } from '../../runtime/dynamo-batches.ts';
import type { StoredHead } from '../contract/document.ts';
import { filenameKey, headKey } from '../contract/table-keys.ts';
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
