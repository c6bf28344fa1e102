import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import * as z from 'zod/mini';

/** A sign-in as it is kept between commands, in a file that its owner alone can read. */
const storedSignIn = z.object({
  issuer: z.string(),
  tokenEndpoint: z.string(),
  logoutEndpoint: z.string(),
  clientId: z.string(),
  refreshToken: z.string(),
  accessToken: z.string(),
  /** Milliseconds since the epoch, by this machine's clock. */
  expires: z.number(),
});
export type StoredSignIn = z.output<typeof storedSignIn>;

/** The user's own settings: by XDG's rules, on Windows in its roaming folder. */
function configFolder({ XDG_CONFIG_HOME: xdg, APPDATA: roaming, HOME: home }: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32' && roaming) return roaming;
  // The specification has a relative path ignored.
  return xdg && isAbsolute(xdg) ? xdg : join(home || homedir(), '.config');
}

const folderOf = (env: NodeJS.ProcessEnv): string => join(configFolder(env), 'broadside', 'sign-ins');

/** One file a press. */
export const fileOf = (api: string, env: NodeJS.ProcessEnv): string =>
  join(folderOf(env), `${encodeURIComponent(api)}.json`);

/** Undefined when nobody has signed in, or what is stored cannot be read. */
export async function readSignIn(api: string, env: NodeJS.ProcessEnv): Promise<StoredSignIn | undefined> {
  const text = await readFile(fileOf(api, env), 'utf8').catch(() => '');
  try {
    return storedSignIn.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Writes all of the file or nothing: a command that is killed leaves the sign-in as it was. */
export async function storeSignIn(api: string, stored: StoredSignIn, env: NodeJS.ProcessEnv): Promise<void> {
  const file = fileOf(api, env);
  const draft = `${file}.${randomUUID()}.part`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(draft, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  await rename(draft, file);
}

export const forgetSignIn = (api: string, env: NodeJS.ProcessEnv): Promise<void> =>
  rm(fileOf(api, env), { force: true });

/** The API's address of every press that somebody has signed in to here. */
export async function signedInPresses(env: NodeJS.ProcessEnv): Promise<string[]> {
  const names = await readdir(folderOf(env)).catch(() => []);
  return names.filter((name) => name.endsWith('.json')).map((name) => decodeURIComponent(name.slice(0, -5)));
}
