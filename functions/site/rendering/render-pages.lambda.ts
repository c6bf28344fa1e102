import type { Context, SQSEvent } from 'aws-lambda';
import { dynamoClient, s3Client, sqsClient } from '../../runtime/clients.ts';
import { eachGroup } from '../../runtime/each-record.ts';
import { readEnv } from '../../runtime/env.ts';
import { logOf } from '../../runtime/log.ts';
import { sqsRetryDelay } from '../../runtime/sqs-retry-delay.ts';
import { readPageMessage } from '../planning/messages.ts';
import { dynamoContent } from '../store/dynamo-content.ts';
import { s3Bodies } from '../store/s3-bodies.ts';
import { s3Pages } from '../store/s3-pages.ts';
import { sqsRenders } from '../store/sqs-queues.ts';
import { pageRenderer } from './render-page.ts';

const env = readEnv('contentTable', 'bodiesBucket', 'pagesBucket', 'changesQueue', 'workQueue', 'siteUrl');
const log = logOf('render-pages');
const sqs = sqsClient();
const retryDelay = sqsRetryDelay(sqs, env.workQueue);
const renders = sqsRenders(sqs, env.changesQueue);
const s3 = s3Client();
const deps = {
  content: dynamoContent(dynamoClient(), env.contentTable),
  bodies: s3Bodies(s3, env.bodiesBucket),
  pages: s3Pages(s3, env.pagesBucket),
  site: env.siteUrl,
};

/** The first page of a batch is rendered alone: most often an article that somebody waits for. */
const ahead = 1;

/** A message group of the queue is one page: it is rendered once, however many messages of the batch name it. Or it is
 *  the next part of a render. */
export const handler = (event: SQSEvent, context: Context) => {
  const render = pageRenderer(deps);
  return eachGroup({ log, retryDelay }, ahead, async ([record]) => {
    const message = readPageMessage(record.body);
    if ('next' in message) return renders.request(message.next);
    const { path } = message;
    const outcome = await render(path);
    if (outcome !== 'unchanged') log.info('A page was rendered', { path, outcome });
  })(event, context);
};
