import { readEnv } from '../../runtime/env.ts';
import { httpHandler, type Reply } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { openApi } from './open-api.ts';
import style from './pages/api-page.css';
import { apiPage } from './pages/api-page.tsx';

const env = readEnv('siteUrl', 'originSecret');
const cached = { 'cache-control': 'public, max-age=0, s-maxage=300' };

/** Made once: the API changes with a deploy alone. */
const description = openApi(env.siteUrl);
const forMachines: Reply = { status: 200, body: JSON.stringify(description), headers: cached };
const forPeople: Reply = {
  status: 200,
  body: apiPage(description),
  headers: { ...cached, 'content-type': 'text/html; charset=utf-8' },
};

const looks: Reply = {
  status: 200,
  body: style,
  headers: { ...cached, 'content-type': 'text/css; charset=utf-8' },
};

const others: Record<string, Reply> = { '/api/openapi.json': forMachines, '/api/style.css': looks };

export const handler = httpHandler(
  { ...env, log: logOf('describe-api') },
  async ({ rawPath }) => others[rawPath] ?? forPeople,
);
