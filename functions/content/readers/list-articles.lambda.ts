import { dynamoClient } from '../../runtime/clients.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler, publicForTenSeconds } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { type HttpEvent, query } from '../../runtime/request.ts';
import { articlesQuery, bulletinsQuery, namesQuery } from '../api/api-requests.ts';
import { dynamoLists } from '../store/dynamo-lists.ts';
import { listArticles } from './list-articles.ts';
import { listBooks } from './list-books.ts';
import { listBulletins } from './list-bulletins.ts';

const env = readEnv('contentTable', 'originSecret', 'siteUrl');
const deps = { lists: dynamoLists(dynamoClient(), env.contentTable), siteUrl: env.siteUrl };

/** One function answers `GET /api/articles`, `/api/books` and `/api/bulletins`. */
export const handler = httpHandler({ ...env, open: true, log: logOf('list-articles') }, async (event) => {
  const body = await listIn(event);
  return { status: 200, body, headers: { 'cache-control': publicForTenSeconds } };
});

function listIn(event: HttpEvent) {
  const [list] = event.rawPath.split('/').slice(-1);
  switch (list) {
    case 'books':
      return listBooks(query(event, namesQuery), deps);
    case 'bulletins':
      return listBulletins(query(event, bulletinsQuery), deps);
    default:
      return listArticles(query(event, articlesQuery), deps);
  }
}
