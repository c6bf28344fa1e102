import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Place } from '../resource.ts';

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

/** The pool's signing key, made once and kept in the data folder, so that a token outlives a restart. */
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
