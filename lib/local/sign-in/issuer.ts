import type { Cloud } from '../cloud.ts';
import type { Place } from '../resource.ts';
import { type SigningKey, signingKeyOf } from './keys.ts';

/** The `iss` of a pool's tokens, on AWS and here. */
export const issuerOf = (poolId: string, region: string): string =>
  `https://cognito-idp.${region}.amazonaws.com/${poolId}`;

/** The pool that issues under this name. Throws when none of the template does. */
export function poolIssuing(issuer: string, { place, resources }: Cloud): string {
  for (const { type, identity } of resources.values()) {
    const isPool = type === 'AWS::Cognito::UserPool';
    if (isPool && issuerOf(identity.ref, place.region) === issuer) return identity.ref;
  }
  throw new Error(`No user pool of the template issues tokens as ${issuer}.`);
}

/** What everybody may know of the pool's key: its JSON Web Key Set. */
export function publicKeysOf(poolId: string, place: Place) {
  const { kty, kid, use, alg, n, e }: SigningKey = signingKeyOf(poolId, place);
  return { keys: [{ kty, kid, use, alg, n, e }] };
}
