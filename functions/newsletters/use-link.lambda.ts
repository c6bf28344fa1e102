import { backoff } from '../runtime/backoff.ts';
import { dynamoClient, s3Client, sqsClient } from '../runtime/clients.ts';
import { systemClock } from '../runtime/clock.ts';
import { readEnv } from '../runtime/env.ts';
import { ulids } from '../runtime/ids.ts';
import { logOf } from '../runtime/log.ts';
import { type PageReply, pageHandler, seeOther } from '../runtime/page-http.ts';
import { pathPart } from '../runtime/request.ts';
import { eraseAddress } from './editors/erase-person.ts';
import { exportPerson } from './editors/show-subscriber.ts';
import { changePath } from './links.ts';
import { answeredPage, expiredPage, questionPage } from './pages/link-pages.tsx';
import type { Person } from './person.ts';
import { pressReader } from './press.ts';
import { dynamoSettings } from './store/dynamo-settings.ts';
import { dynamoSubscribers } from './store/dynamo-subscribers.ts';
import { s3LeaveLog } from './store/s3-leave-log.ts';
import { sqsMessages } from './store/sqs-messages.ts';
import { showLink, useLink } from './use-link.ts';

const env = readEnv(
  'newslettersTable',
  'postTable',
  'leaveLog',
  'newslettersQueue',
  'originSecret',
  'siteUrl',
);
const messages = sqsMessages(sqsClient(), env.newslettersQueue);
const dynamo = dynamoClient();
const ids = ulids(systemClock);
const press = pressReader(dynamoSettings(dynamo, env.newslettersTable), env.siteUrl, systemClock);
const deps = {
  subscribers: dynamoSubscribers(dynamo, { newsletters: env.newslettersTable, post: env.postTable }),
  leaveLog: s3LeaveLog(s3Client(), env.leaveLog, ids),
  clock: systemClock,
  exportPerson: (person: Person) => exportPerson(person, deps),
  erase: ({ addressHash }: Person) =>
    eraseAddress(addressHash, { messages, log: deps.leaveLog, clock: systemClock }),
  ...{ press, ids, backoff },
};

/** What a one-time link of the preferences does, and its one button. */
export const handler = pageHandler(
  { ...env, log: logOf('use-link'), config: async () => (await press()).config },
  async (event) => {
    const token = pathPart(event, 'token');
    const path = changePath(token);
    if (event.requestContext.http.method === 'POST') return use(token, path);
    const found = await showLink(token, deps);
    if (found.outcome === 'expired' || found.token.action === 'confirm') return expired();
    const { action } = found.token;
    const html =
      found.outcome === 'open'
        ? questionPage(await press(), action, path)
        : answeredPage(await press(), action);
    return { status: 200, html };
  },
);

async function use(token: string, path: string): Promise<PageReply> {
  const used = await useLink(token, deps);
  switch (used.outcome) {
    case 'expired':
      return expired();
    case 'exported':
      return { status: 200, html: JSON.stringify(used.everything, null, 2), headers: asFile };
    case 'erased':
      return { status: 200, html: answeredPage(await press(), 'erase') };
    default:
      return seeOther(path);
  }
}

const expired = async (): Promise<PageReply> => ({
  status: 410,
  open: true,
  html: expiredPage(await press()),
});

const asFile = {
  'content-type': 'application/json; charset=utf-8',
  'content-disposition': 'attachment; filename="what-we-know.json"',
};
