import type { Context } from 'aws-lambda';
import { backoff } from '../runtime/backoff.ts';
import { beforeTimeout } from '../runtime/call-deadline.ts';
import { dynamoClient, s3Client } from '../runtime/clients.ts';
import { systemClock } from '../runtime/clock.ts';
import { readEnv } from '../runtime/env.ts';
import { ulids } from '../runtime/ids.ts';
import { newToken } from '../runtime/people/tokens.ts';
import { actOnDue } from './act-on-due.ts';
import { pressReader } from './press.ts';
import { replayLog } from './replay-log.ts';
import { dynamoLogPosition, dynamoSettings } from './store/dynamo-settings.ts';
import { dynamoSubscribers } from './store/dynamo-subscribers.ts';
import { s3LeaveLog } from './store/s3-leave-log.ts';

const env = readEnv('newslettersTable', 'postTable', 'leaveLog', 'siteUrl');
const dynamo = dynamoClient();
const ids = ulids(systemClock);
const deps = {
  subscribers: dynamoSubscribers(dynamo, { newsletters: env.newslettersTable, post: env.postTable }),
  press: pressReader(dynamoSettings(dynamo, env.newslettersTable), env.siteUrl, systemClock),
  leaveLog: s3LeaveLog(s3Client(), env.leaveLog, ids),
  position: dynamoLogPosition(dynamo, env.newslettersTable),
  erase: async () => undefined,
  clock: systemClock,
  ...{ ids, newToken, backoff },
};

/** Once a minute. A table from a backup learns first who has left since. */
export const handler = (_event: unknown, context: Context): Promise<void> =>
  beforeTimeout(context, async () => {
    await replayLog(deps);
    await actOnDue(deps);
  });
