import * as z from 'zod/mini';
import type { Cloud } from '../cloud.ts';
import { type Person, subjectOf } from './people.ts';
import type { Client, Pool } from './pool.ts';

/** Scopes, groups and claims of an access token. */
export interface Grant {
  scopes: string[];
  groups: string[];
  claims: Record<string, unknown>;
  suppressed: string[];
}

export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
}

const names = z._default(z.nullish(z.array(z.string())), []);
const overrides = z.object({
  accessTokenGeneration: z.nullish(
    z.object({
      claimsToAddOrOverride: z.nullish(z.record(z.string(), z.unknown())),
      claimsToSuppress: names,
      scopesToAdd: names,
      scopesToSuppress: names,
    }),
  ),
  groupOverrideDetails: z.nullish(z.object({ groupsToOverride: z.nullish(z.array(z.string())) })),
});
const answer = z.object({ response: z.object({ claimsAndScopeOverrideDetails: z.nullish(overrides) }) });

interface GrantRequest {
  person: Person;
  client: Client;
  scopes: readonly string[];
  triggerSource: string;
}

/** Asks the pool's PreTokenGeneration trigger (version V2_0) what the token may hold, as Cognito does. */
export async function grantScopes(pool: Pool, request: GrantRequest, cloud: Cloud): Promise<Grant> {
  const plain: Grant = {
    scopes: [...request.scopes],
    groups: [...request.person.groups],
    claims: {},
    suppressed: [],
  };
  if (pool.trigger === undefined) return plain;
  const by = { service: 'cognito-idp.amazonaws.com', sourceArn: pool.arn };
  const invocation = await cloud.invoke(pool.trigger, triggerEvent(pool, request, cloud), by);
  if (invocation.outcome === 'failed') {
    throw new SignInRefused(`PreTokenGeneration failed with error ${invocation.message}.`);
  }
  const details = answer.parse(invocation.payload).response.claimsAndScopeOverrideDetails;
  return details ? overridden(plain, details) : plain;
}

function overridden(plain: Grant, details: z.output<typeof overrides>): Grant {
  const token = details.accessTokenGeneration;
  const suppressed = new Set(token?.scopesToSuppress);
  return {
    scopes: [...new Set([...plain.scopes, ...(token?.scopesToAdd ?? [])])].filter(
      (scope) => !suppressed.has(scope),
    ),
    groups: details.groupOverrideDetails?.groupsToOverride ?? plain.groups,
    claims: token?.claimsToAddOrOverride ?? {},
    suppressed: token?.claimsToSuppress ?? [],
  };
}

function triggerEvent(pool: Pool, { person, client, scopes, triggerSource }: GrantRequest, { place }: Cloud) {
  return {
    version: '2',
    triggerSource,
    region: place.region,
    userPoolId: pool.id,
    userName: person.username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: client.id },
    request: {
      userAttributes: {
        sub: subjectOf(person.username),
        email: person.email,
        email_verified: 'true',
        name: person.name,
        'cognito:user_status': 'CONFIRMED',
      },
      groupConfiguration: { groupsToOverride: person.groups, iamRolesToOverride: [], preferredRole: null },
      scopes,
    },
    response: { claimsAndScopeOverrideDetails: null },
  };
}
