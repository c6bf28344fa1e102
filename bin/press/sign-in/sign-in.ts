import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import * as oauth from 'oauth4webapi';
import { callbackPorts } from '../../../lib/sign-in-callbacks.ts';
import { Problem } from '../client.ts';
import { countOf } from '../terminal.ts';
import {
  describedSignIn,
  exchangeCode,
  partiesOf,
  plainText,
  type SignInDescription,
  type Tokens,
} from './authorization-server.ts';
import { type Callback, type CallbackListener, listenForCallback } from './callback.ts';
import { identityIn, identityText } from './identity.ts';
import type { StoredSignIn } from './stored.ts';

export interface SignInOptions {
  /** Shows the person the address to sign in at. */
  show: (address: string) => void;
  /** Opens it in a browser. */
  open?: (address: string) => void;
  /** Where a person may paste the address that their browser ended at, when it runs on another machine. */
  pasted?: Readable;
  /** In milliseconds. */
  timeout?: number;
  ports?: readonly number[];
}

const tenMinutes = 10 * 60_000;

/**
 * Signs a person in at a press by authorization code and PKCE (RFC 8252): the browser signs them in, and comes back to
 * this machine with a code, which is exchanged for tokens.
 * @throws Problem when the press, the person or the port refuses, or nobody signs in in time.
 */
export async function signIn(api: string, options: SignInOptions): Promise<StoredSignIn> {
  const { timeout = tenMinutes, ports = callbackPorts } = options;
  const described = await describedSignIn(api);
  const [state, verifier] = [oauth.generateRandomState(), oauth.generateRandomCodeVerifier()];
  const listener = await listenForCallback(state, ports);
  const { redirectUri } = listener;
  const ended = new AbortController();
  try {
    const address = await authorizationAddress(described, { redirectUri, state, verifier });
    options.show(address);
    options.open?.(address);
    const callback = await Promise.race([
      ...callbacksFrom(listener, options.pasted, ended.signal),
      nobodyWithin(timeout, ended.signal),
    ]);
    const tokens = await tokensFor(callback, described, { redirectUri, state, verifier });
    return storedFrom(described, tokens);
  } finally {
    ended.abort();
    listener.close();
  }
}

interface Attempt {
  redirectUri: string;
  state: string;
  verifier: string;
}

async function authorizationAddress(
  { authorizationEndpoint, clientId, scopes }: SignInDescription,
  { redirectUri, state, verifier }: Attempt,
): Promise<string> {
  const address = new URL(authorizationEndpoint);
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return address.href;
}

function callbacksFrom(
  { callback, redirectUri }: CallbackListener,
  pasted: Readable | undefined,
  signal: AbortSignal,
): Promise<Callback>[] {
  return pasted ? [callback, pastedCallback(pasted, redirectUri, signal)] : [callback];
}

/** The first line that is an address of ours. Never settles when there is none. */
async function pastedCallback(input: Readable, redirectUri: string, signal: AbortSignal): Promise<Callback> {
  const lines = createInterface({ input, signal });
  return new Promise((resolve) => {
    lines.on('line', (line) => {
      const address = URL.parse(line.trim());
      if (!address?.href.startsWith(redirectUri)) return;
      resolve({ parameters: address.searchParams, answer: () => undefined });
    });
  });
}

async function nobodyWithin(timeout: number, signal: AbortSignal): Promise<never> {
  await pause(timeout, undefined, { signal });
  throw new Problem(
    `Nobody has signed in within ${countOf(Math.ceil(timeout / 60_000), 'minute')}. Try again: press login`,
  );
}

/** The browser shows the outcome, too. */
async function tokensFor(
  callback: Callback,
  described: SignInDescription,
  attempt: Attempt,
): Promise<Tokens> {
  try {
    const tokens = await exchangeCode(described, checked(callback.parameters, described, attempt), attempt);
    const identity = identityIn(tokens.accessToken);
    callback.answer({
      title: 'You are signed in',
      text: `As ${identity ? identityText(identity) : 'yourself'}.`,
    });
    return tokens;
  } catch (error) {
    const text = error instanceof Problem ? error.message : 'Something went wrong.';
    callback.answer({ title: 'Signing in did not work', text, failed: true });
    throw error;
  }
}

/** The parameters, once their state is ours, their issuer (RFC 9207) the press's, and there is no error among them. */
function checked(
  parameters: URLSearchParams,
  described: SignInDescription,
  { state }: Attempt,
): URLSearchParams {
  const { server, client } = partiesOf(described);
  try {
    return oauth.validateAuthResponse(server, client, parameters, state);
  } catch (cause) {
    if (!(cause instanceof oauth.AuthorizationResponseError)) {
      throw new Problem(
        'What came back from the browser is not the answer to this sign-in. Try again: press login',
        {
          cause,
        },
      );
    }
    const why = plainText(cause.error_description ?? cause.error);
    throw new Problem(`The press’s sign-in refuses: ${why}.`, { cause });
  }
}

function storedFrom(described: SignInDescription, { refreshToken, ...tokens }: Tokens): StoredSignIn {
  if (!refreshToken)
    throw new Problem('The press’s sign-in gave no refresh token, without which nothing can be kept.');
  const { issuer, tokenEndpoint, logoutEndpoint, clientId } = described;
  return { issuer, tokenEndpoint, logoutEndpoint, clientId, refreshToken, ...tokens };
}
