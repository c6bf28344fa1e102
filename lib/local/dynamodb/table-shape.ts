import * as z from 'zod/mini';

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
