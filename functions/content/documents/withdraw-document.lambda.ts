import { backoff } from '../../runtime/backoff.ts';
import { dynamoClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { caller, demandScope, jsonBody, pathPart } from '../../runtime/request.ts';
import { withdrawal } from '../api/api-requests.ts';
import { shownDocument } from '../api/shown.ts';
import { dynamoContent } from '../store/dynamo-content.ts';
import { withdrawDocument } from './withdraw-document.ts';

const env = readEnv('contentTable', 'originSecret', 'siteUrl');
const content = dynamoContent(dynamoClient(), { content: env.contentTable });
const deps = { content, clock: systemClock, ids: ulids(systemClock), backoff };

export const handler = httpHandler({ ...env, log: logOf('withdraw-document') }, async (event) => {
  const who = caller(event);
  demandScope(who, 'press/editor');
  const { reason } = jsonBody(event, withdrawal);
  const head = await withdrawDocument(pathPart(event, 'slug'), who, reason, deps);
  return { status: 200, body: shownDocument(env.siteUrl)(head) };
});
