import { backoff } from '../runtime/backoff.ts';
import { dynamoClient, s3Client, secretsClient } from '../runtime/clients.ts';
import { systemClock } from '../runtime/clock.ts';
import { readEnv } from '../runtime/env.ts';
import { ulids } from '../runtime/ids.ts';
import { logOf } from '../runtime/log.ts';
import { pageHandler, seeOther } from '../runtime/page-http.ts';
import { secretKeys } from '../runtime/people/secret-keys.ts';
import { pathPart } from '../runtime/request.ts';
import { confirmSubscription, showRequest } from './confirm-subscription.ts';
import { confirmPath, leaveLink, leavePath, preferencesLink, preferencesPath } from './links.ts';
import { confirmedPage, expiredPage, type OwnLinks, requestPage } from './pages/link-pages.tsx';
import type { Person } from './person.ts';
import { pressReader } from './press.ts';
import { dynamoSettings } from './store/dynamo-settings.ts';
import { dynamoSubscribers } from './store/dynamo-subscribers.ts';
import { s3LeaveLog } from './store/s3-leave-log.ts';

const env = readEnv('newslettersTable', 'leaveLog', 'signingKeys', 'originSecret', 'siteUrl');
const dynamo = dynamoClient();
const ids = ulids(systemClock);
const keys = secretKeys(secretsClient(), env.signingKeys);
const press = pressReader(dynamoSettings(dynamo, env.newslettersTable), env.siteUrl, systemClock);
const deps = {
  subscribers: dynamoSubscribers(dynamo, { newsletters: env.newslettersTable }),
  leaveLog: s3LeaveLog(s3Client(), env.leaveLog, ids),
  clock: systemClock,
  ...{ ids, backoff },
};

/** What a confirmation link stands for, and its one button. */
export const handler = pageHandler(
  { ...env, log: logOf('confirm-subscription'), config: async () => (await press()).config },
  async (event) => {
    const token = pathPart(event, 'token');
    const path = confirmPath(token);
    if (event.requestContext.http.method === 'POST') {
      const outcome = await confirmSubscription(token, deps);
      return outcome === 'expired'
        ? { status: 410, open: true, html: expiredPage(await press()) }
        : seeOther(path);
    }
    const found = await showRequest(token, deps);
    switch (found.outcome) {
      case 'open':
        return { status: 200, html: requestPage(await press(), found, path) };
      case 'done':
        return { status: 200, html: confirmedPage(await press(), found.person, await linksOf(found.person)) };
      default:
        return { status: 410, open: true, html: expiredPage(await press()) };
    }
  },
);

async function linksOf(person: Person | undefined): Promise<OwnLinks | undefined> {
  if (!person) return undefined;
  const [preferences, leave] = await Promise.all([
    preferencesLink(keys, { person: person.id, version: person.version }),
    leaveLink(keys, person.id),
  ]);
  return { preferences: preferencesPath(preferences), leave: leavePath(leave) };
}
