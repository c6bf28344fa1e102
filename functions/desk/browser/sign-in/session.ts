import type { SignIn } from '../../../accounts/describe-sign-in.ts';
import { Store } from '../store.ts';
import {
  type Attempt,
  authorizationAddress,
  exchangeCode,
  GrantRefused,
  logoutAddress,
  newAttempt,
  refreshed,
  revoke,
  type Tokens,
} from './authorization.ts';
import { type Identity, identityIn } from './identity.ts';

/**
 * Whether somebody is signed in.
 *
 * What happens                                  | what is true then
 * the page is opened                            | starting; signed in if the refresh token of this tab still holds
 * the access token expires                      | a new one is fetched before the next call, or after its 401
 * the refresh token is refused (a night passed) | ended: who it was stays known and the view stays as it is
 * the API refuses the new token as well         | the same
 * there is no line, or the sign-in is busy      | as before: the call says so
 * somebody signs out while a token is renewed   | the tokens that come are revoked, and nobody is signed in
 * the answer to a refresh is lost               | the old refresh token works for a minute more
 * the tab is killed                             | the refresh token goes with it: one signs in again
 */
export type Session =
  | { state: 'starting' }
  | { state: 'signed-out'; problem?: string }
  | { state: 'signed-in'; identity: Identity }
  | { state: 'ended'; identity: Identity };

export const session = new Store<Session>({ state: 'starting' });

/** The sign-in is over; what was asked has not happened. */
export class SignInEnded extends Error {
  override readonly name = 'SignInEnded';
  override readonly message = 'Your sign-in has ended. Sign in again: what you wrote stays here.';
}

/** In this tab alone, for as long as it is open. */
const attemptKey = 'desk-sign-in';
const refreshKey = 'desk-refresh';

/** In memory alone. `until` by the clock that is never set back. */
let access: { token: string; until: number } | undefined;
let signIn: Promise<SignIn> | undefined;
let renewal: Promise<string> | undefined;
/** Counts the times that somebody has signed out here. */
let departures = 0;

/** Takes up what this tab has: the answer of a sign-in, or a refresh token. */
export async function startSession(): Promise<void> {
  try {
    if (/[?&](code|error)=/.test(location.search)) await finishSignIn();
    else if (sessionStorage.getItem(refreshKey) !== null) await renewedToken();
    else session.set({ state: 'signed-out' });
  } catch (cause) {
    session.set({ state: 'signed-out', problem: problemOf(cause) });
  }
}

/** Leads to the page where one says who one is; it comes back to the view that is shown. */
export async function beginSignIn(): Promise<void> {
  const described = await describedSignIn();
  const attempt = newAttempt(location.hash);
  sessionStorage.setItem(attemptKey, JSON.stringify(attempt));
  location.assign(await authorizationAddress(described, attempt));
}

async function finishSignIn(): Promise<void> {
  const answer = new URLSearchParams(location.search);
  const attempt = storedAttempt();
  sessionStorage.removeItem(attemptKey);
  // The code works once, and stands in no history.
  history.replaceState(null, '', `/desk/${attempt?.hash ?? ''}`);
  if (attempt) dispatchEvent(new HashChangeEvent('hashchange'));
  if (!attempt) throw new GrantRefused('This sign-in was not begun in this tab');
  take(await exchangeCode(await describedSignIn(), answer, attempt));
}

function storedAttempt(): Attempt | undefined {
  const stored: Attempt | null = JSON.parse(sessionStorage.getItem(attemptKey) ?? 'null');
  return stored ?? undefined;
}

/** Seconds before it expires in which a token is not used any more: a call is given ten. */
const margin = 15;

/** An access token that is still good for a call. @throws SignInEnded, and what `fetch` throws without a line. */
export async function accessToken(): Promise<string> {
  return access && performance.now() < access.until ? access.token : renewedToken();
}

/** Another access token, where the API refuses this one. */
export const tokenInPlaceOf = (refused: string): Promise<string> =>
  access && access.token !== refused ? Promise.resolve(access.token) : renewedToken();

/** Calls at the same moment wait for one renewal: a refresh token works once. */
function renewedToken(): Promise<string> {
  renewal ??= renew().finally(() => {
    renewal = undefined;
  });
  return renewal;
}

async function renew(): Promise<string> {
  const refresh = sessionStorage.getItem(refreshKey);
  if (refresh === null) throw ended();
  const before = departures;
  try {
    const described = await describedSignIn();
    const tokens = await refreshed(described, refresh);
    if (departures === before) return take(tokens);
    await revoke(described, tokens.refresh ?? refresh).catch(() => undefined);
    throw ended();
  } catch (cause) {
    if (!(cause instanceof GrantRefused)) throw cause;
    throw endSession();
  }
}

/** Nothing that this tab has opens anything more. @returns what says so. */
export function endSession(): SignInEnded {
  sessionStorage.removeItem(refreshKey);
  return ended();
}

function ended(): SignInEnded {
  access = undefined;
  const { value } = session;
  session.set('identity' in value ? { state: 'ended', identity: value.identity } : { state: 'signed-out' });
  return new SignInEnded();
}

function take({ access: token, refresh, seconds }: Tokens): string {
  const identity = identityIn(token);
  if (!identity) throw new GrantRefused('the token that came is none of this press');
  access = { token, until: performance.now() + (seconds - margin) * 1000 };
  if (refresh !== undefined) sessionStorage.setItem(refreshKey, refresh);
  session.set({ state: 'signed-in', identity });
  return token;
}

/**
 * Ends the sign-in here and on the sign-in's own pages, which are shown for a moment. Here it is over in any case.
 * @param leaving Done last, when nothing of this page goes on.
 */
export async function signOut(leaving: () => Promise<unknown> = async () => undefined): Promise<void> {
  const refresh = sessionStorage.getItem(refreshKey);
  sessionStorage.removeItem(refreshKey);
  access = undefined;
  departures += 1;
  try {
    const described = await describedSignIn();
    // Without a line it expires by itself; the session over there is ended all the same.
    if (refresh !== null) await revoke(described, refresh).catch(() => undefined);
    await leaving();
    location.assign(logoutAddress(described));
  } catch {
    await leaving();
    const problem =
      'You are signed out here. The sign-in’s own page cannot be reached: on a machine that others use, close the browser.';
    session.set({ state: 'signed-out', problem });
  }
}

function describedSignIn(): Promise<SignIn> {
  signIn ??= fetch('/api/sign-in').then((response) => {
    if (!response.ok) throw new TypeError(`The press does not say how to sign in (${response.status}).`);
    return response.json();
  });
  signIn.catch(() => {
    signIn = undefined;
  });
  return signIn;
}

function problemOf(cause: unknown): string {
  if (cause instanceof SignInEnded) return 'Your sign-in has ended.';
  if (cause instanceof GrantRefused) return `The sign-in was refused: ${cause.message.replace(/\.$/, '')}.`;
  return 'The press cannot be reached. Are you online?';
}
