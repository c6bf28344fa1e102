import { readFile } from 'node:fs/promises';
import { notSignedIn, Problem, siteOf } from '../client.ts';
import type { CommandOptions, Outcome } from '../command.ts';
import { type PressAddress, tokenFor } from '../find-press.ts';
import { revokeToken } from './authorization-server.ts';
import { type Identity, identityIn, identityText } from './identity.ts';
import { openBrowser } from './open-browser.ts';
import { openSession } from './session.ts';
import { signIn } from './sign-in.ts';
import { forgetSignIn, readSignIn, type StoredSignIn, storeSignIn } from './stored.ts';

/** A command about who works on a press. It is given the press's address, whoever has signed in to it. */
type SignInCommand = (
  where: PressAddress,
  options: CommandOptions,
  env: NodeJS.ProcessEnv,
) => Promise<Outcome>;

export const signInCommands: Readonly<Record<string, SignInCommand>> = { login, logout, whoami };

async function login(
  { api }: PressAddress,
  { browser = true }: CommandOptions,
  env: NodeJS.ProcessEnv,
): Promise<Outcome> {
  const stored = await signIn(api, {
    show: (address) => showAddress(address, browser),
    ...(browser ? { open: openBrowser } : { pasted: process.stdin }),
  });
  await storeSignIn(api, stored, env);
  const identity = identityIn(stored.accessToken);
  const note = tokenFor(api, env) ? ['Commands go on using PRESS_TOKEN as long as it is set.'] : [];
  const lines = [
    `Signed in at ${siteOf(api)} as ${identity ? identityText(identity) : 'yourself'}.`,
    ...note,
  ];
  return { lines, data: dataOf(api, identity), ok: true };
}

/** Tells on standard error, so that `--json` stays whole. */
function showAddress(address: string, browser: boolean): void {
  const say = browser
    ? ['Sign in in the browser. If none opens, open this address yourself:', '', `  ${address}`, '']
    : [
        'Open this address in a browser and sign in:',
        '',
        `  ${address}`,
        '',
        'If the browser runs on another machine, its last page cannot load: paste that page’s address here.',
      ];
  process.stderr.write(`${say.join('\n')}\n`);
}

async function logout(
  { api }: PressAddress,
  { browser = true }: CommandOptions,
  env: NodeJS.ProcessEnv,
): Promise<Outcome> {
  const stored = await readSignIn(api, env);
  await forgetSignIn(api, env);
  const data = { press: siteOf(api), signedOut: stored !== undefined };
  if (!stored) return { lines: [`Nobody is signed in at ${siteOf(api)}.`], data, ok: true };
  const problem = await revokeToken(stored, stored.refreshToken).then(() => undefined, notRevoked);
  const page = logoutPage(api, stored);
  if (browser) openBrowser(page);
  const lines = [
    `Signed out at ${siteOf(api)}.`,
    `Your browser may still know you; this page signs it out, too: ${page}`,
  ];
  return { lines, data, ok: !problem, problem };
}

const notRevoked = (cause: unknown): string =>
  `Nothing is kept of your sign-in on this machine, but the press could not be told to end it (${cause instanceof Error ? cause.message : cause}). It ends by itself 30 days after you signed in.`;

function logoutPage(api: string, { logoutEndpoint, clientId }: StoredSignIn): string {
  const page = new URL(logoutEndpoint);
  page.searchParams.set('client_id', clientId);
  page.searchParams.set('logout_uri', `${siteOf(api)}/`);
  return page.href;
}

async function whoami(
  where: PressAddress,
  _options: CommandOptions,
  env: NodeJS.ProcessEnv,
): Promise<Outcome> {
  const { api } = where;
  const { token, means } = await tokenInUse(where, env);
  const identity = identityIn(token);
  if (!identity) throw new Problem(`What ${means} holds is not an access token of a press.`);
  if (identity.expires < Date.now()) throw new Problem(`The token of ${means} has expired.`);
  const lines = [`${identityText(identity)}.`, `At ${siteOf(api)}, by ${means}.`];
  return { lines, data: { ...dataOf(api, identity), means }, ok: true };
}

/** The token that commands would use now. A sign-in is renewed, which shows that it still holds. */
async function tokenInUse(
  { api, tokenFile }: PressAddress,
  env: NodeJS.ProcessEnv,
): Promise<{ token: string; means: string }> {
  const given = tokenFor(api, env);
  if (given) return { token: given, means: 'PRESS_TOKEN' };
  const stored = await readSignIn(api, env);
  if (stored) {
    return { token: await openSession(api, env).inPlaceOf(stored.accessToken), means: 'press login' };
  }
  if (!tokenFile) throw new Problem(notSignedIn(api));
  return {
    token: (await readFile(tokenFile, 'utf8')).trim(),
    means: 'the editor token of the press that runs here',
  };
}

const dataOf = (api: string, identity: Identity | undefined) => ({
  press: siteOf(api),
  by: identity?.by,
  byName: identity?.byName,
  roles: identity?.roles,
});
