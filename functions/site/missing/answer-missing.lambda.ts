import { dynamoClient } from '../../runtime/clients.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler, type Reply } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { Problem } from '../../runtime/problem.ts';
import { dynamoContent } from '../store/dynamo-content.ts';
import { answerMissing } from './answer-missing.ts';

const { contentTable, originSecret, siteUrl } = readEnv('contentTable', 'originSecret', 'siteUrl');
const log = logOf('answer-missing');
const deps = { content: dynamoContent(dynamoClient(), contentTable), site: siteUrl };

const statusFor = { moved: 301, elsewhere: 302, gone: 410, missing: 404, pending: 503 } as const;

/** Ten seconds at the edge, like every page: a missing one may be published, a moved one may move back. */
const cacheFor = 'public, max-age=0, s-maxage=10';

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'",
};

/** Every request that no route of the API and no page answers. */
export const handler = httpHandler(
  { originSecret, log },
  async ({ rawPath, requestContext }): Promise<Reply> => {
    if (/^\/api(\/|$)/.test(rawPath))
      throw new Problem(404, 'The API has nothing at this address. /api/ says what it has.');
    if (!['GET', 'HEAD'].includes(requestContext.http.method)) {
      throw new Problem(405, 'Pages can only be read.', { headers: { allow: 'GET, HEAD' } });
    }
    const answer = await answerMissing(rawPath, deps);
    const status = statusFor[answer.outcome];
    if ('to' in answer) {
      return { status, headers: { location: answer.to, 'cache-control': cacheFor } };
    }
    if (answer.outcome === 'pending') {
      return { status, body: answer.html, headers: { ...pageHeaders, 'retry-after': '1' } };
    }
    return { status, body: answer.html, headers: { ...pageHeaders, 'cache-control': cacheFor } };
  },
);
