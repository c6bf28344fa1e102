import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import type { Place } from '../resource.ts';
import type { Grant } from './grant-scopes.ts';
import { issuerOf, signingKeyOf } from './issuer.ts';
import { subjectOf } from './people.ts';
import type { Client, Pool } from './pool.ts';

interface TokenSubject {
  client: Client;
  username: string;
  grant: Grant;
  now: Date;
  /** Seconds. */
  lifetime: number;
  /** The `jti`; random if not given. */
  id?: string;
}

/** Signs an access token in the shape that Cognito gives it: with a `client_id` and no `aud`. */
export function accessToken(pool: Pool, subject: TokenSubject, place: Place): string {
  const { client, username, grant, now, lifetime, id = randomUUID() } = subject;
  const issuedAt = Math.floor(now.getTime() / 1000);
  const claims: Record<string, unknown> = {
    // First: Cognito keeps its own value of the claims below, whatever the trigger says.
    ...grant.claims,
    sub: subjectOf(username),
    'cognito:groups': grant.groups,
    iss: issuerOf(pool.id, place.region),
    version: 2,
    client_id: client.id,
    origin_jti: randomUUID(),
    token_use: 'access',
    scope: grant.scopes.join(' '),
    auth_time: issuedAt,
    exp: issuedAt + lifetime,
    iat: issuedAt,
    username,
    jti: id,
  };
  if (grant.groups.length === 0) delete claims['cognito:groups'];
  for (const name of grant.suppressed) delete claims[name];
  return signedToken(claims, pool.id, place);
}

/** Signs claims as a JWT (RFC 7519) with the pool's key. */
export function signedToken(claims: Record<string, unknown>, poolId: string, place: Place): string {
  const key = signingKeyOf(poolId, place);
  const head = { kid: key.kid, alg: key.alg };
  const text = [head, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(text), createPrivateKey({ key, format: 'jwk' }));
  return `${text}.${signature.toString('base64url')}`;
}
