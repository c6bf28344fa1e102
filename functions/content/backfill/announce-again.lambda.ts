import { backoff } from '../../runtime/backoff.ts';
import { dynamoClient, eventBridgeClient, sqsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { eachRecord } from '../../runtime/each-record.ts';
import { readEnv } from '../../runtime/env.ts';
import { logOf } from '../../runtime/log.ts';
import { sqsRetryDelay } from '../../runtime/sqs-retry-delay.ts';
import { busAnnouncer } from '../store/bus-announcer.ts';
import { dynamoContent } from '../store/dynamo-content.ts';
import { dynamoHistories } from '../store/dynamo-documents.ts';
import { dynamoReannouncementNotes } from '../store/dynamo-reannouncement-notes.ts';
import { reannouncementIn, sqsReannouncements, sqsUnannounced } from '../store/sqs-announcements.ts';
import { announceAgain } from './announce-again.ts';

const env = readEnv('contentTable', 'eventBus', 'announceQueue', 'unannouncedQueue', 'workQueue');
const log = logOf('announce-again');
const dynamo = dynamoClient();
const sqs = sqsClient();
const retryDelay = sqsRetryDelay(sqs, env.workQueue);
const deps = {
  content: dynamoContent(dynamo, { content: env.contentTable }),
  backoff,
  histories: dynamoHistories(dynamo, env.contentTable),
  announcer: busAnnouncer(eventBridgeClient(), env.eventBus),
  unannounced: sqsUnannounced(sqs, env.unannouncedQueue),
  reannouncements: sqsReannouncements(sqs, env.announceQueue),
  notes: dynamoReannouncementNotes(dynamo, env.contentTable),
  clock: systemClock,
};

/** What is to be announced once more: an editor or a room asked for it, or a dead letter is sent back. */
export const handler = eachRecord({ log, retryDelay }, async ({ body }) =>
  announceAgain(reannouncementIn(body), deps),
);
