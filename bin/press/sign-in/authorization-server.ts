import * as oauth from 'oauth4webapi';
import * as z from 'zod/mini';
import { fetchWithRetries, isLoopback, isPrivateLine, Problem, timeoutsOf } from '../client.ts';
import { identityIn } from './identity.ts';

/** What `GET /api/sign-in` answers. */
const signInDescription = z.looseObject({
  issuer: z.url(),
  authorizationEndpoint: z.url(),
  tokenEndpoint: z.url(),
  logoutEndpoint: z.url(),
  clientId: z.string().check(z.minLength(1)),
  scopes: z.array(z.string()),
});
export type SignInDescription = z.output<typeof signInDescription>;

/** The addresses that tokens are got from: all that is needed once somebody has signed in. */
export type TokenAddresses = Pick<SignInDescription, 'issuer' | 'tokenEndpoint' | 'clientId'>;

const { answer: timeoutMs } = timeoutsOf({});

/** Asks a press how to sign in to it.
 *  @throws Problem when there is no press at the address, its tokens would go over an open line, or the code of one
 *  authorization server to another (RFC 9700, 2.1). */
export async function describedSignIn(api: string): Promise<SignInDescription> {
  demandPrivateLine(api);
  const response = await fetchWithRetries((signal) => fetch(`${api}/sign-in`, { signal }), timeoutMs);
  const { data } = signInDescription.safeParse(await response.json().catch(() => undefined));
  if (!response.ok || !data) {
    throw new Problem(
      `${api}/sign-in does not say how to sign in (${response.status}). Is it the address of a press, and the press up to date?`,
    );
  }
  const endpoints = [data.authorizationEndpoint, data.tokenEndpoint, data.logoutEndpoint];
  for (const address of [...endpoints, data.issuer, response.url]) demandPrivateLine(address);
  demandOneOrigin(api, endpoints);
  return data;
}

/** A press that names another one's pages to sign in at would get that one's codes. Cognito's issuer has an origin of its
 *  own: that it is theirs, their tokens say. */
function demandOneOrigin(api: string, endpoints: string[]): void {
  const origins = [...new Set(endpoints.map((address) => new URL(address).origin))];
  if (origins.length === 1) return;
  throw new Problem(
    `${api}/sign-in names pages of different sites (${origins.join(', ')}): one could take what is typed at the other. Nothing was sent. Tell whoever looks after the press.`,
  );
}

/** Tokens and codes go over TLS, or stay on this machine. */
function demandPrivateLine(address: string): void {
  if (isPrivateLine(address)) return;
  throw new Problem(
    `${address} is not private: everybody on the way could read your sign-in. It has to be https://.`,
  );
}

/** What a press's authorization server gave. */
export interface Tokens {
  accessToken: string;
  /** Without one the token before stays good. */
  refreshToken?: string;
  /** Milliseconds since the epoch, by this machine's clock. */
  expires: number;
}

/** The authorization server refuses the code or the refresh token: it is used up, expired or revoked. */
export class GrantRefused extends Problem {
  override readonly name = 'GrantRefused';
}

/** Exchanges the parameters of a callback for tokens.
 *  @param callback As `validateAuthResponse` gave them.
 *  @throws GrantRefused, or Problem for an answer that is not one. */
export function exchangeCode(
  addresses: TokenAddresses,
  callback: URLSearchParams,
  { redirectUri, verifier }: { redirectUri: string; verifier: string },
): Promise<Tokens> {
  const { server, client } = partiesOf(addresses);
  return tokensFrom(addresses, async () => {
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      callback,
      redirectUri,
      verifier,
      optionsFor(addresses.tokenEndpoint),
    );
    return oauth.processAuthorizationCodeResponse(server, client, response);
  });
}

/** Exchanges a refresh token for new tokens. @throws as `exchangeCode`. */
export function refreshTokens(addresses: TokenAddresses, refreshToken: string): Promise<Tokens> {
  const { server, client } = partiesOf(addresses);
  return tokensFrom(addresses, async () => {
    const options = optionsFor(addresses.tokenEndpoint);
    const response = await oauth.refreshTokenGrantRequest(
      server,
      client,
      oauth.None(),
      refreshToken,
      options,
    );
    return oauth.processRefreshTokenResponse(server, client, response);
  });
}

/** Makes a refresh token and the access tokens that came of it worthless (RFC 7009). */
export async function revokeToken(addresses: TokenAddresses, refreshToken: string): Promise<void> {
  const { server, client } = partiesOf(addresses);
  const options = optionsFor(addresses.tokenEndpoint);
  const response = await oauth.revocationRequest(server, client, oauth.None(), refreshToken, options);
  await oauth.processRevocationResponse(response);
}

/** For `oauth4webapi`. Cognito revokes beside where it issues tokens. */
export function partiesOf({ issuer, tokenEndpoint, clientId }: TokenAddresses) {
  const server: oauth.AuthorizationServer = {
    issuer,
    token_endpoint: tokenEndpoint,
    revocation_endpoint: new URL('revoke', tokenEndpoint).href,
  };
  // The ID token is not used, and this machine's clock may be days off: nothing rests on its times.
  const client: oauth.Client = { client_id: clientId, [oauth.clockTolerance]: 10 * 365 * 86_400 };
  return { server, client };
}

const optionsFor = (address: string) => ({
  [oauth.allowInsecureRequests]: isLoopback(address),
  [oauth.customFetch]: (
    url: string,
    { method, headers, body, redirect }: oauth.CustomFetchOptions<'POST', URLSearchParams>,
  ) => fetchWithRetries((signal) => fetch(url, { method, headers, body, redirect, signal }), timeoutMs),
});

async function tokensFrom(
  { issuer, tokenEndpoint }: TokenAddresses,
  request: () => Promise<oauth.TokenEndpointResponse>,
): Promise<Tokens> {
  const answer = await request().catch((cause: unknown) => {
    throw inWords(cause);
  });
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds = 0 } = answer;
  if (identityIn(accessToken)?.issuer !== issuer)
    throw new Problem(
      `${tokenEndpoint} gave a token that is not of ${plainText(issuer)}, so it was not kept.`,
    );
  return { accessToken, refreshToken, expires: Date.now() + seconds * 1000 };
}

function inWords(cause: unknown): unknown {
  if (cause instanceof Problem) return cause;
  if (cause instanceof oauth.ResponseBodyError) {
    const { error, error_description: description } = cause;
    const message = `The press’s sign-in refuses: ${plainText(description ?? error)}.`;
    return error === 'invalid_grant' ? new GrantRefused(message, { cause }) : new Problem(message, { cause });
  }
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Problem(`The press’s sign-in gave an answer that cannot be right: ${plainText(why)}.`, {
    cause,
  });
}

/** Words from outside, for one line of a terminal. */
export const plainText = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, 300)
    .replace(/\.$/, '');
