import type { Context, SQSEvent } from 'aws-lambda';
import { dynamoClient, s3Client, sqsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { eachRecord } from '../../runtime/each-record.ts';
import { readEnv } from '../../runtime/env.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { sqsRetryDelay } from '../../runtime/sqs-retry-delay.ts';
import { dynamoContent } from '../store/dynamo-content.ts';
import { s3Pages } from '../store/s3-pages.ts';
import { sqsPages, sqsRenders } from '../store/sqs-queues.ts';
import { readMessage } from './messages.ts';
import { pagePlanner } from './plan-pages.ts';

const env = readEnv(
  'contentTable',
  'pagesBucket',
  'changesQueue',
  'pagesQueue',
  'pagesDeadLetters',
  'workQueue',
  'siteUrl',
);
const log = logOf('plan-pages');
const sqs = sqsClient();
const retryDelay = sqsRetryDelay(sqs, env.workQueue);
const deps = {
  content: dynamoContent(dynamoClient(), env.contentTable),
  pages: s3Pages(s3Client(), env.pagesBucket),
  queue: sqsPages(sqs, { pages: env.pagesQueue, deadLetters: env.pagesDeadLetters }, ulids(systemClock)),
  renders: sqsRenders(sqs, env.changesQueue),
  site: env.siteUrl,
  log,
};

/** Changes of documents, requests to render everything, and CloudFormation's event after a deploy. */
export const handler = (event: SQSEvent, context: Context) => {
  const plan = pagePlanner(deps);
  const planOne = eachRecord({ log, retryDelay }, async ({ body, messageId }) =>
    plan(readMessage(body), messageId),
  );
  return planOne(event, context);
};
