import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import type { Place } from '../resource.ts';

/** The `iss` of a pool's tokens, on AWS and here. */
export const issuerOf = (poolId: string, region: string): string =>
  `https://cognito-idp.${region}.amazonaws.com/${poolId}`;

/** The id of the pool with this issuer. Throws when the template has none. */
export function poolIssuing(issuer: string, { place, resources }: Cloud): string {
  for (const { type, identity } of resources.values()) {
    const isPool = type === 'AWS::Cognito::UserPool';
    if (isPool && issuerOf(identity.ref, place.region) === issuer) return identity.ref;
  }
  throw new Error(`No user pool of the template issues tokens as ${issuer}.`);
}

/** The public part of the pool's key, as a JSON Web Key Set. */
export function publicKeysOf(poolId: string, place: Place) {
  const { kty, kid, use, alg, n, e }: SigningKey = signingKeyOf(poolId, place);
  return { keys: [{ kty, kid, use, alg, n, e }] };
}

/** A private RSA key as a JSON Web Key (RFC 7517). */
export interface SigningKey {
  kty: 'RSA';
  kid: string;
  alg: 'RS256';
  use: 'sig';
  n: string;
  e: string;
  [secret: string]: string;
}

/** The pool's signing key, made once and stored in the data folder, so that tokens stay valid after a restart. */
export function signingKeyOf(poolId: string, { data }: Place): SigningKey {
  const file = join(data, 'sign-in', `${poolId}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const key = newKey(poolId);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(key), { mode: 0o600, flush: true });
  return key;
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

function newKey(poolId: string): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n = '', e = '', ...secret } = privateKey.export({ format: 'jwk' });
  const { d = '', p = '', q = '', dp = '', dq = '', qi = '' } = secret;
  return { kty: 'RSA', kid: `${poolId}-1`, alg: 'RS256', use: 'sig', n, e, d, p, q, dp, dq, qi };
}
