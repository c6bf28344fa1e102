import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { indexes } from '../../functions/newsletters/table-keys.ts';
import { makeTable } from './make-table.ts';

let made = 0;

/** The table of the newsletters room and the outbox of post, under names of their own. */
export async function newslettersTables(
  client: DynamoDBClient,
): Promise<{ newsletters: string; post: string }> {
  const names = { newsletters: `newsletters-${++made}`, post: `post-${made}` };
  await makeTable(client, names.newsletters, Object.values(indexes));
  await makeTable(client, names.post);
  return names;
}
