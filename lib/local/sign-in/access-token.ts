import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import type { Place } from '../resource.ts';
import type { Grant } from './grant-scopes.ts';
import { issuerOf, signingKeyOf } from './issuer.ts';
import { subjectOf } from './people.ts';

interface TokenSubject {
  poolId: string;
  clientId: string;
  username: string;
  grant: Grant;
  /** Seconds since 1970. */
  issuedAt: number;
  /** Seconds. */
  lifetime: number;
}

/** The claims of an access token in the shape Cognito gives it: a `client_id` and no `aud`. */
export function accessClaims(token: TokenSubject, { region }: Place): Record<string, unknown> {
  const { grant, issuedAt } = token;
  const claims: Record<string, unknown> = {
    sub: subjectOf(token.username),
    'cognito:groups': grant.groups,
    iss: issuerOf(token.poolId, region),
    version: 2,
    client_id: token.clientId,
    origin_jti: randomUUID(),
    token_use: 'access',
    scope: grant.scopes.join(' '),
    auth_time: issuedAt,
    exp: issuedAt + token.lifetime,
    iat: issuedAt,
    jti: randomUUID(),
    username: token.username,
    ...grant.claims,
  };
  if (grant.groups.length === 0) delete claims['cognito:groups'];
  for (const name of grant.suppressed) delete claims[name];
  return claims;
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
