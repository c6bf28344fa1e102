import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { beforeTimeout } from '../runtime/call-deadline.ts';
import { dynamoClient, secretsClient } from '../runtime/clients.ts';
import { systemClock } from '../runtime/clock.ts';
import { readEnv } from '../runtime/env.ts';
import { ulids } from '../runtime/ids.ts';
import { logOf } from '../runtime/log.ts';
import { mapConcurrently } from '../runtime/map-concurrently.ts';
import { secretKeys } from '../runtime/people/secret-keys.ts';
import { attempts } from './booking/attempts.ts';
import { pressReader } from './press.ts';
import { settleLine } from './settle-line.ts';
import { dynamoBookings } from './store/dynamo-bookings.ts';
import { pressCopyIn } from './store/press-copy.ts';
import { partitions } from './table-keys.ts';

const env = readEnv('bookingsTable', 'postTable', 'signingKeys', 'siteUrl');
const log = logOf('settle-line');
const dynamo = dynamoClient();
const deps = {
  bookings: dynamoBookings(dynamo, { bookings: env.bookingsTable, post: env.postTable }),
  press: pressReader(pressCopyIn(dynamo, env.bookingsTable), env.siteUrl, systemClock),
  keys: secretKeys(secretsClient(), env.signingKeys),
  ids: ulids(systemClock),
  clock: systemClock,
  ...{ attempts, log },
};

const concurrency = 4;

/** Lines that are unsettled, several events at a time. What fails or finds no time is delivered again, from the first on:
 *  what is settled already costs a read. */
export async function handler(event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> {
  const gatherings = event.Records.map(
    ({ dynamodb }) => dynamodb?.Keys?.pk?.S?.slice(partitions.lines.length) ?? '',
  );
  const settled = new Map<string, boolean>();
  await beforeTimeout(context, (signal) =>
    mapConcurrently([...new Set(gatherings)], { concurrency }, async (gathering) => {
      if (!signal.aborted) settled.set(gathering, await settle(gathering));
    }),
  );
  const left = event.Records[gatherings.findIndex((gathering) => !settled.get(gathering))];
  const itemIdentifier = left?.dynamodb?.SequenceNumber;
  return { batchItemFailures: itemIdentifier === undefined ? [] : [{ itemIdentifier }] };
}

const settle = (gathering: string): Promise<boolean> =>
  settleLine(gathering, deps).catch((error: unknown) => {
    log.error('A line is not settled yet', { event: gathering, error });
    return false;
  });
