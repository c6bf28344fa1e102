import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPrivateLine, notSignedIn, type Press, Problem, siteOf } from './client.ts';
import { openSession } from './sign-in/session.ts';
import { readSignIn, signedInPresses } from './sign-in/stored.ts';

/** Which press a command is about, before anybody has signed in to it. */
export interface PressAddress {
  /** `…/api`, without a slash at the end. */
  api: string;
  /** Of a press that runs on this machine: the file with its sample editor's token. */
  tokenFile?: string;
}

/** What the command line says of it. */
export interface PressChoice {
  /** The data folder of a local press. */
  data: string;
  /** The address of another press's site. */
  press?: string;
}

/** The press that is named by --press or PRESS_URL, else the one that runs from the data folder, else the only one that
 *  somebody has signed in to here.
 *  @throws Problem when there is none, or more than one, or when what was named is no address or not a private one. */
export async function findAddress(
  { data, press }: PressChoice,
  env: NodeJS.ProcessEnv,
): Promise<PressAddress> {
  const named = press ?? env.PRESS_URL;
  if (named) return { api: apiAt(named) };
  const found = await readFile(join(data, 'press.json'), 'utf8').catch(() => undefined);
  if (found) {
    const { api, token }: { api: string; token: string } = JSON.parse(found);
    return { api, tokenFile: token };
  }
  const [only, ...more] = await signedInPresses(env);
  if (only && more.length === 0) return { api: only };
  throw new Problem(only ? severalPresses([only, ...more]) : noPress(data));
}

const noPress = (data: string): string =>
  `No press found in ${data}. Start one with "npm start", name its folder with --data, or sign in to another one: press login https://press.example`;

const severalPresses = (apis: string[]): string =>
  `You are signed in to several presses: ${apis.map(siteOf).join(', ')}. Say which one you mean with --press or PRESS_URL.`;

function apiAt(url: string): string {
  const { protocol, origin, pathname = '' } = URL.parse(url) ?? {};
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new Problem(
      `“${url}” is not the address of a press: name its site, such as https://press.example. It may come from PRESS_URL.`,
    );
  }
  if (!isPrivateLine(url)) {
    throw new Problem(
      `“${url}” is not private: everybody on the way could read who you are and what you hand in. It has to be https://, unless the press runs on this machine.`,
    );
  }
  const site = `${origin}${pathname.replace(/\/+$/, '')}`;
  return site.endsWith('/api') ? site : `${site}/api`;
}

/**
 * How commands reach the press: with the token from the environment, else as whoever has signed in, else, on this machine,
 * as the sample press's editor.
 * @throws Problem when nobody has signed in.
 */
export async function findPress(choice: PressChoice, env: NodeJS.ProcessEnv): Promise<Press> {
  const { api, tokenFile } = await findAddress(choice, env);
  const given = tokenFor(api, env);
  if (given) return { api, token: given };
  if (await readSignIn(api, env)) return { api, token: openSession(api, env) };
  if (tokenFile) return { api, token: (await readFile(tokenFile, 'utf8')).trim() };
  throw new Problem(notSignedIn(api));
}

/** PRESS_TOKEN is for the press at PRESS_URL: no other one gets to see it. */
export function tokenFor(
  api: string,
  { PRESS_URL: url, PRESS_TOKEN: token }: NodeJS.ProcessEnv,
): string | undefined {
  return url && apiAt(url) === api ? token || undefined : undefined;
}
