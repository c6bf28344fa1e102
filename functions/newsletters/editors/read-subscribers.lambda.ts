import { dynamoClient, secretsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { secretKeys } from '../../runtime/people/secret-keys.ts';
import { caller, demandScope, type HttpEvent, pathPart, query } from '../../runtime/request.ts';
import { growthQuery, subscribersQuery } from '../api/requests.ts';
import { pressReader } from '../press.ts';
import { dynamoPeople } from '../store/dynamo-people.ts';
import { dynamoSubscribers } from '../store/dynamo-subscribers.ts';
import { pressCopyIn } from '../store/press-copy.ts';
import { listSubscribers } from './list-subscribers.ts';
import { showGrowth } from './show-growth.ts';
import { showSubscriber } from './show-subscriber.ts';

const env = readEnv('newslettersTable', 'signingKeys', 'originSecret', 'siteUrl');
const dynamo = dynamoClient();
const deps = {
  people: dynamoPeople(dynamo, env.newslettersTable),
  // It puts no letter.
  subscribers: dynamoSubscribers(dynamo, { newsletters: env.newslettersTable, post: '' }),
  keys: secretKeys(secretsClient(), env.signingKeys),
  press: pressReader(pressCopyIn(dynamo, env.newslettersTable), env.siteUrl, systemClock),
  clock: systemClock,
};

export const handler = httpHandler({ ...env, log: logOf('read-subscribers') }, async (event) => {
  demandScope(caller(event), 'press/subscribers');
  return { status: 200, body: await answerTo(event) };
});

function answerTo(event: HttpEvent): Promise<object> {
  if (event.rawPath.endsWith('/growth')) return showGrowth(query(event, growthQuery), deps);
  if (event.pathParameters?.id !== undefined) return showSubscriber(pathPart(event, 'id'), deps);
  return listSubscribers(query(event, subscribersQuery), deps);
}
