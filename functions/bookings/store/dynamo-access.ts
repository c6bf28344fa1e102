import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { itemOf, readItem } from '../../runtime/dynamo-items.ts';
import type { AccessNeeds } from '../ports.ts';
import { accessKey } from '../table-keys.ts';
import { itemsAfter, queryItems } from './dynamo-rows.ts';

/** Access needs, in partitions of their own: a permission names them apart from the bookings. */
export const dynamoAccess = (client: DynamoDBClient, table: string): AccessNeeds => ({
  async *all(gathering) {
    const { pk } = accessKey(gathering, '');
    for await (const { sk, text } of queryItems(client, itemsAfter(table, pk, undefined)))
      yield { code: sk?.S ?? '', text: text?.S ?? '' };
  },
  of: async (gathering, code) => (await readItem(client, table, accessKey(gathering, code)))?.text?.S,
  async erase(gathering, code) {
    const Key = itemOf(accessKey(gathering, code));
    await client.send(new DeleteItemCommand({ TableName: table, Key }));
  },
});
