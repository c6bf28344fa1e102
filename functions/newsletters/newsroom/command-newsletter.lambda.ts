import { setTimeout as pause } from 'node:timers/promises';
import { backoff } from '../../runtime/backoff.ts';
import {
  dynamoClient,
  s3Client,
  secretsClient,
  sesBulkClient,
  sesReadClient,
  sqsClient,
} from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler, type Reply } from '../../runtime/http.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { dynamoLimits } from '../../runtime/people/dynamo-limits.ts';
import { secretKeys } from '../../runtime/people/secret-keys.ts';
import { Problem } from '../../runtime/problem.ts';
import { caller, demandScope, type HttpEvent, jsonBody, pathPart } from '../../runtime/request.ts';
import { againRequest, testRequest } from '../api/issue-requests.ts';
import { issueComposer } from '../compose/compose-issue.ts';
import { pressReader } from '../press.ts';
import { dynamoSubscribers } from '../store/dynamo-subscribers.ts';
import { issueStores } from '../store/issue-stores.ts';
import { pressCopyIn } from '../store/press-copy.ts';
import { publishedDocuments } from '../store/published-documents.ts';
import { s3IssueFiles } from '../store/s3-issue-files.ts';
import { sesBulkMailer, sesMailAccount } from '../store/ses-bulk-mailer.ts';
import { sqsIssueQueue } from '../store/sqs-issue-queue.ts';
import { commandNewsletter, testNewsletter } from './command-newsletter.ts';

const env = readEnv(
  'newslettersTable',
  'contentTable',
  'bodiesBucket',
  'issuesBucket',
  'issuesQueue',
  'newslettersConfigurationSet',
  'signingKeys',
  'originSecret',
  'siteUrl',
);
const dynamo = dynamoClient();
const s3 = s3Client();
const table = env.newslettersTable;
const press = pressReader(pressCopyIn(dynamo, table), env.siteUrl, systemClock);
const published = publishedDocuments({ dynamo, s3 }, env);
const stores = issueStores(dynamo, table);
const deps = {
  ...{ ...stores, published, press, pause, backoff, clock: systemClock, ids: ulids(systemClock) },
  // It puts no letter.
  subscribers: dynamoSubscribers(dynamo, { newsletters: table, post: '' }),
  limits: dynamoLimits(dynamo, table),
  keys: secretKeys(secretsClient(), env.signingKeys),
  files: s3IssueFiles(s3, env.issuesBucket),
  composer: issueComposer({ published, news: stores.news, press }),
  mailer: sesBulkMailer(sesBulkClient(), env.newslettersConfigurationSet),
  account: sesMailAccount(sesReadClient()),
  queue: sqsIssueQueue(sqsClient(), env.issuesQueue),
};

type Answer = (event: HttpEvent, slug: string, by: string) => Promise<Reply>;

const command =
  (what: 'send' | 'pause' | 'resume' | 'cancel'): Answer =>
  async (_, slug, by) => ({ status: 200, body: await commandNewsletter(slug, { what, by }, deps) });

const answers: Readonly<Record<string, Answer>> = {
  send: command('send'),
  pause: command('pause'),
  resume: command('resume'),
  cancel: command('cancel'),
  async again(event, slug, by) {
    const wanted = jsonBody(event, againRequest);
    return { status: 200, body: await commandNewsletter(slug, { what: 'again', ...wanted, by }, deps) };
  },
  async test(event, slug, by) {
    await testNewsletter(slug, { email: jsonBody(event, testRequest).to, by }, deps);
    return { status: 202, body: { requested: true } };
  },
};

/** `POST /api/newsletters/{slug}/send`, and what else editors demand of a newsletter. */
export const handler = httpHandler({ ...env, log: logOf('command-newsletter') }, async (event) => {
  const who = caller(event);
  demandScope(who, 'press/editor');
  const answer = answers[event.routeKey.slice(event.routeKey.lastIndexOf('/') + 1)];
  if (!answer) throw new Problem(404, 'There is nothing at this address.');
  return answer(event, pathPart(event, 'slug'), who.by);
});
