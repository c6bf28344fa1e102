import type { Cloud } from '../cloud.ts';
import { accessToken } from './access-token.ts';
import { grantScopes } from './grant-scopes.ts';
import { type Person, people } from './people.ts';
import { type Pool, poolOf } from './pool.ts';

interface TokenRequest {
  username: string;
  /** Groups of the user pool; what the trigger makes of them decides the scopes. */
  groups: readonly string[];
}

/** Seconds. Longer than Cognito allows: the token's file must work for as long as the press runs. */
const thirtyDays = 30 * 86_400;

/**
 * Makes an access token for a person without a browser: for `<data>/editor-token` and tests.
 * Throws when the template has no user pool with a client.
 */
export async function issueToken(cloud: Cloud, request: TokenRequest, now = new Date()): Promise<string> {
  const pool = onlyPool(cloud);
  const client = pool.clients[0];
  if (!client) throw new Error('The user pool has no client, so nobody can be given a token.');
  const grantRequest = {
    person: personOf(request),
    client,
    scopes: client.AllowedOAuthScopes,
    triggerSource: 'TokenGeneration_Authentication',
  };
  const grant = await grantScopes(pool, grantRequest, cloud);
  const subject = { client, username: request.username, grant, now, lifetime: thirtyDays };
  return accessToken(pool, subject, cloud.place);
}

function onlyPool(cloud: Cloud): Pool {
  const pool = [...cloud.resources.values()].find(({ type }) => type === 'AWS::Cognito::UserPool');
  if (!pool) throw new Error('The template has no user pool, so nobody can be given a token.');
  return poolOf(pool, cloud);
}

function personOf({ username, groups }: TokenRequest): Person {
  const known = people.find((one) => one.username === username);
  return { name: username, email: `${username}@press.example`, ...known, username, groups };
}
