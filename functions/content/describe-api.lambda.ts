import { readEnv } from '../runtime/env.ts';
import { httpHandler, type Reply } from '../runtime/http.ts';
import { logOf } from '../runtime/log.ts';
import { openApi } from './open-api.ts';
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

export const handler = httpHandler({ ...env, log: logOf('describe-api') }, async ({ rawPath }) =>
  rawPath.endsWith('/openapi.json') ? forMachines : forPeople,
);
