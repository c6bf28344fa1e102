import { JwtVerifier } from 'aws-jwt-verify';
import type { Jwks } from 'aws-jwt-verify/jwk';
import type { AuthorizerProperties } from './properties.ts';

export type AuthorizerDecision =
  | { outcome: 'authorized'; claims: Record<string, string>; scopes: string[] | null }
  | { outcome: 'unauthorized'; challenge: string }
  | { outcome: 'forbidden'; challenge: string };

export interface JwtAuthorizer {
  /** `wanted` are the route's scopes: any one of them is enough, none asks for no scope. */
  check(headers: Readonly<Record<string, string>>, wanted: readonly string[]): AuthorizerDecision;
}

/**
 * The JWT authorizer of an HTTP API: signature, `iss`, `exp`, `nbf`, then `aud` (or, in a token without one,
 * `client_id`) against the audience, then the scopes. `keys` is asked once, at the first token.
 */
export function jwtAuthorizer(properties: AuthorizerProperties, keys: () => Jwks): JwtAuthorizer {
  const header = properties.IdentitySource[0].slice('$request.header.'.length).toLowerCase();
  const { Issuer: issuer, Audience: audience } = properties.JwtConfiguration;
  let verifier: ReturnType<typeof verifierOf> | undefined;
  return {
    check(headers, wanted) {
      const token = headers[header]?.replace(/^Bearer\s+/i, '').trim();
      if (!token) return { outcome: 'unauthorized', challenge: 'Bearer' };
      try {
        verifier ??= verifierOf(issuer, keys());
        const payload = verifier.verifySync(token);
        if (!isFor(payload, audience)) return unauthorized('the token was made for someone else');
        return admit(payload, wanted);
      } catch (error) {
        return unauthorized(error instanceof Error ? error.message : 'the token is not valid');
      }
    },
  };
}

function verifierOf(issuer: string, keys: Jwks) {
  const verifier = JwtVerifier.create({ issuer, audience: null });
  verifier.cacheJwks(keys);
  return verifier;
}

type Payload = ReturnType<ReturnType<typeof verifierOf>['verifySync']>;

/** `client_id` counts only when there is no `aud`, as in Cognito's access tokens. */
function isFor({ aud, client_id }: Payload, audience: readonly string[]): boolean {
  const given: unknown[] = aud === undefined ? [client_id] : [aud].flat();
  return given.some((one) => typeof one === 'string' && audience.includes(one));
}

function admit(payload: Payload, wanted: readonly string[]): AuthorizerDecision {
  const scopes = scopesOf(payload);
  if (wanted.length === 0) return { outcome: 'authorized', claims: claimTexts(payload), scopes: null };
  if (!wanted.some((scope) => scopes.includes(scope))) {
    return {
      outcome: 'forbidden',
      challenge: `Bearer scope="${wanted.join(' ')}" error="insufficient_scope"`,
    };
  }
  return { outcome: 'authorized', claims: claimTexts(payload), scopes };
}

function scopesOf({ scp, scope }: Payload): string[] {
  const given: unknown = scp ?? scope;
  if (Array.isArray(given)) return given.map(String);
  return typeof given === 'string' ? given.split(' ') : [];
}

const unauthorized = (why: string): AuthorizerDecision => ({
  outcome: 'unauthorized',
  challenge: `Bearer scope="" error="invalid_token" error_description="${why.replace(/["\\\r\n]/g, ' ')}"`,
});

/** A token's claims as a JWT authorizer hands them on: text only. */
function claimTexts(payload: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(payload)) texts[name] = claimText(value);
  return texts;
}

/** Lists come as `[a b]` and objects as `map[a:1 b:2]`: API Gateway prints them the way Go does. */
function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${fields.map(([name, one]) => `${name}:${claimText(one)}`).join(' ')}]`;
}
