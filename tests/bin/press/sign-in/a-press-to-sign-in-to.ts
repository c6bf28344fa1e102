import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSignIn, type SignIn } from '../../../../functions/accounts/describe-sign-in.ts';
import type { Cloud } from '../../../../lib/local/cloud.ts';
import { client, pool, pressApi } from '../../../lib/local/api/a-press-api.ts';
import { Browser } from '../../../lib/local/sign-in/browser.ts';

/** A press of a sign-in and little else: its API describes that, and answers who asks with what token. */
export interface PressToSignInTo {
  /** `http://localhost:PORT/api`. */
  api: string;
  cloud: Cloud;
  /** Environment of a person with a home of their own. */
  env: NodeJS.ProcessEnv;
  /** Bearer tokens that `…/api/asks` came with, and which of them it refuses. */
  asked: string[];
  refuses: (token: string) => boolean;
  /** What its API says of signing in, where that is not the truth. */
  says: Partial<SignIn>;
  close(): void;
}

export async function aPressToSignInTo(): Promise<PressToSignInTo> {
  const cloud = await pressApi();
  const asked: string[] = [];
  const press = { asked, refuses: (_token: string) => false, says: {} };
  const server = createServer((request, response) => {
    if (request.url === '/api/sign-in')
      return response.end(JSON.stringify({ ...description(cloud), ...press.says }));
    const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
    asked.push(token);
    response.writeHead(press.refuses(token) ? 401 : 200).end('{}');
  });
  const api = `http://localhost:${await portOf(server)}/api`;
  const env = { XDG_CONFIG_HOME: await mkdtemp(join(tmpdir(), 'broadside-config-')) };
  return Object.assign(press, { api, cloud, env, close: () => server.close() });
}

async function portOf(server: Server): Promise<number> {
  await once(server.listen(0, 'localhost'), 'listening');
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

export const description = ({ place }: Cloud) =>
  describeSignIn({
    issuer: pool.identity.attributes.ProviderURL ?? '',
    origin: place.origins.signIn,
    clientId: client.identity.ref,
    scopes: 'openid',
  });

/** Signs a person in on the pages of the local sign-in; the address where their browser is sent in the end. */
export async function clickThrough(address: string, username: string): Promise<string> {
  const browser = new Browser();
  const page = await browser.follow(address);
  return (await browser.follow(page.url, { username })).url;
}
