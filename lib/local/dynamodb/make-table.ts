import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { StartRefused } from '../cloud.ts';
import { type DynamoEndpoint, DynamoFailure } from './endpoint.ts';
import type { Index, TableShape } from './table-shape.ts';

/** Creates a table, or changes the existing one into what the template declares. */
export async function makeTable(name: string, shape: TableShape, endpoint: DynamoEndpoint): Promise<void> {
  const description = await describe(name, endpoint);
  if (description) await change(name, description, shape, endpoint);
  else await endpoint.call('DynamoDB_20120810.CreateTable', { TableName: name, ...creation(shape) });
}

function creation(shape: TableShape): object {
  const [global, local] = [
    shape.GlobalSecondaryIndexes.map(withoutThroughput),
    shape.LocalSecondaryIndexes.map(withoutThroughput),
  ];
  return {
    KeySchema: shape.KeySchema,
    AttributeDefinitions: shape.AttributeDefinitions,
    BillingMode: 'PAY_PER_REQUEST',
    ...(global.length ? { GlobalSecondaryIndexes: global } : {}),
    ...(local.length ? { LocalSecondaryIndexes: local } : {}),
    ...streamSettings(shape),
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
    ...(stream ? [streamSettings(shape)] : []),
  ];
  for (const step of steps) {
    const update = { TableName: name, AttributeDefinitions: shape.AttributeDefinitions, ...step };
    await endpoint.call('DynamoDB_20120810.UpdateTable', update);
  }
}

const streamSettings = ({ StreamSpecification }: TableShape): object =>
  StreamSpecification
    ? { StreamSpecification: { StreamEnabled: true, StreamViewType: StreamSpecification.StreamViewType } }
    : {};

const described = z.object({
  Table: z.object({
    KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.string() })),
    GlobalSecondaryIndexes: z.nullish(z.array(z.object({ IndexName: z.string(), KeySchema: z.unknown() }))),
    StreamSpecification: z.nullish(z.object({ StreamEnabled: z.boolean() })),
  }),
});

/** What to change so that an existing table becomes what the template declares. */
interface Changes {
  drop: string[];
  add: Index[];
  stream: boolean;
}

/** Throws when the keys differ: the keys of an existing table cannot change. */
function changesTo(name: string, description: unknown, wanted: TableShape): Changes {
  const there = described.parse(description).Table;
  if (!isDeepStrictEqual(there.KeySchema, wanted.KeySchema)) {
    throw new StartRefused(
      `The table ${name} has other keys than the template wants. Start with a new folder: --data FOLDER`,
    );
  }
  const have = there.GlobalSecondaryIndexes ?? [];
  const same = (a: { IndexName: string; KeySchema: unknown }, b: { IndexName: string; KeySchema: unknown }) =>
    a.IndexName === b.IndexName && isDeepStrictEqual(a.KeySchema, b.KeySchema);
  return {
    drop: have
      .filter((one) => !wanted.GlobalSecondaryIndexes.some((other) => same(one, other)))
      .map((one) => one.IndexName),
    add: wanted.GlobalSecondaryIndexes.filter((one) => !have.some((other) => same(one, other))).map(
      withoutThroughput,
    ),
    stream: !!wanted.StreamSpecification && !there.StreamSpecification?.StreamEnabled,
  };
}

/** An index without its throughput. */
const withoutThroughput = ({ IndexName, KeySchema, Projection }: Index): Index => ({
  IndexName,
  KeySchema,
  Projection,
});
