import { backoff } from '../runtime/backoff.ts';
import { dynamoClient, sqsClient } from '../runtime/clients.ts';
import { systemClock } from '../runtime/clock.ts';
import { eachRecord } from '../runtime/each-record.ts';
import { readEnv } from '../runtime/env.ts';
import { ulids } from '../runtime/ids.ts';
import { logOf } from '../runtime/log.ts';
import { newToken } from '../runtime/people/tokens.ts';
import { sqsRetryDelay } from '../runtime/sqs-retry-delay.ts';
import { actOnMessage } from './act-on-message.ts';
import { pressReader } from './press.ts';
import { dynamoPressDocument, dynamoSettings } from './store/dynamo-settings.ts';
import { dynamoSubscribers } from './store/dynamo-subscribers.ts';

const env = readEnv('newslettersTable', 'postTable', 'contentTable', 'workQueue', 'siteUrl');
const log = logOf('act-on-message');
const dynamo = dynamoClient();
const settings = dynamoSettings(dynamo, env.newslettersTable);
const ids = ulids(systemClock);
const deps = {
  subscribers: dynamoSubscribers(dynamo, { newsletters: env.newslettersTable, post: env.postTable }),
  document: dynamoPressDocument(dynamo, env.contentTable),
  press: pressReader(settings, env.siteUrl, systemClock),
  clock: systemClock,
  ...{ settings, ids, newToken, backoff },
};
const retryDelay = sqsRetryDelay(sqsClient(), env.workQueue);

/** What the rest of the press tells this room: the press document changed, a letter left late, an address bounces. */
export const handler = eachRecord({ log, retryDelay }, ({ body }) => actOnMessage(body, deps));
