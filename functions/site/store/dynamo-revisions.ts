import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Revision, StoredHead } from '../../content/contract/document.ts';
import { headKey, revisionKey } from '../../content/contract/table-keys.ts';
import { readAll } from '../../runtime/dynamo-batches.ts';

interface Key {
  pk: string;
  sk: string;
}

/** What is not published, for previews alone. Only the content room writes it, and validates it. */
export function dynamoRevisions(client: DynamoDBClient, table: string) {
  const read = async <T extends object>(
    { pk, sk }: Key,
    isOne: (row: object) => row is T,
  ): Promise<T | undefined> => {
    const [item] = await readAll(client, table, [{ pk: { S: pk }, sk: { S: sk } }]);
    const row = item && unmarshall(item);
    if (row && !isOne(row)) throw new TypeError(`The row ${pk} ${sk} cannot be read`);
    return row;
  };
  return {
    head: (slug: string) => read(headKey(slug), isHead),
    revision: (slug: string, revision: number, since?: string) =>
      read(revisionKey(slug, revision, since), isRevision),
  };
}

const isRevision = (row: object): row is Revision =>
  'slug' in row && 'status' in row && 'revision' in row && 'fields' in row;

const isHead = (row: object): row is StoredHead => isRevision(row) && 'lists' in row;
