import {
  dynamoClient,
  eventBridgeClient,
  s3Client,
  secretsClient,
  sesClient,
} from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { secretKeys } from '../../runtime/people/secret-keys.ts';
import { caller, demandScope, jsonBody } from '../../runtime/request.ts';
import { unsuppression } from '../api/requests.ts';
import { busPost } from '../store/bus-post.ts';
import { dynamoAddresses } from '../store/dynamo-addresses.ts';
import { s3SuppressionLog } from '../store/s3-suppression-log.ts';
import { sesAccountSuppressions } from '../store/ses-mailer.ts';
import { unsuppressAddress } from './unsuppress-address.ts';

const env = readEnv('postTable', 'leaveLog', 'signingKeys', 'eventBus', 'originSecret');
const deps = {
  keys: secretKeys(secretsClient(), env.signingKeys),
  addresses: dynamoAddresses(dynamoClient(), env.postTable),
  suppressionLog: s3SuppressionLog(s3Client(), env.leaveLog, ulids(systemClock)),
  accountSuppressions: sesAccountSuppressions(sesClient()),
  announcer: busPost(eventBridgeClient(), env.eventBus),
  clock: systemClock,
};

/** `POST /api/suppressions/unsuppress`: the address stands in the body, for paths and queries reach access logs. */
export const handler = httpHandler({ ...env, log: logOf('unsuppress-address') }, async (event) => {
  demandScope(caller(event), 'press/subscribers');
  return { status: 200, body: await unsuppressAddress(jsonBody(event, unsuppression).email, deps) };
});
