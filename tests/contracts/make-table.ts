import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

interface Index {
  name: string;
  partition: string;
  sort: string;
  /** Its rows have their keys alone. */
  keysOnly?: boolean;
}

/** A table with the keys `pk` and `sk`, as rooms have them; every key is text. */
export async function makeTable(
  client: DynamoDBClient,
  TableName: string,
  indexes: readonly Index[] = [],
): Promise<void> {
  const attributes = ['pk', 'sk', ...indexes.flatMap(({ partition, sort }) => [partition, sort])];
  const create = new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...new Set(attributes)].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: keys('pk', 'sk'),
    ...(indexes.length && {
      GlobalSecondaryIndexes: indexes.map(({ name, partition, sort, keysOnly }) => ({
        IndexName: name,
        KeySchema: keys(partition, sort),
        Projection: { ProjectionType: keysOnly ? ('KEYS_ONLY' as const) : ('ALL' as const) },
      })),
    }),
  });
  await client.send(create);
}

const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];
