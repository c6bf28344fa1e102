import * as z from 'zod/mini';
import type { Cloud } from '../cloud.ts';
import { readProperties } from '../emulator.ts';
import type { Resource } from '../resource.ts';

const poolProperties = z.object({
  LambdaConfig: z.optional(
    z.strictObject({
      PreTokenGeneration: z.optional(z.string()),
      PreTokenGenerationConfig: z.optional(
        z.strictObject({ LambdaArn: z.string(), LambdaVersion: z.literal('V2_0') }),
      ),
    }),
  ),
});

const flows = z.array(z.literal('code', { error: 'only the authorization code flow is imitated' }));

const unit = z.enum(['seconds', 'minutes', 'hours', 'days']);

const clientProperties = z.object({
  UserPoolId: z.string(),
  GenerateSecret: z.optional(z.literal(false, { error: 'client secrets are not imitated' })),
  AllowedOAuthFlows: z._default(flows, []),
  AllowedOAuthScopes: z._default(z.array(z.string()), []),
  CallbackURLs: z._default(z.array(z.string()), []),
  LogoutURLs: z._default(z.array(z.string()), []),
  AccessTokenValidity: z.optional(z.number()),
  RefreshTokenValidity: z.optional(z.number()),
  RefreshTokenRotation: z.optional(
    z.strictObject({
      Feature: z.enum(['ENABLED', 'DISABLED']),
      RetryGracePeriodSeconds: z._default(z.number(), 0),
    }),
  ),
  TokenValidityUnits: z.optional(
    z.strictObject({
      AccessToken: z.optional(unit),
      IdToken: z.optional(unit),
      RefreshToken: z.optional(unit),
    }),
  ),
});
type ClientProperties = z.output<typeof clientProperties>;

export interface Client extends ClientProperties {
  id: string;
}

/** A user pool as the template describes it. */
export interface Pool {
  id: string;
  arn: string;
  /** ARN of the PreTokenGeneration trigger. */
  trigger?: string;
  clients: readonly Client[];
  groups: readonly string[];
}

export function poolOf(resource: Resource, cloud: Cloud): Pool {
  const { LambdaConfig: triggers } = readProperties(resource, poolProperties);
  const { ref: id, attributes } = resource.identity;
  return {
    id,
    arn: attributes.Arn ?? '',
    trigger: triggers?.PreTokenGenerationConfig?.LambdaArn,
    clients: parts('AWS::Cognito::UserPoolClient', id, cloud).map((one) => ({
      ...readProperties(one, clientProperties),
      id: one.identity.ref,
    })),
    groups: parts('AWS::Cognito::UserPoolGroup', id, cloud).map(({ properties }) =>
      String(properties.GroupName),
    ),
  };
}

function parts(type: string, poolId: string, { resources }: Cloud): Resource[] {
  return [...resources.values()].filter((one) => one.type === type && one.properties.UserPoolId === poolId);
}

const seconds = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

/** How long an access token is valid, in seconds: by default an hour. A plain number is hours. */
export function lifetimeOf({ AccessTokenValidity, TokenValidityUnits }: ClientProperties): number {
  return (AccessTokenValidity ?? 1) * seconds[TokenValidityUnits?.AccessToken ?? 'hours'];
}

/** How long a refresh token is valid, in seconds: by default thirty days. A plain number is days. */
export function refreshLifetimeOf({ RefreshTokenValidity, TokenValidityUnits }: ClientProperties): number {
  return (RefreshTokenValidity ?? 30) * seconds[TokenValidityUnits?.RefreshToken ?? 'days'];
}

/** For how long a refresh token that was exchanged for another one still works, in seconds; undefined when it works as
 *  long as any. */
export const rotationGraceOf = ({ RefreshTokenRotation }: ClientProperties): number | undefined =>
  RefreshTokenRotation?.Feature === 'ENABLED' ? RefreshTokenRotation.RetryGracePeriodSeconds : undefined;
