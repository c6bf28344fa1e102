import * as z from 'zod/mini';
import { backoff } from '../runtime/backoff.ts';
import { dynamoClient, s3Client, secretsClient } from '../runtime/clients.ts';
import { systemClock } from '../runtime/clock.ts';
import { readEnv } from '../runtime/env.ts';
import { formBody } from '../runtime/forms.ts';
import { ulids } from '../runtime/ids.ts';
import { logOf } from '../runtime/log.ts';
import { type PageReply, pageHandler } from '../runtime/page-http.ts';
import { secretKeys } from '../runtime/people/secret-keys.ts';
import { newToken } from '../runtime/people/tokens.ts';
import { type HttpEvent, pathPart } from '../runtime/request.ts';
import { hasSomething, keepReason, leaveNewsletters, ownerOf } from './leave-newsletters.ts';
import { leavePath } from './links.ts';
import { gonePage, leavePage, leftPage, thanksPage, unknownLeavePage } from './pages/leave-pages.tsx';
import { pressReader } from './press.ts';
import { dynamoSettings } from './store/dynamo-settings.ts';
import { dynamoSubscribers } from './store/dynamo-subscribers.ts';
import { s3LeaveLog } from './store/s3-leave-log.ts';

const env = readEnv('newslettersTable', 'postTable', 'leaveLog', 'signingKeys', 'originSecret', 'siteUrl');
const dynamo = dynamoClient();
const ids = ulids(systemClock);
const press = pressReader(dynamoSettings(dynamo, env.newslettersTable), env.siteUrl, systemClock);
const deps = {
  subscribers: dynamoSubscribers(dynamo, { newsletters: env.newslettersTable, post: env.postTable }),
  leaveLog: s3LeaveLog(s3Client(), env.leaveLog, ids),
  keys: secretKeys(secretsClient(), env.signingKeys),
  clock: systemClock,
  ...{ press, ids, newToken, backoff },
};

/**
 * The page of a leave link and its button. Mail programs press it for the reader (RFC 8058): whatever they post, from
 * wherever and however often, it is answered with 200 and never leads on.
 */
export const handler = pageHandler(
  { ...env, log: logOf('leave-newsletters'), config: async () => (await press()).config },
  async (event) => {
    const link = pathPart(event, 'link');
    if (event.requestContext.http.method === 'POST') return take(event, link);
    const owner = await ownerOf(link, deps);
    if (owner.outcome === 'unknown') return { status: 404, html: unknownLeavePage(await press()) };
    if (owner.outcome !== 'known') return { status: 200, html: gonePage(await press()) };
    const html = hasSomething(owner.person)
      ? leavePage(await press(), owner.person, leavePath(link))
      : leftPage(await press());
    return { status: 200, html };
  },
);

async function take(event: HttpEvent, link: string): Promise<PageReply> {
  const outcome = await leaveNewsletters(link, deps);
  if (outcome === 'unknown') return { status: 404, html: unknownLeavePage(await press()) };
  if (outcome === 'gone') return { status: 200, html: gonePage(await press()) };
  const reason = await reasonIn(event);
  if (reason === undefined) return { status: 200, html: leftPage(await press(), leavePath(link)) };
  await keepReason(link, reason, deps);
  return { status: 200, html: thanksPage(await press()) };
}

const form = z.object({ reason: z.optional(z.string()) });

/** Whatever a mail program sends is no reason to refuse it. */
const reasonIn = async (event: HttpEvent): Promise<string | undefined> =>
  formBody(event, form).then(
    ({ reason }) => reason,
    () => undefined,
  );
