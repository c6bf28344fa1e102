import { setTimeout as pause } from 'node:timers/promises';
import type { RemainingTime } from '../../runtime/call-deadline.ts';
import { dynamoClient, eventBridgeClient, s3Client, sesClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { counterOf } from '../../runtime/metrics.ts';
import type { SendDeps } from '../letters/send-letters.ts';
import { busPost } from './bus-post.ts';
import { dynamoAddresses, dynamoLogPosition } from './dynamo-addresses.ts';
import { dynamoCeiling } from './dynamo-ceiling.ts';
import { dynamoOutbox } from './dynamo-outbox.ts';
import { pressCopyIn } from './press-copy.ts';
import { s3SuppressionLog } from './s3-suppression-log.ts';
import { sesMailer } from './ses-mailer.ts';

/** Milliseconds that a round of letters may take: a call of SES, and writes of DynamoDB that are tried again. */
const timeForRound = 25_000;

interface SendingEnv {
  postTable: string;
  leaveLog: string;
  lettersConfigurationSet: string;
  eventBus: string;
  siteUrl: string;
}

/** What both senders need: the one that the stream invokes, and the one that the tick invokes. Make it once a function. */
export function sending(name: string, env: SendingEnv): (time: RemainingTime) => SendDeps {
  const dynamo = dynamoClient();
  const deps = {
    outbox: dynamoOutbox(dynamo, env.postTable),
    addresses: dynamoAddresses(dynamo, env.postTable),
    position: dynamoLogPosition(dynamo, env.postTable),
    ceiling: dynamoCeiling(dynamo, env.postTable),
    settings: pressCopyIn(dynamo, env.postTable),
    suppressionLog: s3SuppressionLog(s3Client(), env.leaveLog, ulids(systemClock)),
    mailer: sesMailer(sesClient(), env.lettersConfigurationSet),
    announcer: busPost(eventBridgeClient(), env.eventBus),
    clock: systemClock,
    site: env.siteUrl,
    log: logOf(name),
    counter: counterOf('post'),
    random: Math.random,
    pause,
  };
  return (time) => ({ ...deps, hasTime: () => time.getRemainingTimeInMillis() > timeForRound });
}
