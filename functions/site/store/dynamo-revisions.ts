import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Revision, StoredHead } from '../../content/contract/document.ts';
import { headKey, revisionKey } from '../../content/contract/table-keys.ts';
import { readAll } from '../../runtime/dynamo-batches.ts';

/** What is not published, for previews alone. Only the content room writes it: the one place where it is trusted. */
export function dynamoRevisions(client: DynamoDBClient, table: string) {
  const read = async <T>({ pk, sk }: { pk: string; sk: string }): Promise<T | undefined> => {
    const [item] = await readAll(client, table, [{ pk: { S: pk }, sk: { S: sk } }]);
    return item && (unmarshall(item) as T);
  };
  return {
    head: (slug: string) => read<StoredHead>(headKey(slug)),
    revision: (slug: string, revision: number, since?: string) =>
      read<Revision>(revisionKey(slug, revision, since)),
  };
}
