import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { indexes } from '../../functions/bookings/table-keys.ts';

let made = 0;

/** The table of the bookings room and the outbox of post, under names of their own. */
export async function bookingsTables(client: DynamoDBClient): Promise<{ bookings: string; post: string }> {
  const names = { bookings: `bookings-${++made}`, post: `outbox-${made}` };
  const all = Object.values(indexes);
  const attributes = ['pk', 'sk', ...all.flatMap(({ partition, sort }) => [partition, sort])];
  await client.send(
    new CreateTableCommand({
      ...keyed(names.bookings),
      AttributeDefinitions: [...new Set(attributes)].map(text),
      GlobalSecondaryIndexes: all.map(({ name, partition, sort }) => ({
        IndexName: name,
        KeySchema: [
          { AttributeName: partition, KeyType: 'HASH' as const },
          { AttributeName: sort, KeyType: 'RANGE' as const },
        ],
        Projection: { ProjectionType: name === 'starts' ? ('ALL' as const) : ('KEYS_ONLY' as const) },
      })),
    }),
  );
  await client.send(
    new CreateTableCommand({ ...keyed(names.post), AttributeDefinitions: ['pk', 'sk'].map(text) }),
  );
  return names;
}

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });

const keyed = (TableName: string) => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST' as const,
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' as const },
    { AttributeName: 'sk', KeyType: 'RANGE' as const },
  ],
});
