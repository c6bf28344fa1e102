import type { Context } from 'aws-lambda';
import { backoff } from '../runtime/backoff.ts';
import { beforeTimeout } from '../runtime/call-deadline.ts';
import { dynamoClient, secretsClient } from '../runtime/clients.ts';
import { systemClock } from '../runtime/clock.ts';
import { readEnv } from '../runtime/env.ts';
import { ulids } from '../runtime/ids.ts';
import { logOf } from '../runtime/log.ts';
import { secretKeys } from '../runtime/people/secret-keys.ts';
import { actOnDue } from './act-on-due.ts';
import { attempts } from './booking/attempts.ts';
import { pressReader } from './press.ts';
import { dynamoAccess } from './store/dynamo-access.ts';
import { dynamoBookings } from './store/dynamo-bookings.ts';
import { pressCopyIn } from './store/press-copy.ts';

const env = readEnv('bookingsTable', 'postTable', 'signingKeys', 'siteUrl');
const dynamo = dynamoClient();
const deps = {
  bookings: dynamoBookings(dynamo, { bookings: env.bookingsTable, post: env.postTable }),
  access: dynamoAccess(dynamo, env.bookingsTable),
  press: pressReader(pressCopyIn(dynamo, env.bookingsTable), env.siteUrl, systemClock),
  keys: secretKeys(secretsClient(), env.signingKeys),
  ids: ulids(systemClock),
  clock: systemClock,
  log: logOf('act-on-due'),
  ...{ attempts, backoff },
};

/** Milliseconds after which a call takes up no more: the next comes in a minute. */
const longest = 40_000;

/** Once a minute. */
export const handler = (_event: unknown, context: Context): Promise<void> =>
  beforeTimeout(context, () => {
    const end = performance.now() + longest;
    return actOnDue({ ...deps, hasTime: () => performance.now() < end });
  });
