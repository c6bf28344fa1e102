import { backoff } from '../../runtime/backoff.ts';
import { dynamoClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { Problem } from '../../runtime/problem.ts';
import {
  type Caller,
  caller,
  demandScope,
  type HttpEvent,
  jsonBody,
  pathPart,
} from '../../runtime/request.ts';
import { scheduling, withdrawal } from '../api/api-requests.ts';
import { shownDocument } from '../api/shown.ts';
import type { StoredHead } from '../contract/document.ts';
import { dynamoContent } from '../store/dynamo-content.ts';
import { dynamoDocuments } from '../store/dynamo-documents.ts';
import { deleteDocument } from './delete-document.ts';
import { scheduleDocument, unscheduleDocument } from './schedule-document.ts';
import { withdrawDocument } from './withdraw-document.ts';

const env = readEnv('contentTable', 'originSecret', 'siteUrl');
const dynamo = dynamoClient();
const deps = {
  content: dynamoContent(dynamo, { content: env.contentTable }),
  documents: dynamoDocuments(dynamo, env.contentTable),
  clock: systemClock,
  ids: ulids(systemClock),
  backoff,
};

type Command = (event: HttpEvent, slug: string, who: Caller) => Promise<StoredHead>;

const commands: Readonly<Record<string, Command>> = {
  'POST withdraw': (event, slug, who) =>
    withdrawDocument(slug, who, jsonBody(event, withdrawal).reason, deps),
  'POST schedule': (event, slug, who) => {
    const { publish_at, withdraw_at, ...others } = jsonBody(event, scheduling);
    const times = { publishAt: publish_at, withdrawAt: withdraw_at, ...others };
    return scheduleDocument(slug, times, who, deps);
  },
  'DELETE schedule': (_, slug, who) => unscheduleDocument(slug, who, deps),
  'DELETE {slug}': (_, slug, who) => deleteDocument(slug, who, deps),
};

/** What editors do with a document that is there. One route takes every method. */
export const handler = httpHandler({ ...env, log: logOf('command-document') }, async (event) => {
  const who = caller(event);
  demandScope(who, 'press/editor');
  const [, path = ''] = event.routeKey.split(' ');
  const { method } = event.requestContext.http;
  const command = commands[`${method} ${path.slice(path.lastIndexOf('/') + 1)}`];
  if (!command) {
    const allow = 'POST, DELETE';
    throw new Problem(405, 'A schedule is set with POST and taken back with DELETE.', { headers: { allow } });
  }
  return {
    status: 200,
    body: shownDocument(env.siteUrl)(await command(event, pathPart(event, 'slug'), who)),
  };
});
