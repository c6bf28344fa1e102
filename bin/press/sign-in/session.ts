import { howToSignIn, notSignedIn, Problem, type TokenSource } from '../client.ts';
import { GrantRefused, refreshTokens } from './authorization-server.ts';
import { readSignIn, type StoredSignIn, storeSignIn } from './stored.ts';

/** A token that expires within so many milliseconds is not used any more: a request takes half a minute at most. */
const marginMs = 60_000;

/**
 * Gives access tokens for as long as the stored sign-in holds. Commands that run side by side share its file: each takes
 * what another one has renewed. A refresh token works for a minute after it was exchanged, so that two may renew at once.
 */
export function openSession(api: string, env: NodeJS.ProcessEnv): TokenSource {
  let last: Promise<unknown> = Promise.resolve();
  const valid = async (isGood: (stored: StoredSignIn) => boolean): Promise<string> => {
    const stored = await readSignIn(api, env);
    if (!stored) throw new Problem(notSignedIn(api));
    return isGood(stored) ? stored.accessToken : renew(api, stored, env);
  };
  // One after the other: of requests that run at once the first renews, and the others find what it has stored.
  const once = (isGood: (stored: StoredSignIn) => boolean): Promise<string> => {
    const mine = last.then(() => valid(isGood));
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    current: () => once(({ expires }) => expires - Date.now() > marginMs),
    inPlaceOf: (refused) => once(({ accessToken }) => accessToken !== refused),
  };
}

async function renew(api: string, stored: StoredSignIn, env: NodeJS.ProcessEnv): Promise<string> {
  const tokens = await refreshTokens(stored, stored.refreshToken).catch((error: unknown) => {
    if (!(error instanceof GrantRefused)) throw error;
    throw new Problem(`Your sign-in has ended. ${howToSignIn(api)}`, { cause: error });
  });
  await storeSignIn(
    api,
    { ...stored, ...tokens, refreshToken: tokens.refreshToken ?? stored.refreshToken },
    env,
  );
  return tokens.accessToken;
}
