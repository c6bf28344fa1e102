import { siteConfigFrom } from '../../look/site-config.ts';
import { dynamoClient } from '../../runtime/clients.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler, type Reply } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { dynamoDocuments } from '../store/dynamo-documents.ts';
import { openApi } from './open-api.ts';
import style from './pages/api-page.css';
import { apiPage } from './pages/api-page.tsx';

const env = readEnv('contentTable', 'siteUrl', 'originSecret');
const documents = dynamoDocuments(dynamoClient(), env.contentTable);
const cached = { 'cache-control': 'public, max-age=0, s-maxage=300' };

/** Made once: the API changes with a deploy alone. */
const description = openApi(env.siteUrl);
const forMachines: Reply = { status: 200, body: JSON.stringify(description), headers: cached };

const looks: Reply = {
  status: 200,
  body: style,
  headers: { ...cached, 'content-type': 'text/css; charset=utf-8' },
};

const others: Record<string, Reply> = { '/api/openapi.json': forMachines, '/api/style.css': looks };

export const handler = httpHandler(
  { ...env, open: true, log: logOf('describe-api') },
  async ({ rawPath }) => others[rawPath] ?? forPeople(),
);

/** In the face that the paper has now. */
async function forPeople(): Promise<Reply> {
  const press = await documents.head('press');
  const fields = press?.status === 'published' ? press.fields : undefined;
  const config = siteConfigFrom(fields?.kind === 'press' ? fields : undefined, env.siteUrl);
  const headers = { ...cached, 'content-type': 'text/html; charset=utf-8' };
  return { status: 200, body: apiPage(description, config), headers };
}
