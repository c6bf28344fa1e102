import { setTimeout as pause } from 'node:timers/promises';
import { identityIn, identityText } from './sign-in/identity.ts';

/** Where a press answers (`…/api`, no trailing slash) and the bearer token that it takes. */
export interface Press {
  api: string;
  /** A token as it is, or what gives one that is valid now. */
  token: string | TokenSource;
  /** How long it is waited for, where that is not the usual. */
  readonly timeouts?: Partial<Timeouts>;
}

/** Gives access tokens for as long as work takes, which may be longer than one of them lives. */
export interface TokenSource {
  /** A token that is valid for a while yet. */
  current(): Promise<string>;
  /** Another token than the one that was refused. */
  inPlaceOf(refused: string): Promise<string>;
}

/** In milliseconds. */
export interface Timeouts {
  /** Until an answer is complete. API Gateway itself gives up after 30 seconds. */
  readonly answer: number;
  /** Until a receipt changes. What is handed in before may take its time. */
  readonly receipt: number;
}

const usualTimeouts: Timeouts = { answer: 35_000, receipt: 30 * 60_000 };

export const timeoutsOf = ({ timeouts }: Pick<Press, 'timeouts'>): Timeouts => ({
  ...usualTimeouts,
  ...timeouts,
});

/** Where a press's site is, for people. */
export const siteOf = (api: string): string => api.replace(/\/api$/, '');

const loopback = ['localhost', '127.0.0.1', '[::1]'];

export const isLoopback = (address: string): boolean => loopback.includes(URL.parse(address)?.hostname ?? '');

/** Whether what is sent there goes over TLS, or stays on this machine. */
export function isPrivateLine(address: string): boolean {
  const { protocol } = URL.parse(address) ?? {};
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(address));
}

export const howToSignIn = (api: string): string => `Sign in again: press login ${siteOf(api)}`;

export const notSignedIn = (api: string): string =>
  `You are not signed in at ${siteOf(api)}. Sign in: press login ${siteOf(api)}`;

/** A failure with a sentence for the person at the terminal: no stack is printed for it. */
export class Problem extends Error {
  override readonly name: string = 'Problem';
}

/** Nobody answers at the press's address. */
export class Unreachable extends Problem {}

/** The press answers 5xx, or 429, at every attempt: what it has done of the request is not known. */
export class ServerError extends Problem {}

/** The press has no such thing. */
export class NotThere extends Problem {}

/** It was done already, and nothing was changed. */
export class Unchanged extends Problem {}

/** Calls the press's API, with retries, and returns the parsed body.
 *  @throws Problem with the `detail` of the answer (RFC 9457) when the press refuses; ServerError when it fails. */
export async function call<T>(
  press: Press,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  const { answer } = timeoutsOf(press);
  let sent = '';
  const response = await withToken(press, (token) => {
    sent = token;
    return fetchWithRetries(
      (signal) =>
        fetch(press.api + path, {
          method,
          headers: { ...headers, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: body === undefined ? undefined : JSON.stringify(body),
          signal,
        }),
      answer,
    );
  });
  const text = await response.text().catch((cause: unknown) => {
    throw unreachable(cause, answer);
  });
  if (!response.ok) throw failureOf(response, messageIn(response, text, press, sent));
  return JSON.parse(text) as T;
}

/** Sends a request once more, with another token, when the first one is refused: it may have expired on the way, or been
 *  revoked. */
async function withToken({ token }: Press, send: (token: string) => Promise<Response>): Promise<Response> {
  if (typeof token === 'string') return send(token);
  const first = await token.current();
  const response = await send(first);
  if (response.status !== 401) return response;
  await response.body?.cancel();
  return send(await token.inPlaceOf(first));
}

/** The error for a response that is not `ok`. */
export function failureOf({ status }: Response, message: string): Problem {
  if (status === 429 || status >= 500) return new ServerError(message);
  if (status === 404) return new NotThere(message);
  return status === 409 && message.startsWith('Unchanged:') ? new Unchanged(message) : new Problem(message);
}

const maxAttempts = 5;

/** Repeats a request without an answer, or with 429 or 5xx, after growing delays. One that stays silent is not
 *  repeated: it was waited for long enough.
 *  @param request Gives the signal to `fetch`.
 *  @param timeoutMs Until an answer is complete, for one attempt.
 *  @throws Unreachable when the last attempt has no answer either, or one was silent for too long. */
export async function fetchWithRetries(
  request: (signal: AbortSignal) => Promise<Response>,
  timeoutMs: number,
): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await request(AbortSignal.timeout(timeoutMs)).catch((cause: unknown) =>
      unreachable(cause, timeoutMs),
    );
    const again =
      response instanceof Unreachable
        ? !isTimeout(response.cause)
        : response.status === 429 || response.status >= 500;
    if (again && attempt < maxAttempts) await pause(100 * 2 ** attempt);
    else if (response instanceof Unreachable) throw response;
    else return response;
  }
}

/** Why no answer came, or none that was complete. */
export function unreachable(cause: unknown, timeoutMs: number): Unreachable {
  if (!isTimeout(cause)) return new Unreachable(wasCutOff(cause) ? cutOff : notThere, { cause });
  const seconds = Math.ceil(timeoutMs / 1000);
  const message = `The press takes connections but has not answered for ${seconds} ${seconds === 1 ? 'second' : 'seconds'}. Look at its terminal or its alarms, then try again.`;
  return new Unreachable(message, { cause });
}

const isTimeout = (thrown: unknown): boolean => Object(thrown).name === 'TimeoutError';

const tokenRefused =
  'The press does not accept this token: it may have expired. A local press writes a fresh one to editor-token in its data folder; for another press, "press login" signs you in for longer.';
const signInRefused = 'The press does not accept your sign-in any more.';

const notThere = 'The press does not answer. Is it running?';
const cutOff = 'The press is there, but the connection to it was cut off again and again.';

/** Whether a connection was accepted and then closed. Node's own error is the cause of what fetch throws. */
const wasCutOff = (thrown: unknown): boolean =>
  ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(Object(Object(thrown).cause).code);

/** API Gateway refuses a token without the scope that a route asks for, and says no more than “Forbidden”. */
function forbidden(token: string, said: string, path: string): string {
  const who = identityIn(token);
  if (!who) return said;
  const signedIn = `You are signed in as ${identityText(who)}.`;
  const isOfPeople =
    /^\/api\/(?:(?:subscribers|erasures|suppressions)\b|newsletters\/[^/]+\/ledger\.csv$)/.test(path);
  if (isOfPeople && !who.roles.includes('subscribers'))
    return `This is for people in the group subscribers. ${signedIn}`;
  if (/^\/api\/events\/[^/]+\/access$/.test(path) && !who.roles.includes('access'))
    return `This is for people in the group access. ${signedIn}`;
  if (who.roles.includes('editor')) return said;
  return who.roles.length ? `This is for editors. ${signedIn}` : signedIn;
}

/** @param sent The token that came with the request. */
function messageIn(response: Response, text: string, { api, token }: Press, sent: string): string {
  if (response.status === 401)
    return typeof token === 'string' ? tokenRefused : `${signInRefused} ${howToSignIn(api)}`;
  try {
    const { detail, message }: { detail?: string; message?: string } = JSON.parse(text);
    const said = message ?? text;
    return (
      detail ??
      (response.status === 403 ? forbidden(sent, said, URL.parse(response.url)?.pathname ?? '') : said)
    );
  } catch {
    return `${response.status} ${response.statusText}`;
  }
}
