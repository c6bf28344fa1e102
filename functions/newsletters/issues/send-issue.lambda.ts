import type { Context, SQSEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import {
  dynamoClient,
  s3Client,
  secretsClient,
  sesBulkClient,
  sesReadClient,
  sqsClient,
} from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { eachRecord } from '../../runtime/each-record.ts';
import { readEnv } from '../../runtime/env.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { counterOf } from '../../runtime/metrics.ts';
import { secretKeys } from '../../runtime/people/secret-keys.ts';
import { sqsRetryDelay } from '../../runtime/sqs-retry-delay.ts';
import { issueComposer } from '../compose/compose-issue.ts';
import { pressReader } from '../press.ts';
import { dynamoAudience } from '../store/dynamo-audience.ts';
import { issueStores } from '../store/issue-stores.ts';
import { pressCopyIn } from '../store/press-copy.ts';
import { publishedDocuments } from '../store/published-documents.ts';
import { s3IssueFiles } from '../store/s3-issue-files.ts';
import { sesBulkMailer, sesMailAccount } from '../store/ses-bulk-mailer.ts';
import { sqsIssueQueue } from '../store/sqs-issue-queue.ts';
import { countingErrors } from './counting-errors.ts';
import { leavingToTick, sendIssue } from './send-issue.ts';

const env = readEnv(
  'newslettersTable',
  'contentTable',
  'bodiesBucket',
  'issuesBucket',
  'newslettersConfigurationSet',
  'signingKeys',
  'workQueue',
  'siteUrl',
);
const log = logOf('send-issue');
const counter = counterOf('newsletters');
const dynamo = dynamoClient();
const s3 = s3Client();
const sqs = sqsClient();
const table = env.newslettersTable;
const press = pressReader(pressCopyIn(dynamo, table), env.siteUrl, systemClock);
const published = publishedDocuments({ dynamo, s3 }, env);
const stores = issueStores(dynamo, table);
const deps = {
  ...{ ...stores, press, clock: systemClock, ids: ulids(systemClock) },
  audience: dynamoAudience(dynamo, table),
  files: s3IssueFiles(s3, env.issuesBucket),
  composer: issueComposer({ published, news: stores.news, press }),
  mailer: sesBulkMailer(sesBulkClient(), env.newslettersConfigurationSet),
  account: sesMailAccount(sesReadClient()),
  queue: sqsIssueQueue(sqs, env.workQueue),
  keys: secretKeys(secretsClient(), env.signingKeys),
  log: countingErrors(log, counter),
  pause: (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
const retryDelay = sqsRetryDelay(sqs, env.workQueue);

const message = z.object({ issue: z.string(), wake: z.string() });

/** Milliseconds after which a call begins nothing more: what it began ends well before its timeout. */
const longest = 20_000;

/** Has an issue go on: it is prepared, and sent batch by batch. */
export const handler = (event: SQSEvent, context: Context) => {
  const end = performance.now() + longest;
  const hasTime = () => performance.now() < end;
  const send = eachRecord({ log, retryDelay }, ({ body, attributes }) =>
    leavingToTick(Number(attributes.ApproximateReceiveCount), deps, () =>
      sendIssue(message.parse(JSON.parse(body)), { ...deps, hasTime }),
    ),
  );
  return send(event, context).finally(() => counter.send());
};
