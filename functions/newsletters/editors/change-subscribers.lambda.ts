import { backoff } from '../../runtime/backoff.ts';
import { dynamoClient, s3Client, secretsClient, sqsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler, type Reply } from '../../runtime/http.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { parseAddress } from '../../runtime/people/address.ts';
import { secretKeys } from '../../runtime/people/secret-keys.ts';
import { Problem } from '../../runtime/problem.ts';
import { caller, demandScope, type HttpEvent, jsonBody, pathPart } from '../../runtime/request.ts';
import { addressRequest, newSubscriber } from '../api/requests.ts';
import { pressReader } from '../press.ts';
import { dynamoHashKeys } from '../store/dynamo-imports.ts';
import { dynamoPeople } from '../store/dynamo-people.ts';
import { dynamoSubscribers } from '../store/dynamo-subscribers.ts';
import { pressCopyIn } from '../store/press-copy.ts';
import { s3LeaveLog } from '../store/s3-leave-log.ts';
import { sqsMessages } from '../store/sqs-messages.ts';
import { addSubscriber } from './add-subscriber.ts';
import { eraseAddress } from './erase-person.ts';
import { demandPerson } from './show-subscriber.ts';
import { shownSubscriber } from './shown-subscriber.ts';
import { askForPerson } from './tell-person.ts';

const env = readEnv(
  'newslettersTable',
  'newslettersQueue',
  'leaveLog',
  'signingKeys',
  'originSecret',
  'siteUrl',
);
const dynamo = dynamoClient();
const ids = ulids(systemClock);
const deps = {
  people: dynamoPeople(dynamo, env.newslettersTable),
  // It puts no letter.
  subscribers: dynamoSubscribers(dynamo, { newsletters: env.newslettersTable, post: '' }),
  hashKeys: dynamoHashKeys(dynamo, env.newslettersTable),
  keys: secretKeys(secretsClient(), env.signingKeys),
  press: pressReader(pressCopyIn(dynamo, env.newslettersTable), env.siteUrl, systemClock),
  messages: sqsMessages(sqsClient(), env.newslettersQueue),
  log: s3LeaveLog(s3Client(), env.leaveLog, ids),
  clock: systemClock,
  ids,
  backoff,
};

const routes: Readonly<Record<string, (event: HttpEvent, by: string) => Promise<Reply>>> = {
  'POST /api/subscribers': add,
  'DELETE /api/subscribers/{id}': async (event) => {
    const { addressHash } = await demandPerson(pathPart(event, 'id'), deps);
    return erase(addressHash);
  },
  'POST /api/erasures': async (event) => erase(await hashIn(event)),
  'POST /api/exports': async (event) => {
    await askForPerson(await hashIn(event), deps);
    return { status: 202, body: { requested: true } };
  },
};

export const handler = httpHandler({ ...env, log: logOf('change-subscribers') }, async (event) => {
  const who = caller(event);
  demandScope(who, 'press/subscribers');
  const route = routes[event.routeKey];
  if (!route) throw new Problem(404, 'There is nothing at this address.');
  return route(event, who.by);
});

async function add(event: HttpEvent, by: string): Promise<Reply> {
  const { isNew, person } = await addSubscriber(jsonBody(event, newSubscriber), by, deps);
  return { status: isNew ? 201 : 200, body: person && shownSubscriber(person, deps.clock.now()) };
}

async function hashIn(event: HttpEvent): Promise<string> {
  const address = parseAddress(jsonBody(event, addressRequest).email);
  if (!address.ok) throw new Problem(422, `email: ${address.why}`);
  return deps.keys.hash(address.key);
}

/** Of an address that nobody knows the answer is the same. */
async function erase(hash: string): Promise<Reply> {
  await eraseAddress(hash, deps);
  return { status: 202, body: { requested: true } };
}
