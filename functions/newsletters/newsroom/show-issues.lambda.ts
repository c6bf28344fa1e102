import { setTimeout as pause } from 'node:timers/promises';
import { dynamoClient, s3Client, sesReadClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { Problem } from '../../runtime/problem.ts';
import { caller, demandScope, type HttpEvent, pathPart, query } from '../../runtime/request.ts';
import { newslettersQuery } from '../api/issue-requests.ts';
import { issueComposer } from '../compose/compose-issue.ts';
import { findingsOf } from '../compose/findings.ts';
import { pressReader } from '../press.ts';
import { dynamoPeople } from '../store/dynamo-people.ts';
import { issueStores } from '../store/issue-stores.ts';
import { pressCopyIn } from '../store/press-copy.ts';
import { publishedDocuments } from '../store/published-documents.ts';
import { s3IssueFiles } from '../store/s3-issue-files.ts';
import { sesMailAccount } from '../store/ses-bulk-mailer.ts';
import { sesMailIdentities } from '../store/ses-identities.ts';
import { checkMail } from './check-mail.ts';
import { listNewsletters, showNewsletter, showPreview, showReport } from './show-issues.ts';

const env = readEnv(
  'newslettersTable',
  'contentTable',
  'bodiesBucket',
  'issuesBucket',
  'originSecret',
  'siteUrl',
);
const dynamo = dynamoClient();
const s3 = s3Client();
const ses = sesReadClient();
const press = pressReader(pressCopyIn(dynamo, env.newslettersTable), env.siteUrl, systemClock);
const stores = issueStores(dynamo, env.newslettersTable);
const published = publishedDocuments({ dynamo, s3 }, env);
const deps = {
  ...{ ...stores, published, press, pause, clock: systemClock, findings: findingsOf },
  people: dynamoPeople(dynamo, env.newslettersTable),
  files: s3IssueFiles(s3, env.issuesBucket),
  composer: issueComposer({ published, news: stores.news, press }),
  account: sesMailAccount(ses),
  identities: sesMailIdentities(ses),
};

const routes: Readonly<Record<string, (event: HttpEvent) => Promise<object>>> = {
  '/api/newsletters': (event) => listNewsletters(query(event, newslettersQuery), deps),
  '/api/newsletters/{slug}': (event) => showNewsletter(pathPart(event, 'slug'), deps),
  '/api/newsletters/{slug}/preview': (event) => showPreview(pathPart(event, 'slug'), deps),
  '/api/newsletters/{slug}/report': (event) => showReport(pathPart(event, 'slug'), deps),
  '/api/mail': () => checkMail(deps),
};

/** Newsletters as editors see them, and what mail needs. */
export const handler = httpHandler({ ...env, log: logOf('show-issues') }, async (event) => {
  demandScope(caller(event), 'press/editor');
  const answer = routes[event.routeKey.slice(event.routeKey.indexOf(' ') + 1)];
  if (!answer) throw new Problem(404, 'There is nothing at this address.');
  return { status: 200, body: await answer(event) };
});
