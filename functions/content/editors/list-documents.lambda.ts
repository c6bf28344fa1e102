import { dynamoClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { caller, demandScope, query } from '../../runtime/request.ts';
import { calendarQuery, documentsQuery } from '../api/api-requests.ts';
import { viewerOf } from '../contract/own-documents.ts';
import { dynamoDocuments, dynamoDue } from '../store/dynamo-documents.ts';
import { dynamoLists } from '../store/dynamo-lists.ts';
import { listDocuments } from './list-documents.ts';
import { showCalendar } from './show-calendar.ts';

const env = readEnv('contentTable', 'originSecret', 'siteUrl');
const dynamo = dynamoClient();
const deps = {
  documents: dynamoDocuments(dynamo, env.contentTable),
  due: dynamoDue(dynamo, env.contentTable),
  lists: dynamoLists(dynamo, env.contentTable),
  siteUrl: env.siteUrl,
};

/** Documents by their changes, or by what is to happen to them. */
export const handler = httpHandler({ ...env, log: logOf('list-documents') }, async (event) => {
  const who = caller(event);
  demandScope(who, 'press/editor', 'press/writer');
  const viewer = viewerOf(who);
  if (event.routeKey.endsWith('/api/calendar')) {
    const now = systemClock.now();
    return { status: 200, body: await showCalendar(query(event, calendarQuery), { viewer, now }, deps) };
  }
  return { status: 200, body: await listDocuments(query(event, documentsQuery), viewer, deps) };
});
