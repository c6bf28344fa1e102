import type { SQSEvent } from 'aws-lambda';
import { dynamoClient, s3Client, sqsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { eachRecord } from '../../runtime/each-record.ts';
import { readEnv } from '../../runtime/env.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { sqsRetryDelay } from '../../runtime/sqs-retry-delay.ts';
import { dynamoContent } from '../store/dynamo-content.ts';
import { s3Pages } from '../store/s3-pages.ts';
import { sqsPages } from '../store/sqs-pages.ts';
import { sqsRenders } from '../store/sqs-renders.ts';
import { readMessage } from './change-message.ts';
import { changePlanner, planRender } from './plan-pages.ts';

const env = readEnv('contentTable', 'pagesBucket', 'changesQueue', 'pagesQueue', 'workQueue', 'siteUrl');
const log = logOf('plan-pages');
const sqs = sqsClient();
const retryDelay = sqsRetryDelay(sqs, env.workQueue);
const deps = {
  content: dynamoContent(dynamoClient(), env.contentTable),
  pages: s3Pages(s3Client(), env.pagesBucket),
  queue: sqsPages(sqs, env.pagesQueue, ulids(systemClock)),
  renders: sqsRenders(sqs, env.changesQueue),
  site: env.siteUrl,
};

/** Changes of documents, requests to render everything, and the stack's word that it has been deployed. */
export const handler = (event: SQSEvent) => {
  const plan = changePlanner(deps);
  return eachRecord({ log, retryDelay: retryDelay }, async ({ body }) => {
    const message = readMessage(body);
    if ('change' in message) {
      const pages = await plan(message.change);
      log.info('A change was planned', { slug: message.change.slug, pages });
    } else {
      const pages = await planRender(message.cursor, deps);
      log.info('Part of a full render was planned', { part: message.cursor.part, pages });
    }
  })(event);
};
