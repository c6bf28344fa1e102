import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { StartRefused } from '../start-refused.ts';

const keys = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const projection = z.strictObject({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: z.optional(z.array(z.string())),
});
/** Throughput has no meaning here. */
const throughput = {
  ProvisionedThroughput: z.optional(z.unknown()),
  OnDemandThroughput: z.optional(z.unknown()),
  WarmThroughput: z.optional(z.unknown()),
  ContributorInsightsSpecification: z.optional(z.unknown()),
};
const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: keys,
  Projection: projection,
  ...throughput,
});

/** What is imitated of an AWS::DynamoDB::Table. */
export const tableShape = z.object({
  KeySchema: keys,
  AttributeDefinitions: z.array(
    z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  GlobalSecondaryIndexes: z._default(z.array(index), []),
  LocalSecondaryIndexes: z._default(z.array(index), []),
  StreamSpecification: z.optional(z.looseObject({ StreamViewType: z.string() })),
  TimeToLiveSpecification: z.optional(
    z.strictObject({ AttributeName: z.optional(z.string()), Enabled: z.boolean() }),
  ),
});

/** What a table of the template is made of. */
export type TableShape = z.output<typeof tableShape>;
export type Index = Pick<z.infer<typeof index>, 'IndexName' | 'KeySchema' | 'Projection'>;

const described = z.object({
  Table: z.object({
    KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.string() })),
    GlobalSecondaryIndexes: z.nullish(z.array(z.object({ IndexName: z.string(), KeySchema: z.unknown() }))),
    StreamSpecification: z.nullish(z.object({ StreamEnabled: z.boolean() })),
  }),
});

/** What to change so that a table that is there becomes what the template wants. */
export interface Changes {
  drop: string[];
  add: Index[];
  stream: boolean;
}

/** Throws when the keys differ: those of a table that holds something cannot change. */
export function changesTo(name: string, description: unknown, wanted: TableShape): Changes {
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
    add: wanted.GlobalSecondaryIndexes.filter((one) => !have.some((other) => same(one, other))).map(bare),
    stream: !!wanted.StreamSpecification && !there.StreamSpecification?.StreamEnabled,
  };
}

/** An index without its throughput. */
export const bare = ({ IndexName, KeySchema, Projection }: Index): Index => ({
  IndexName,
  KeySchema,
  Projection,
});
