import * as z from 'zod/mini';
import { type Emulator, nameOf } from '../emulator.ts';
import { statementsOf } from '../iam/statement.ts';
import type { Place, Resource } from '../resource.ts';
import type { Buckets, CorsRule } from './buckets.ts';
import { bucketArn } from './operation.ts';

const texts = z._default(z.array(z.string()), []);
const rule = z.strictObject({
  Id: z.optional(z.string()),
  AllowedOrigins: texts,
  AllowedMethods: texts,
  AllowedHeaders: texts,
  ExposedHeaders: texts,
  MaxAge: z.optional(z.coerce.number()),
});
const bucketShape = z.object({
  VersioningConfiguration: z.optional(z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) })),
  CorsConfiguration: z.optional(z.strictObject({ CorsRules: z.array(rule) })),
  // Queues, topics and functions as targets are refused: events go to the bus.
  NotificationConfiguration: z.optional(
    z.strictObject({
      EventBridgeConfiguration: z.optional(
        z.strictObject({ EventBridgeEnabled: z._default(z.union([z.boolean(), z.stringbool()]), true) }),
      ),
    }),
  ),
});
const policyShape = z.strictObject({
  Bucket: z.string(),
  PolicyDocument: z.object({ Statement: z.array(z.object({ Effect: z.string(), Principal: z.unknown() })) }),
});

const corsRule = (given: z.infer<typeof rule>): CorsRule => ({
  origins: given.AllowedOrigins,
  methods: given.AllowedMethods,
  headers: given.AllowedHeaders,
  exposed: given.ExposedHeaders,
  maxAge: given.MaxAge,
});

/** Emulators of buckets and of their policies, buckets first. */
export function s3Emulators(buckets: Buckets): Emulator[] {
  return [bucketEmulator(buckets), bucketPolicyEmulator(buckets)];
}

const bucketEmulator = (buckets: Buckets): Emulator => ({
  type: 'AWS::S3::Bucket',
  // Nobody reads unsigned here, so blocking public access adds nothing and is kept to the letter.
  supports: [
    'BucketName',
    'VersioningConfiguration',
    'CorsConfiguration',
    'NotificationConfiguration',
    'PublicAccessBlockConfiguration',
  ],
  ignores: [
    'BucketEncryption',
    'LifecycleConfiguration',
    'LoggingConfiguration',
    'OwnershipControls',
    'Tags',
  ],
  identify: bucketIdentity,
  create({ properties, identity }) {
    const wanted = bucketShape.parse(properties);
    buckets.add({
      name: identity.ref,
      versioning: wanted.VersioningConfiguration?.Status ?? 'Off',
      sendsEvents: wanted.NotificationConfiguration?.EventBridgeConfiguration?.EventBridgeEnabled ?? false,
      cors: (wanted.CorsConfiguration?.CorsRules ?? []).map(corsRule),
      policies: [],
    });
  },
});

/** A name made of the logical id is in lower case, as S3 requires. */
function bucketIdentity(logicalId: string, place: Place, { BucketName }: Readonly<Record<string, unknown>>) {
  const name =
    typeof BucketName === 'string' ? BucketName : nameOf(undefined, logicalId, place).toLowerCase();
  return {
    ref: name,
    attributes: {
      Arn: bucketArn(name),
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${place.region}.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${place.region}.amazonaws.com`,
    },
  };
}

const bucketPolicyEmulator = (buckets: Buckets): Emulator => ({
  type: 'AWS::S3::BucketPolicy',
  supports: ['Bucket', 'PolicyDocument'],
  ignores: [],
  identify: (logicalId) => ({ ref: logicalId, attributes: {} }),
  create({ logicalId, properties }: Resource) {
    const { Bucket, PolicyDocument } = policyShape.parse(properties);
    const opened = PolicyDocument.Statement.filter(
      ({ Effect, Principal }) => Effect === 'Allow' && !isService(Principal),
    );
    if (opened.length)
      throw new Error(
        `${logicalId}: the local S3 lets a bucket's policy allow things to AWS services alone.`,
      );
    statementsOf(properties.PolicyDocument);
    buckets.named(Bucket).policies.push(properties.PolicyDocument);
  },
});

const isService = (principal: unknown): boolean =>
  z.safeParse(z.strictObject({ Service: z.unknown() }), principal).success;
