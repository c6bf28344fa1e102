import type { Context } from 'aws-lambda';
import { backoff } from '../runtime/backoff.ts';
import { beforeTimeout } from '../runtime/call-deadline.ts';
import { dynamoClient, s3Client, secretsClient, sqsClient } from '../runtime/clients.ts';
import { systemClock } from '../runtime/clock.ts';
import { readEnv } from '../runtime/env.ts';
import { ulids } from '../runtime/ids.ts';
import { logOf } from '../runtime/log.ts';
import { secretKeys } from '../runtime/people/secret-keys.ts';
import { newToken } from '../runtime/people/tokens.ts';
import { actOnDue } from './act-on-due.ts';
import { pressReader } from './press.ts';
import { replayLog } from './replay-log.ts';
import { dynamoHashKeys } from './store/dynamo-imports.ts';
import { dynamoLogPosition, dynamoSettings } from './store/dynamo-settings.ts';
import { dynamoSubscribers } from './store/dynamo-subscribers.ts';
import { s3LeaveLog, s3Suppressions } from './store/s3-leave-log.ts';
import { sqsMessages } from './store/sqs-messages.ts';
import { suppressionsPositionKey } from './table-keys.ts';

const env = readEnv(
  'newslettersTable',
  'postTable',
  'leaveLog',
  'newslettersQueue',
  'signingKeys',
  'siteUrl',
);
const dynamo = dynamoClient();
const messages = sqsMessages(sqsClient(), env.newslettersQueue);
const keys = secretKeys(secretsClient(), env.signingKeys);
const hashKeys = dynamoHashKeys(dynamo, env.newslettersTable);
const ids = ulids(systemClock);
const s3 = s3Client();
const deps = {
  subscribers: dynamoSubscribers(dynamo, { newsletters: env.newslettersTable, post: env.postTable }),
  press: pressReader(dynamoSettings(dynamo, env.newslettersTable), env.siteUrl, systemClock),
  leaveLog: s3LeaveLog(s3, env.leaveLog, ids),
  position: dynamoLogPosition(dynamo, env.newslettersTable),
  report: logOf('act-on-due'),
  erase: (erase: { hash: string; at: string }) => messages.send({ erase }),
  importedHashes: async (email: string) => (await keys.hashes(email, await hashKeys.read())).slice(1),
  clock: systemClock,
  ...{ ids, newToken, backoff },
};

/** What `post` heard of addresses, in place of the log of who left. */
const suppressions = {
  leaveLog: s3Suppressions(s3, env.leaveLog),
  position: dynamoLogPosition(dynamo, env.newslettersTable, suppressionsPositionKey),
};

/** Some entries of a log are set aside; the function's own log names them, and an alarm stands while there are any. */
class NotFollowed extends Error {
  override readonly name = 'NotFollowed';

  constructor(count: number) {
    super(`${count} entries of the log cannot be followed`);
  }
}

/** Once a minute. A table from a backup learns first who has left since; what is due waits for nothing that fails. */
export const handler = (_event: unknown, context: Context): Promise<void> =>
  beforeTimeout(context, async () => {
    const failed: string[] = [];
    try {
      failed.push(...(await replayLog(deps)));
      failed.push(...(await replayLog({ ...deps, ...suppressions })));
    } finally {
      await actOnDue(deps);
    }
    if (failed.length) throw new NotFollowed(failed.length);
  });
