import { dynamoClient } from '../../runtime/clients.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler, publicForTenSeconds } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { Problem } from '../../runtime/problem.ts';
import { type HttpEvent, query } from '../../runtime/request.ts';
import { termsQuery } from '../api/api-requests.ts';
import { dynamoLists } from '../store/dynamo-lists.ts';
import { listNames } from './list-names.ts';

const env = readEnv('contentTable', 'originSecret');
const deps = { terms: dynamoLists(dynamoClient(), env.contentTable) };

export const handler = httpHandler({ ...env, open: true, log: logOf('list-names') }, async (event) => {
  const body = await listNames(kindIn(event), query(event, termsQuery), deps);
  return { status: 200, body, headers: { 'cache-control': publicForTenSeconds } };
});

/** One function answers `GET /api/sections`, `/api/tags`, `/api/authors`, `/api/series` and `/api/serials`. */
function kindIn({ rawPath }: HttpEvent) {
  const kind = (['sections', 'tags', 'authors', 'series', 'serials'] as const).find((name) =>
    rawPath.endsWith(`/${name}`),
  );
  if (!kind) throw new Problem(404, 'There are sections, tags, authors, series and serials.');
  return kind;
}
