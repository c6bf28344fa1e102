import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { indexes } from '../../functions/bookings/table-keys.ts';
import { makeTable } from './make-table.ts';

let made = 0;

/** The table of the bookings room and the outbox of post, under names of their own. */
export async function bookingsTables(client: DynamoDBClient): Promise<{ bookings: string; post: string }> {
  const names = { bookings: `bookings-${++made}`, post: `outbox-${made}` };
  const all = Object.values(indexes).map((index) => ({ ...index, keysOnly: index !== indexes.starts }));
  await makeTable(client, names.bookings, all);
  await makeTable(client, names.post);
  return names;
}
