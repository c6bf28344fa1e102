import { dynamoPressDocument } from '../content/contract/dynamo-press-document.ts';
import { backoff } from '../runtime/backoff.ts';
import { dynamoClient, eventBridgeClient, s3Client, secretsClient, sqsClient } from '../runtime/clients.ts';
import { systemClock } from '../runtime/clock.ts';
import { eachRecord } from '../runtime/each-record.ts';
import { readEnv } from '../runtime/env.ts';
import { ulids } from '../runtime/ids.ts';
import { logOf } from '../runtime/log.ts';
import { secretKeys } from '../runtime/people/secret-keys.ts';
import { sqsRetryDelay } from '../runtime/sqs-retry-delay.ts';
import { actOnMessage } from './act-on-message.ts';
import { attempts } from './booking/attempts.ts';
import { pressReader } from './press.ts';
import { busAnnouncer } from './store/bus-announcer.ts';
import { dynamoAccess } from './store/dynamo-access.ts';
import { dynamoBookings } from './store/dynamo-bookings.ts';
import { dynamoExports } from './store/dynamo-exports.ts';
import { pressCopyIn } from './store/press-copy.ts';
import { publishedEvents } from './store/published-events.ts';
import { s3Exports } from './store/s3-exports.ts';

const env = readEnv(
  'bookingsTable',
  'postTable',
  'contentTable',
  'bodiesBucket',
  'bookingsExportsBucket',
  'workQueue',
  'siteUrl',
  'signingKeys',
  'eventBus',
);
const log = logOf('act-on-message');
const dynamo = dynamoClient();
const s3 = s3Client();
const pressCopy = pressCopyIn(dynamo, env.bookingsTable);
const deps = {
  bookings: dynamoBookings(dynamo, { bookings: env.bookingsTable, post: env.postTable }),
  access: dynamoAccess(dynamo, env.bookingsTable),
  published: publishedEvents({ dynamo, s3 }, env),
  pressDocument: dynamoPressDocument(dynamo, env.contentTable),
  press: pressReader(pressCopy, env.siteUrl, systemClock),
  exports: dynamoExports(dynamo, env.bookingsTable),
  files: s3Exports(s3, env.bookingsExportsBucket),
  keys: secretKeys(secretsClient(), env.signingKeys),
  announcer: busAnnouncer(eventBridgeClient(), env.eventBus),
  ids: ulids(systemClock),
  clock: systemClock,
  ...{ pressCopy, attempts, backoff, log },
};

/** What the rest of the press tells this room, and what its own functions leave for later. */
export const handler = eachRecord(
  { log, retryDelay: sqsRetryDelay(sqsClient(), env.workQueue) },
  ({ body }) => actOnMessage(body, deps),
);
