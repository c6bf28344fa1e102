import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { indexes } from '../../functions/newsletters/table-keys.ts';

let made = 0;

/** The table of the newsletters room and the outbox of post, under names of their own. */
export async function newslettersTables(
  client: DynamoDBClient,
): Promise<{ newsletters: string; post: string }> {
  const names = { newsletters: `newsletters-${++made}`, post: `post-${made}` };
  const all = Object.values(indexes);
  const attributes = ['pk', 'sk', ...all.flatMap(({ partition, sort }) => [partition, sort])];
  await client.send(
    new CreateTableCommand({
      ...keyed(names.newsletters),
      AttributeDefinitions: [...new Set(attributes)].map(text),
      GlobalSecondaryIndexes: all.map(({ name, partition, sort }) => ({
        IndexName: name,
        KeySchema: [
          { AttributeName: partition, KeyType: 'HASH' as const },
          { AttributeName: sort, KeyType: 'RANGE' as const },
        ],
        Projection: { ProjectionType: 'ALL' as const },
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
