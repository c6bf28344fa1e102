import * as oauth from 'oauth4webapi';
import type { SignIn } from '../../../accounts/describe-sign-in.ts';

/** A sign-in that was begun: what the page has to know when it is come back to. */
export interface Attempt {
  state: string;
  verifier: string;
  /** The view that was left, as the address had it behind its `#`. */
  hash: string;
}

export interface Tokens {
  access: string;
  /** Without one the refresh token before stays good. */
  refresh?: string;
  /** Seconds that the access token is valid from now on. */
  seconds: number;
}

/** The code or the refresh token is used up, expired or revoked: one has to sign in again. */
export class GrantRefused extends Error {
  override readonly name = 'GrantRefused';
}

/** The sign-in gave no tokens and has not refused either: it is busy or out of order. The grant is still good. */
export class SignInUnavailable extends Error {
  override readonly name = 'SignInUnavailable';
}

/** Where the browser comes back to, as it is registered. */
export const callback = (): string => `${location.origin}/desk/`;

export const newAttempt = (hash: string): Attempt => ({
  state: oauth.generateRandomState(),
  verifier: oauth.generateRandomCodeVerifier(),
  hash,
});

/** Where one says who one is (RFC 6749, 4.1.1, with RFC 7636). */
export async function authorizationAddress(signIn: SignIn, { state, verifier }: Attempt): Promise<string> {
  const address = new URL(signIn.authorizationEndpoint);
  const parameters = {
    response_type: 'code',
    client_id: signIn.clientId,
    redirect_uri: callback(),
    scope: signIn.scopes.join(' '),
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return address.href;
}

/** Exchanges what came back for tokens. @throws GrantRefused, SignInUnavailable. */
export async function exchangeCode(
  signIn: SignIn,
  answer: URLSearchParams,
  { state, verifier }: Attempt,
): Promise<Tokens> {
  const { server, client } = partiesOf(signIn);
  return granted(async () => {
    const checked = oauth.validateAuthResponse(server, client, answer, state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      checked,
      callback(),
      verifier,
      optionsFor(signIn.tokenEndpoint),
    );
    return oauth.processAuthorizationCodeResponse(server, client, response);
  });
}

/** Exchanges a refresh token for new tokens. @throws as `exchangeCode`. */
export async function refreshed(signIn: SignIn, refresh: string): Promise<Tokens> {
  const { server, client } = partiesOf(signIn);
  return granted(async () => {
    const response = await oauth.refreshTokenGrantRequest(
      server,
      client,
      oauth.None(),
      refresh,
      optionsFor(signIn.tokenEndpoint),
    );
    return oauth.processRefreshTokenResponse(server, client, response);
  });
}

/** Makes a refresh token, and what came of it, worthless (RFC 7009). */
export async function revoke(signIn: SignIn, refresh: string): Promise<void> {
  const { server, client } = partiesOf(signIn);
  const options = optionsFor(signIn.tokenEndpoint);
  await oauth.processRevocationResponse(
    await oauth.revocationRequest(server, client, oauth.None(), refresh, options),
  );
}

/** Cognito's own page, which is not that of OpenID Connect: it ends the session there and leads back here. */
export function logoutAddress({ logoutEndpoint, clientId }: SignIn): string {
  const address = new URL(logoutEndpoint);
  address.searchParams.set('client_id', clientId);
  address.searchParams.set('logout_uri', callback());
  return address.href;
}

/** Cognito revokes beside where it issues tokens. */
function partiesOf({ issuer, tokenEndpoint, clientId }: SignIn) {
  const server: oauth.AuthorizationServer = {
    issuer,
    token_endpoint: tokenEndpoint,
    revocation_endpoint: new URL('revoke', tokenEndpoint).href,
  };
  // The ID token is not used, and this machine's clock may be days off: nothing rests on its times.
  const client: oauth.Client = { client_id: clientId, [oauth.clockTolerance]: 10 * 365 * 86_400 };
  return { server, client };
}

/** A press on one's own machine has no certificate. */
const optionsFor = (address: string) => ({
  [oauth.allowInsecureRequests]: new URL(address).hostname === 'localhost',
});

async function granted(request: () => Promise<oauth.TokenEndpointResponse>): Promise<Tokens> {
  const answer = await request().catch((cause: unknown) => {
    if (isRefusal(cause)) throw new GrantRefused(cause.error_description ?? cause.error, { cause });
    throw new SignInUnavailable('The sign-in does not answer', { cause });
  });
  const { access_token: access, refresh_token: refresh, expires_in: seconds = 0 } = answer;
  return { access, seconds, ...(refresh !== undefined && { refresh }) };
}

/** Of the token endpoint `invalid_grant` alone (RFC 6749, 5.2): what else it answers is nothing that signing in mends. */
const isRefusal = (cause: unknown): cause is oauth.AuthorizationResponseError | oauth.ResponseBodyError =>
  cause instanceof oauth.AuthorizationResponseError ||
  (cause instanceof oauth.ResponseBodyError && cause.error === 'invalid_grant');
