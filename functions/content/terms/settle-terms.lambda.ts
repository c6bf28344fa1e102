import type { SQSEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { backoff } from '../../runtime/backoff.ts';
import { dynamoClient, sqsClient } from '../../runtime/clients.ts';
import { eachRecord } from '../../runtime/each-record.ts';
import { readEnv } from '../../runtime/env.ts';
import { logOf } from '../../runtime/log.ts';
import { sqsRetryDelay } from '../../runtime/sqs-retry-delay.ts';
import { dynamoSpellings } from '../store/dynamo-spellings.ts';
import { settleTerms } from './settle-terms.ts';

const env = readEnv('contentTable', 'workQueue');
const log = logOf('settle-terms');
const retryDelay = sqsRetryDelay(sqsClient(), env.workQueue);
const deps = { spellings: dynamoSpellings(dynamoClient(), env.contentTable), backoff };

const state = z.object({ lists: z.array(z.object({ list: z.string(), sort: z.string() })) });
/** The event `Document Changed` in EventBridge's envelope. */
const message = z.object({
  detail: z.object({ slug: z.string(), before: z.optional(state), after: z.optional(state) }),
});

/** A document changed. */
export const handler = (event: SQSEvent) =>
  eachRecord({ log, retryDelay }, async ({ body }) =>
    settleTerms(message.parse(JSON.parse(body)).detail, deps),
  )(event);
