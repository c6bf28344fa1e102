import { dynamoClient } from '../runtime/clients.ts';
import { systemClock } from '../runtime/clock.ts';
import { readEnv } from '../runtime/env.ts';
import { httpHandler } from '../runtime/http.ts';
import { ulids } from '../runtime/ids.ts';
import { logOf } from '../runtime/log.ts';
import { patience } from '../runtime/patience.ts';
import { caller, demandScope, pathPart } from '../runtime/request.ts';
import { deleteDocument } from './delete-document.ts';
import { dynamoContent } from './dynamo-content.ts';
import { shownDocument } from './shown.ts';

const env = readEnv('contentTable', 'originSecret', 'siteUrl');
const content = dynamoContent(dynamoClient(), { content: env.contentTable });
const deps = { content, clock: systemClock, ids: ulids(systemClock), patience };

export const handler = httpHandler({ ...env, log: logOf('delete-document') }, async (event) => {
  const who = caller(event);
  demandScope(who, 'press/editor');
  const head = await deleteDocument(pathPart(event, 'slug'), who.by, deps);
  return { status: 200, body: shownDocument(env.siteUrl)(head) };
});
