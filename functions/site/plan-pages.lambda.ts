import type { SQSEvent } from 'aws-lambda';
import { dynamoClient, s3Client, sqsClient } from '../runtime/clients.ts';
import { systemClock } from '../runtime/clock.ts';
import { eachRecord } from '../runtime/each-record.ts';
import { readEnv } from '../runtime/env.ts';
import { ulids } from '../runtime/ids.ts';
import { logOf } from '../runtime/log.ts';
import { sqsWaitingRoom } from '../runtime/sqs-waiting-room.ts';
import { readMessage } from './change-message.ts';
import { dynamoContent } from './dynamo-content.ts';
import { changePlanner, planRender } from './plan-pages.ts';
import { s3Pages } from './s3-pages.ts';
import { sqsPages } from './sqs-pages.ts';
import { sqsRenders } from './sqs-renders.ts';

const env = readEnv('contentTable', 'pagesBucket', 'changesQueue', 'pagesQueue', 'workQueue', 'siteUrl');
const log = logOf('plan-pages');
const sqs = sqsClient();
const waiting = sqsWaitingRoom(sqs, env.workQueue);
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
  return eachRecord({ log, waiting }, async ({ body }) => {
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
