import * as z from 'zod/mini';

const throttle = {
  ThrottlingRateLimit: z.optional(z.number()),
  ThrottlingBurstLimit: z.optional(z.number()),
  // Metrics have no effect on one machine.
  DetailedMetricsEnabled: z.optional(z.boolean()),
};

export const apiProperties = z.object({ Name: z.string(), ProtocolType: z.literal('HTTP') });

export const stageProperties = z.object({
  ApiId: z.string(),
  StageName: z.literal('$default', { error: 'only the stage $default is imitated' }),
  AutoDeploy: z.literal(true, { error: 'deployments are not imitated' }),
  DefaultRouteSettings: z.optional(z.strictObject(throttle)),
  RouteSettings: z.optional(z.record(z.string(), z.strictObject(throttle))),
});
export type StageProperties = z.output<typeof stageProperties>;

export const routeProperties = z.object({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.optional(z.enum(['NONE', 'JWT'])),
  AuthorizerId: z.optional(z.string()),
  AuthorizationScopes: z.optional(z.array(z.string())),
});
export type RouteProperties = z.output<typeof routeProperties>;

export const integrationProperties = z.object({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  /** Of the role as which it is run; without one the function's own permission is asked. */
  CredentialsArn: z.optional(z.string()),
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: z.optional(z.number().check(z.gte(50), z.lte(30_000))),
});

export const authorizerProperties = z.object({
  ApiId: z.string(),
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z.tuple([z.string().check(z.regex(/^\$request\.header\.[\w-]+$/))]),
  JwtConfiguration: z.strictObject({ Issuer: z.string(), Audience: z.array(z.string()) }),
});
export type AuthorizerProperties = z.output<typeof authorizerProperties>;
