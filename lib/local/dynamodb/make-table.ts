import { type DynamoEndpoint, DynamoFailure } from './endpoint.ts';
import { bare, changesTo, type TableShape } from './table-shape.ts';

/** Makes a table, or makes the one that is there what the template wants. */
export async function makeTable(name: string, shape: TableShape, endpoint: DynamoEndpoint): Promise<void> {
  const description = await describe(name, endpoint);
  if (description) await change(name, description, shape, endpoint);
  else await endpoint.call('DynamoDB_20120810.CreateTable', { TableName: name, ...creation(shape) });
}

function creation(shape: TableShape): object {
  const [global, local] = [shape.GlobalSecondaryIndexes.map(bare), shape.LocalSecondaryIndexes.map(bare)];
  return {
    KeySchema: shape.KeySchema,
    AttributeDefinitions: shape.AttributeDefinitions,
    BillingMode: 'PAY_PER_REQUEST',
    ...(global.length ? { GlobalSecondaryIndexes: global } : {}),
    ...(local.length ? { LocalSecondaryIndexes: local } : {}),
    ...streamOf(shape),
  };
}

async function describe(name: string, endpoint: DynamoEndpoint): Promise<unknown> {
  return endpoint.call('DynamoDB_20120810.DescribeTable', { TableName: name }).catch((cause: unknown) => {
    if (cause instanceof DynamoFailure && cause.type === 'ResourceNotFoundException') return undefined;
    throw cause;
  });
}

/** DynamoDB takes one change of an index at a time. */
async function change(
  name: string,
  description: unknown,
  shape: TableShape,
  endpoint: DynamoEndpoint,
): Promise<void> {
  const { drop, add, stream } = changesTo(name, description, shape);
  const steps = [
    ...drop.map((IndexName) => ({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] })),
    ...add.map((Create) => ({ GlobalSecondaryIndexUpdates: [{ Create }] })),
    ...(stream ? [streamOf(shape)] : []),
  ];
  for (const step of steps) {
    const update = { TableName: name, AttributeDefinitions: shape.AttributeDefinitions, ...step };
    await endpoint.call('DynamoDB_20120810.UpdateTable', update);
  }
}

const streamOf = ({ StreamSpecification }: TableShape): object =>
  StreamSpecification
    ? { StreamSpecification: { StreamEnabled: true, StreamViewType: StreamSpecification.StreamViewType } }
    : {};
