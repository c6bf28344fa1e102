import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { honeypotName } from '../look/form.tsx';
import { signUpWording } from '../look/sign-up-form.tsx';
import { dynamoClient, secretsClient } from '../runtime/clients.ts';
import { systemClock } from '../runtime/clock.ts';
import { readEnv } from '../runtime/env.ts';
import { demandSameOrigin, formBody, several } from '../runtime/forms.ts';
import { httpHandler } from '../runtime/http.ts';
import { ulids } from '../runtime/ids.ts';
import { logOf } from '../runtime/log.ts';
import { type PageReply, pageHandler, seeOther } from '../runtime/page-http.ts';
import { networkOf } from '../runtime/people/limits.ts';
import { secretKeys } from '../runtime/people/secret-keys.ts';
import { Problem } from '../runtime/problem.ts';
import { type HttpEvent, header, jsonBody, readersAddress } from '../runtime/request.ts';
import { newslettersPath } from './links.ts';
import { newslettersPage, sentPage } from './pages/sign-up-pages.tsx';
import type { Consent } from './ports.ts';
import { pressReader } from './press.ts';
import { type Outcome, signUp, type Wish } from './sign-up.ts';
import { dynamoSignUps } from './store/dynamo-sign-ups.ts';
import { pressCopyIn } from './store/press-copy.ts';

const env = readEnv('newslettersTable', 'signingKeys', 'originSecret', 'siteUrl');
const log = logOf('sign-up');
const dynamo = dynamoClient();
const press = pressReader(pressCopyIn(dynamo, env.newslettersTable), env.siteUrl, systemClock);
const deps = {
  signUps: dynamoSignUps(dynamo, env.newslettersTable, systemClock),
  keys: secretKeys(secretsClient(), env.signingKeys),
  ids: ulids(systemClock),
  clock: systemClock,
  press,
};

/** By the text member's path in the form, what is typed; fields that are not there are empty. */
const form = z.object({
  email: z._default(z.string(), ''),
  name: z.optional(z.string()),
  lists: several(z.string()),
  page: z.optional(z.string()),
  form: z.optional(z.string()),
  [honeypotName]: z.optional(z.string()),
});

const members = 'There are "email", "name" and "lists".';
const request = z.strictObject(
  { email: z.string(), name: z.optional(z.string()), lists: z.optional(z.array(z.string())) },
  { error: members },
);

/** The newsletters of the press and how to get them, as pages; and the same sign-up for programs. */
export const handler = (event: HttpEvent, context: Context) =>
  event.rawPath.startsWith('/api/') ? forPrograms(event, context) : forReaders(event, context);

const forReaders = pageHandler({ ...env, log, config: async () => (await press()).config }, async (event) => {
  const { method } = event.requestContext.http;
  if (method === 'POST') return takeForm(event);
  if (method !== 'GET' && method !== 'HEAD')
    throw new Problem(405, 'This page can be read, and its form sent.', {
      headers: { allow: 'GET, HEAD, POST' },
    });
  const isSent = event.rawQueryString === 'sent';
  return { status: 200, open: true, html: isSent ? sentPage(await press()) : newslettersPage(await press()) };
});

async function takeForm(event: HttpEvent): Promise<PageReply> {
  demandSameOrigin(event, env.siteUrl);
  const { email, name, lists, page, form: version, [honeypotName]: honeypot } = await formBody(event, form);
  const wish = { email, name, lists, honeypot, consent: consentOf(version, page) };
  const outcome = await accept(event, wish);
  if (outcome.outcome === 'accepted') return seeOther(`${newslettersPath}?sent`);
  const { complaints } = outcome;
  const typed = { email, lists, complaints, ...(name && { name }) };
  return { status: 422, open: true, html: newslettersPage(await press(), typed) };
}

const forPrograms = httpHandler({ ...env, log }, async (event) => {
  // A page of another site cannot send JSON without asking first.
  if (!/^application\/json\b/i.test(header(event, 'content-type') ?? ''))
    throw new Problem(415, 'The request has to be JSON, with content-type application/json.');
  const consent = { wording: '', version: 'api', page: '/api/subscriptions' };
  const outcome = await accept(event, { ...jsonBody(event, request), consent });
  if (outcome.outcome === 'accepted') return { status: 202, body: { detail: accepted } };
  const { complaints } = outcome;
  throw new Problem(422, complaints.map(({ text }) => text).join(' '), { complaints });
});

const accepted = 'If there is something to confirm, a letter is on its way to this address.';

async function accept(event: HttpEvent, wish: Wish): Promise<Exclude<Outcome, { outcome: 'too-often' }>> {
  const outcome = await signUp(wish, networkOf(readersAddress(event)), deps);
  if (outcome.outcome !== 'too-often') return outcome;
  throw new Problem(429, 'Many sign-ups came from where you are. Please try again in a few minutes.', {
    headers: { 'retry-after': `${outcome.retryAfter}` },
  });
}

/** What stands on record is what the form says, or nothing where nobody knows its words. */
const consentOf = (version: string | undefined, page = ''): Consent => ({
  ...(version === signUpWording.version
    ? { wording: signUpWording.text, version }
    : { wording: '', version: 'unknown' }),
  page: /^[\w/.~%-]{1,300}$/.test(page) ? page : 'unknown',
});
