import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from './problem.ts';

/** Where a press answers (`…/api`, no trailing slash) and the bearer token that opens it. */
export interface Press {
  api: string;
  token: string;
}

/** The press named by PRESS_URL and PRESS_TOKEN, or else the one that runs from the data folder.
 *  @throws Problem when neither is there, or the address is none. */
export async function findPress(data: string, env: NodeJS.ProcessEnv): Promise<Press> {
  if (env.PRESS_URL) return remotePress(env.PRESS_URL, env.PRESS_TOKEN);
  const found = await readFile(join(data, 'press.json'), 'utf8').catch(() => undefined);
  if (!found) {
    throw new Problem(
      `No press found in ${data}. Start one with "npm start", name its folder with --data, or set PRESS_URL and PRESS_TOKEN.`,
    );
  }
  const { api, token }: { api: string; token: string } = JSON.parse(found);
  return { api, token: (await readFile(token, 'utf8')).trim() };
}

function remotePress(url: string, token: string | undefined): Press {
  if (!token) throw new Problem('PRESS_URL is set but PRESS_TOKEN is not: it takes an editor’s token.');
  const protocol = URL.parse(url)?.protocol;
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new Problem(
      `PRESS_URL is “${url}”, which is not an address: it takes the press’s site, such as https://press.example.`,
    );
  }
  const site = url.replace(/\/+$/, '');
  return { api: site.endsWith('/api') ? site : `${site}/api`, token };
}
