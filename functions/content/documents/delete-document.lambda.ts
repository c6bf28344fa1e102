import { backoff } from '../../runtime/backoff.ts';
import { dynamoClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { caller, demandScope, pathPart } from '../../runtime/request.ts';
import { shownDocument } from '../api/shown.ts';
import { dynamoContent } from '../store/dynamo-content.ts';
import { deleteDocument } from './delete-document.ts';

const env = readEnv('contentTable', 'originSecret', 'siteUrl');
const content = dynamoContent(dynamoClient(), { content: env.contentTable });
const deps = { content, clock: systemClock, ids: ulids(systemClock), backoff };

export const handler = httpHandler({ ...env, log: logOf('delete-document') }, async (event) => {
  const who = caller(event);
  demandScope(who, 'press/editor');
  const head = await deleteDocument(pathPart(event, 'slug'), who, deps);
  return { status: 200, body: shownDocument(env.siteUrl)(head) };
});
