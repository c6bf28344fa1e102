import { dynamoClient, s3Client } from '../../runtime/clients.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler, publicForTenSeconds } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { pathPart, query } from '../../runtime/request.ts';
import { nothingAsked } from '../api/api-requests.ts';
import { dynamoDocuments } from '../store/dynamo-documents.ts';
import { s3Archive } from '../store/s3-files.ts';
import { showArticle, showBook, showBulletin } from './show-article.ts';

const env = readEnv('contentTable', 'bodiesBucket', 'originSecret', 'siteUrl');
const deps = {
  documents: dynamoDocuments(dynamoClient(), env.contentTable),
  bodies: s3Archive(s3Client(), env.bodiesBucket),
  siteUrl: env.siteUrl,
};

/** One function answers `GET /api/articles/{slug}`, `/api/books/{slug}` and `/api/bulletins/{slug}`. */
export const handler = httpHandler({ ...env, open: true, log: logOf('show-article') }, async (event) => {
  query(event, nothingAsked);
  const [, , list = ''] = event.rawPath.split('/');
  const show = list === 'books' ? showBook : list === 'bulletins' ? showBulletin : showArticle;
  const body = await show(pathPart(event, 'slug'), deps);
  return { status: 200, body, headers: { 'cache-control': publicForTenSeconds } };
});
