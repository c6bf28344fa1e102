import * as z from 'zod/mini';

const customHeaders = z._default(
  z.array(z.strictObject({ HeaderName: z.string(), HeaderValue: z.string() })),
  [],
);

const origin = z.strictObject({
  Id: z.string(),
  DomainName: z.string(),
  OriginPath: z._default(z.string(), ''),
  OriginAccessControlId: z.optional(z.string()),
  OriginCustomHeaders: customHeaders,
  S3OriginConfig: z.optional(z.strictObject({ OriginAccessIdentity: z.optional(z.literal('')) })),
  // Ports, protocols and timeouts: here there is no connection.
  CustomOriginConfig: z.optional(z.object({})),
  ConnectionAttempts: z.optional(z.number()),
  ConnectionTimeout: z.optional(z.number()),
  OriginShield: z.optional(z.strictObject({ Enabled: z.literal(false) })),
});
export type OriginProperties = z.output<typeof origin>;

const originGroup = z.strictObject({
  Id: z.string(),
  FailoverCriteria: z.strictObject({
    StatusCodes: z.strictObject({ Quantity: z.number(), Items: z.array(z.number()) }),
  }),
  Members: z.strictObject({
    Quantity: z.literal(2),
    Items: z.tuple([z.strictObject({ OriginId: z.string() }), z.strictObject({ OriginId: z.string() })]),
  }),
});
export type OriginGroupProperties = z.output<typeof originGroup>;

const behaviour = {
  TargetOriginId: z.string(),
  // Here http stands for https: nothing leaves this machine.
  ViewerProtocolPolicy: z.enum(['allow-all', 'https-only', 'redirect-to-https']),
  AllowedMethods: z._default(z.array(z.string()), ['GET', 'HEAD']),
  CachedMethods: z.optional(z.array(z.enum(['GET', 'HEAD']))),
  Compress: z._default(z.boolean(), false),
  CachePolicyId: z.string(),
  OriginRequestPolicyId: z.optional(z.string()),
  ResponseHeadersPolicyId: z.optional(z.string()),
  FunctionAssociations: z._default(
    z.array(
      z.strictObject({ EventType: z.enum(['viewer-request', 'viewer-response']), FunctionARN: z.string() }),
    ),
    [],
  ),
};

const anyBehaviour = z.strictObject(behaviour);
export type BehaviourProperties = z.output<typeof anyBehaviour>;

/** Only how long errors are cached: custom error pages would overwrite the API's answers, too. */
const errorResponse = z.strictObject({
  ErrorCode: z.number(),
  ErrorCachingMinTTL: z._default(z.number(), 10),
});

export const distributionProperties = z.object({
  DistributionConfig: z.strictObject({
    Origins: z.array(origin),
    OriginGroups: z.optional(z.strictObject({ Quantity: z.number(), Items: z.array(originGroup) })),
    DefaultCacheBehavior: anyBehaviour,
    CacheBehaviors: z._default(z.array(z.strictObject({ ...behaviour, PathPattern: z.string() })), []),
    CustomErrorResponses: z._default(z.array(errorResponse), []),
    DefaultRootObject: z._default(z.string(), ''),
    Enabled: z.literal(true),
    Restrictions: z.optional(
      z.strictObject({ GeoRestriction: z.strictObject({ RestrictionType: z.literal('none') }) }),
    ),
    // Without effect on one machine.
    Aliases: z.optional(z.unknown()),
    Comment: z.optional(z.unknown()),
    HttpVersion: z.optional(z.unknown()),
    IPV6Enabled: z.optional(z.unknown()),
    Logging: z.optional(z.unknown()),
    PriceClass: z.optional(z.unknown()),
    ViewerCertificate: z.optional(z.unknown()),
  }),
});
export type DistributionProperties = z.output<typeof distributionProperties>['DistributionConfig'];
