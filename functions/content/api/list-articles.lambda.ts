import { dynamoClient } from '../../runtime/clients.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler, publicForTenSeconds } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { query } from '../../runtime/request.ts';
import { dynamoLists } from '../store/dynamo-lists.ts';
import { articlesQuery, namesQuery } from './api-requests.ts';
import { listArticles } from './list-articles.ts';
import { listBooks } from './list-books.ts';

const env = readEnv('contentTable', 'originSecret', 'siteUrl');
const deps = { lists: dynamoLists(dynamoClient(), env.contentTable), siteUrl: env.siteUrl };

/** One function answers `GET /api/articles` and `/api/books`. */
export const handler = httpHandler({ ...env, open: true, log: logOf('list-articles') }, async (event) => {
  const body = event.rawPath.endsWith('/books')
    ? await listBooks(query(event, namesQuery), deps)
    : await listArticles(query(event, articlesQuery), deps);
  return { status: 200, body, headers: { 'cache-control': publicForTenSeconds } };
});
