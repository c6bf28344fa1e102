import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { backoff } from '../runtime/backoff.ts';
import { beforeTimeout } from '../runtime/call-deadline.ts';
import { dynamoClient, secretsClient } from '../runtime/clients.ts';
import { systemClock } from '../runtime/clock.ts';
import { readEnv } from '../runtime/env.ts';
import { ulids } from '../runtime/ids.ts';
import { logOf } from '../runtime/log.ts';
import { mapConcurrently } from '../runtime/map-concurrently.ts';
import { secretKeys } from '../runtime/people/secret-keys.ts';
import { newToken } from '../runtime/people/tokens.ts';
import { pressReader } from './press.ts';
import { settleSignUp } from './settle-sign-up.ts';
import { dynamoHashKeys } from './store/dynamo-imports.ts';
import { dynamoSubscribers } from './store/dynamo-subscribers.ts';
import { pressCopyIn } from './store/press-copy.ts';
import { partitions } from './table-keys.ts';

const env = readEnv('newslettersTable', 'postTable', 'signingKeys', 'siteUrl');
const log = logOf('settle-sign-up');
const dynamo = dynamoClient();
const ids = ulids(systemClock);
const keys = secretKeys(secretsClient(), env.signingKeys);
const hashKeys = dynamoHashKeys(dynamo, env.newslettersTable);
const deps = {
  subscribers: dynamoSubscribers(dynamo, { newsletters: env.newslettersTable, post: env.postTable }),
  press: pressReader(pressCopyIn(dynamo, env.newslettersTable), env.siteUrl, systemClock),
  importedHashes: async (email: string) => (await keys.hashes(email, await hashKeys.read())).slice(1),
  clock: systemClock,
  ...{ ids, newToken, backoff },
};

const concurrency = 8;

/** Sign-ups as they are stored, several at a time. What fails or finds no time is delivered again, from the first on: what
 *  is settled already costs a read. */
export async function handler(event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> {
  const done = await beforeTimeout(context, (signal) =>
    mapConcurrently(event.Records, { concurrency }, async ({ dynamodb }) => {
      if (signal.aborted) return false;
      return settle(dynamodb?.Keys?.pk?.S?.slice(partitions.signUps.length) ?? '');
    }),
  );
  const left = event.Records.find((_, at) => !done[at])?.dynamodb?.SequenceNumber;
  return { batchItemFailures: left === undefined ? [] : [{ itemIdentifier: left }] };
}

const settle = (id: string): Promise<boolean> =>
  settleSignUp(id, deps).then(
    () => true,
    (error: unknown) => {
      log.error('A sign-up is not settled yet', { id, error });
      return false;
    },
  );
