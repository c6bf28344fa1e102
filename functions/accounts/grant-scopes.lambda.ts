import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { grantScopes, nameClaim } from './grant-scopes.ts';

/** Cognito calls this before it issues a token (trigger version V2_0). */
export async function handler(
  event: PreTokenGenerationV2TriggerEvent,
): Promise<PreTokenGenerationV2TriggerEvent> {
  const { groupConfiguration, scopes = [], userAttributes } = event.request;
  const accessTokenGeneration = {
    ...grantScopes(groupConfiguration.groupsToOverride ?? [], scopes),
    claimsToAddOrOverride: nameClaim(userAttributes),
  };
  return { ...event, response: { claimsAndScopeOverrideDetails: { accessTokenGeneration } } };
}
