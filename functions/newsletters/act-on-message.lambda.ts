import { backoff } from '../runtime/backoff.ts';
import { dynamoClient, eventBridgeClient, s3Client, secretsClient, sqsClient } from '../runtime/clients.ts';
import { systemClock } from '../runtime/clock.ts';
import { eachRecord } from '../runtime/each-record.ts';
import { readEnv } from '../runtime/env.ts';
import { ulids } from '../runtime/ids.ts';
import { logOf } from '../runtime/log.ts';
import { secretKeys } from '../runtime/people/secret-keys.ts';
import { newToken } from '../runtime/people/tokens.ts';
import { sqsRetryDelay } from '../runtime/sqs-retry-delay.ts';
import { actOnMessage } from './act-on-message.ts';
import { editorsWork, slices } from './editors/editors-work.ts';
import { pressReader } from './press.ts';
import { replayLog } from './replay-log.ts';
import { dynamoLogPosition, dynamoPressDocument, dynamoSettings } from './store/dynamo-settings.ts';
import { dynamoSubscribers } from './store/dynamo-subscribers.ts';
import { editorsStores } from './store/editors-stores.ts';
import { s3LeaveLog } from './store/s3-leave-log.ts';

const env = readEnv(
  'newslettersTable',
  'postTable',
  'contentTable',
  'workQueue',
  'siteUrl',
  'signingKeys',
  'leaveLog',
  'importsBucket',
  'exportsBucket',
  'eventBus',
);
const log = logOf('act-on-message');
const dynamo = dynamoClient();
const s3 = s3Client();
const sqs = sqsClient();
const tables = { newsletters: env.newslettersTable, post: env.postTable };
const settings = dynamoSettings(dynamo, env.newslettersTable);
const ids = ulids(systemClock);
const deps = {
  subscribers: dynamoSubscribers(dynamo, tables),
  document: dynamoPressDocument(dynamo, env.contentTable),
  press: pressReader(settings, env.siteUrl, systemClock),
  clock: systemClock,
  ...{ settings, ids, newToken, backoff },
};
const retryDelay = sqsRetryDelay(sqs, env.workQueue);

const stores = editorsStores(
  { dynamo, s3, sqs, events: eventBridgeClient() },
  { ...env, tables, queue: env.workQueue },
);
const leaveLog = s3LeaveLog(s3, env.leaveLog, ids);
const position = dynamoLogPosition(dynamo, env.newslettersTable);
const editors = {
  ...{ ...deps, ...stores, ...slices, log: leaveLog, keys: secretKeys(secretsClient(), env.signingKeys) },
  followLog: async () => {
    const erase = (erasure: { hash: string; at: string }) => stores.messages.send({ erase: erasure });
    await replayLog({ ...deps, leaveLog, position, erase, report: log });
  },
};

/** What the rest of the press tells this room: the press document changed, a letter left late, an address bounces. And
 *  what editors have begun, in slices of some seconds: what a person waits for comes in between. */
export const handler = eachRecord({ log, retryDelay }, ({ body }) => {
  const work = editorsWork(body, editors);
  return work ? work() : actOnMessage(body, editors);
});
