import * as z from 'zod/mini';
import { backoff } from '../../runtime/backoff.ts';
import { dynamoClient, eventBridgeClient, sqsClient } from '../../runtime/clients.ts';
import { dynamoBackfillNotes } from '../../runtime/dynamo-backfill-notes.ts';
import { eachRecord } from '../../runtime/each-record.ts';
import { readEnv } from '../../runtime/env.ts';
import { logOf } from '../../runtime/log.ts';
import { sqsRetryDelay } from '../../runtime/sqs-retry-delay.ts';
import { followBackfills } from '../contract/backfill.ts';
import { backfillRequested } from '../contract/change.ts';
import { busAnnouncer } from '../store/bus-announcer.ts';
import { dynamoSpellings } from '../store/dynamo-spellings.ts';
import { settleTerms } from './settle-terms.ts';

const env = readEnv('contentTable', 'eventBus', 'workQueue');
const log = logOf('settle-terms');
const dynamo = dynamoClient();
const announcer = busAnnouncer(eventBridgeClient(), env.eventBus);
const retryDelay = sqsRetryDelay(sqsClient(), env.workQueue);
const deps = { spellings: dynamoSpellings(dynamo, env.contentTable), backoff };

/** Terms that earlier versions stored are settled once every document was seen. */
const backfills = {
  notes: dynamoBackfillNotes(dynamo, env.contentTable, { pk: { S: 'backfill#terms' }, sk: { S: 'heard' } }),
  request: async () => {
    const { refused } = await announcer.announce([{ type: backfillRequested, detail: { room: 'terms' } }]);
    if (refused) throw new Error('The bus did not take the request for a backfill');
  },
};

const envelope = z.object({ 'detail-type': z._default(z.string(), ''), detail: z.optional(z.unknown()) });
const state = z.object({ lists: z.array(z.object({ list: z.string(), sort: z.string() })) });
/** Detail of `Document Changed` and of `Document Backfilled`. */
const lists = z.object({ slug: z.string(), before: z.optional(state), after: z.optional(state) });

/** A document changed or is backfilled, a backfill starts or ends, or a deploy is done. */
export const handler = eachRecord({ log, retryDelay }, async ({ body }) => {
  const message = envelope.parse(JSON.parse(body));
  if (await followBackfills(message, backfills)) return;
  await settleTerms(lists.parse(message.detail), deps);
});
