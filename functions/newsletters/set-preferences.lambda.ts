import * as z from 'zod/mini';
import { backoff } from '../runtime/backoff.ts';
import { dynamoClient, s3Client, secretsClient } from '../runtime/clients.ts';
import { systemClock } from '../runtime/clock.ts';
import { readEnv } from '../runtime/env.ts';
import { formBody, several } from '../runtime/forms.ts';
import { ulids } from '../runtime/ids.ts';
import { logOf } from '../runtime/log.ts';
import { type PageReply, pageHandler, seeOther } from '../runtime/page-http.ts';
import { secretKeys } from '../runtime/people/secret-keys.ts';
import { newToken } from '../runtime/people/tokens.ts';
import type { Complaint } from '../runtime/problem.ts';
import { pathPart } from '../runtime/request.ts';
import { preferencesPath } from './links.ts';
import { expiredPage } from './pages/link-pages.tsx';
import { preferencesPage } from './pages/preferences-page.tsx';
import type { Person } from './person.ts';
import { pressReader } from './press.ts';
import { type Choice, offeredTo, ownerOfPreferences, pauses, setPreferences } from './set-preferences.ts';
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

const months = z.pipe(
  z.string(),
  z.transform((typed) => pauses.find((count) => `${count}` === typed) ?? pauses[0]),
);

const form = z.discriminatedUnion('do', [
  z.object({ do: z.literal('save'), lists: several(z.string()), name: z.optional(z.string()) }),
  z.object({ do: z.literal('pause'), months }),
  z.object({ do: z.literal('change'), email: z._default(z.string(), '') }),
  z.object({ do: z.enum(['resume', 'leave', 'export', 'erase']) }),
]);

/** What the page says after each. */
const said: Readonly<Record<Choice['do'], string>> = {
  save: 'Saved.',
  pause: 'Paused.',
  resume: 'The pause is over.',
  leave: 'You have left. A short letter says so.',
  change: 'A letter with a link is on its way to the new address.',
  export: 'A letter with a link is on its way to you.',
  erase: 'A letter with a link is on its way to you.',
};

/** The page of a person's preferences, and its forms. */
export const handler = pageHandler(
  { ...env, log: logOf('set-preferences'), config: async () => (await press()).config },
  async (event) => {
    const link = pathPart(event, 'link');
    if (event.requestContext.http.method !== 'POST') {
      const saidNow = Object.entries(said).find(([what]) => what === event.rawQueryString)?.[1];
      return show(link, { status: 200, said: saidNow, complaints: [] });
    }
    const choice: Choice = await formBody(event, form);
    const outcome = await setPreferences(link, choice, deps);
    if (outcome.outcome === 'done') return seeOther(`${preferencesPath(link)}?${choice.do}`);
    const complaints = outcome.outcome === 'refused' ? outcome.complaints : [];
    return show(link, { status: 422, said: undefined, complaints });
  },
);

interface Shown {
  status: number;
  said: string | undefined;
  complaints: Complaint[];
}

async function show(link: string, { status, said: text, complaints }: Shown): Promise<PageReply> {
  const person = await ownerOfPreferences(link, deps);
  if (!person) return { status: 410, open: true, html: expiredPage(await press()) };
  return { status, html: preferencesPage(await press(), await viewOf(person, link, { text, complaints })) };
}

const viewOf = async (
  person: Person,
  link: string,
  { text, complaints }: { text: string | undefined; complaints: Complaint[] },
) => ({
  offered: offeredTo(person, (await press()).lists),
  path: preferencesPath(link),
  now: systemClock.now().toISOString(),
  said: text,
  ...{ person, complaints },
});
