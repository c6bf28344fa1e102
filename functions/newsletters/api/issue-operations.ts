import * as z from 'zod/mini';
import type { Example, Operation, RoomApi } from '../../content/api/room-api.ts';
import * as requests from './issue-requests.ts';

/* What the API answers of newsletters. Tests hold the answers and the examples to these schemas. */

const instant = z.iso.datetime({ precision: 0 });
const optionalText = z.optional(z.string());
const state = z.enum([
  'draft',
  'scheduled',
  'missed',
  'preparing',
  'sending',
  'paused',
  'sent',
  'cancelled',
  'failed',
]);

const stop = z.strictObject({ why: z.string(), said: z.string(), at: instant, by: optionalText });

const issueMembers = {
  slug: z.string(),
  title: z.string(),
  subject: z.string(),
  state,
  lists: z.array(z.string()),
  digest: optionalText,
  sendAt: z.optional(instant),
  audience: z.optional(z.int()),
  started: z.optional(instant),
  ended: z.optional(instant),
  stop: z.optional(stop),
};

const digestMembers = {
  slug: z.string(),
  title: z.string(),
  subject: z.string(),
  state: z.enum(['awake', 'asleep']),
  lists: z.array(z.string()),
  every: z.string(),
  why: optionalText,
  next: z.optional(instant),
  last: optionalText,
};

export const newsletterLine = z.strictObject(issueMembers);
export const digestLine = z.strictObject(digestMembers);

export const newsletterList = z.strictObject({
  digests: z.array(digestLine),
  items: z.array(newsletterLine),
  next: z.nullable(z.string()),
});

export const finding = z.strictObject({
  code: z.string(),
  level: z.enum(['warning', 'note']),
  text: z.string(),
});

const whole = {
  revision: z.int(),
  pieces: z.array(z.strictObject({ slug: z.string(), line: optionalText })),
  preview: optionalText,
  language: optionalText,
  people: z.int(),
  findings: z.array(finding),
};

export const newsletter = z.strictObject({
  ...{ ...issueMembers, ...whole },
  round: z.int(),
  sinceLast: z.optional(z.literal(true)),
  frozen: z.optional(instant),
  pausedFrom: z.optional(z.enum(['preparing', 'sending'])),
  waitsUntil: z.optional(instant),
  again: z.optional(z.enum(['failed', 'doubt'])),
  withdrawn: z.optional(instant),
});

export const digest = z.strictObject({ ...digestMembers, ...whole });

export const newsletterOrDigest = z.union([newsletter, digest]);

const figure = z.int();

export const report = z.strictObject({
  ...{ state, audience: figure, waiting: figure, claimed: figure, sent: figure },
  ...{ delivered: figure, bounced: figure, complained: figure, suppressed: figure },
  ...{ failed: figure, inDoubt: figure, notSent: figure, unsubscribed: figure },
});

export const preview = z.strictObject({
  ...{ from: z.string(), replyTo: z.string(), subject: z.string(), preview: optionalText },
  ...{ html: z.string(), text: z.string(), bytes: z.int() },
  ...{ people: z.int(), findings: z.array(finding) },
});

export const lineOfEither = z.union([newsletterLine, digestLine]);

export const testAccepted = z.strictObject({ requested: z.literal(true) });

export const ledgerLink = z.strictObject({ url: z.url(), expires: instant });

const proof = z.enum(['on', 'pending', 'failed', 'off']);

export const mailCheck = z.strictObject({
  sender: z.strictObject({ address: z.string(), domain: z.string() }),
  account: z.strictObject({
    ...{ sandbox: z.boolean(), enabled: z.boolean(), perSecond: z.number() },
    ...{ perDay: z.nullable(z.number()), sentInADay: z.number() },
  }),
  identity: z.nullable(
    z.strictObject({
      ...{ name: z.string(), verified: z.boolean(), dkim: proof },
      mailFrom: z.optional(z.strictObject({ domain: z.string(), state: proof })),
      records: z.array(z.strictObject({ type: z.string(), name: z.string(), value: z.string() })),
    }),
  ),
  checks: z.array(
    z.strictObject({ what: z.string(), state: z.enum(['ok', 'warning', 'fault']), text: z.string() }),
  ),
});

const roles: Operation['roles'] = ['editor'];
const group = 'Sending';
const missing = { 404: 'No newsletter has or had this slug, five seconds on, too.' };
const refused = { ...missing, 409: 'It is not in a state for this; `detail` says which, and the way out.' };
const at = (verb: string): string => `/api/newsletters/{slug}/${verb}`;

/** A command without a body, which answers the newsletter's line. */
const command = (id: string, verb: string, summary: string): Operation => ({
  ...{ id, group, method: 'post', path: at(verb), summary, roles },
  ...{ status: 200, answer: lineOfEither, refusals: refused },
});

export const issueOperations: Operation[] = [
  {
    ...{ id: 'listNewsletters', group, method: 'get', path: '/api/newsletters', roles },
    summary:
      'Issues of the newsletters, the newest first; with the first of them all digests, which make issues of their own.',
    query: requests.newslettersQuery,
    status: 200,
    answer: newsletterList,
  },
  {
    ...{ id: 'showNewsletter', group, method: 'get', path: '/api/newsletters/{slug}', roles },
    summary:
      'An issue or a digest: its state, what it carries, about how many people it goes to, and what somebody should know before it is sent. `people` counts who is on two lists twice until it is prepared.',
    status: 200,
    answer: newsletterOrDigest,
    refusals: missing,
  },
  {
    ...{ id: 'previewNewsletter', group, method: 'get', path: at('preview'), roles },
    summary:
      'The mail as it is sent, HTML and text; of a digest as it would be now. Its links to leave are nobody’s.',
    status: 200,
    answer: preview,
    refusals: { ...missing, 409: 'It cannot be composed; `detail` says why.' },
  },
  {
    ...{ id: 'reportNewsletter', group, method: 'get', path: at('report'), roles },
    summary:
      'What became of an issue. `waiting`, `claimed`, `sent`, `suppressed`, `failed`, `inDoubt` and `notSent` are together the `audience`, at every look; `delivered`, `bounced` and `complained` lie within `sent`.',
    status: 200,
    answer: report,
    refusals: { ...missing, 409: 'It is a digest; each of its issues has a report.' },
  },
  {
    ...{ id: 'exportLedger', group, method: 'get', path: at('ledger.csv') },
    roles: ['subscribers'],
    summary:
      'Begins a CSV of what became of an issue, a row a person, and gives its link once it is done. It works for five minutes; the file is gone after a day.',
    status: 200,
    answer: ledgerLink,
    unfinished: 'It is being written: ask again in a second.',
    refusals: { ...missing, 409: 'It is a digest; each of its issues has a ledger.' },
  },
  command('sendNewsletter', 'send', 'Sends an issue now, whatever its `send_at`: once to each person.'),
  command(
    'pauseNewsletter',
    'pause',
    'Stops an issue that is being prepared or sent; at most one more batch leaves. Of a digest: it makes no issues until it is resumed.',
  ),
  command(
    'resumeNewsletter',
    'resume',
    'Lets a paused issue go on where it stopped; counting of bounces and complaints begins anew. Of a digest: it makes issues again.',
  ),
  command('cancelNewsletter', 'cancel', 'Ends an issue for good: who waits for it does not get it.'),
  {
    ...command(
      'sendNewsletterAgain',
      'again',
      'Sends an issue again to those who failed, or those in doubt, of whom some may get it twice. `count` is how many the report says they are: if they are others by now, nothing is done.',
    ),
    body: requests.againRequest,
  },
  {
    ...{ id: 'testNewsletter', group, method: 'post', path: at('test'), roles },
    summary:
      'Mails an issue to one address, marked as a test. No report counts it, and its links to leave are nobody’s. Nothing is sent to an address that left, or gets no mail, and the answer is the same.',
    body: requests.testRequest,
    status: 202,
    answer: testAccepted,
    refusals: {
      ...refused,
      429: 'Too many tests in a day, by you or to this address; `retry-after` says how long to wait.',
      503: 'The mail service takes no more just now, or its answer was lost; `detail` says which.',
    },
  },
  {
    ...{ id: 'checkMail', group, method: 'get', path: '/api/mail', roles },
    summary:
      'What the press needs to send mail that arrives: whether its sender is proved, signatures (DKIM), the envelope (MAIL FROM), the sandbox, the quota; and what to do.',
    status: 200,
    answer: mailCheck,
  },
];

const slug = 'spring-letter';
const line = {
  ...{ slug, title: 'The spring letter', subject: 'Rents, harbours, and a date', state: 'sending' },
  ...{ lists: ['the-lantern'], audience: 412, started: '2026-11-27T07:00:09Z' },
};
const heavy = {
  ...{ code: 'no-alt', level: 'warning' },
  text: 'The picture quay.jpg has no text for those who do not see it. Give it one: ![What it shows](quay.jpg).',
};

export const issueExamples: Record<string, Example> = {
  listNewsletters: {
    query: { limit: '1' },
    answer: {
      digests: [
        {
          ...{ slug: 'fridays', title: 'Fridays', subject: 'This week', state: 'awake' },
          ...{ lists: ['the-lantern'], every: 'friday 07:00 Europe/London' },
          ...{ next: '2026-12-04T07:00:00Z', last: '2026-11-27' },
        },
      ],
      items: [line],
      next: null,
    },
  },
  showNewsletter: {
    path: { slug },
    answer: {
      ...line,
      ...{ revision: 2, pieces: [{ slug: 'rent-strike' }], round: 1, people: 412, findings: [heavy] },
      frozen: '2026-11-27T07:00:04Z',
    },
  },
  previewNewsletter: {
    path: { slug },
    answer: {
      ...{ from: 'The Lantern <post@lantern.example>', replyTo: 'post@lantern.example' },
      ...{ subject: line.subject, html: '<!doctype html>…', text: 'THE LANTERN\n\n…', bytes: 30_412 },
      ...{ people: 412, findings: [heavy] },
    },
  },
  reportNewsletter: {
    path: { slug },
    answer: {
      ...{ state: 'sending', audience: 412, waiting: 112, claimed: 50, sent: 246, delivered: 240 },
      ...{ bounced: 1, complained: 0, suppressed: 3, failed: 1, inDoubt: 0, notSent: 0, unsubscribed: 1 },
    },
  },
  exportLedger: {
    path: { slug },
    answer: {
      url: 'https://exports.example/exports/01KB5V2D6F8H0K3M5P7R9T1W4Y/ledger.csv?X-Amz-Signature=6f1d',
      expires: '2026-11-27T17:10:00Z',
    },
  },
  sendNewsletter: { path: { slug }, answer: { ...line, state: 'preparing' } },
  pauseNewsletter: {
    path: { slug },
    answer: {
      ...{ ...line, state: 'paused' },
      stop: {
        ...{ why: 'editor', said: 'An editor paused it.', at: '2026-11-27T07:00:31Z' },
        by: '9f1c2f5e-8a0b-4a6e-b1f5-2f2f6f0f7d11',
      },
    },
  },
  resumeNewsletter: { path: { slug }, answer: line },
  cancelNewsletter: {
    path: { slug },
    answer: { ...line, state: 'cancelled', ended: '2026-11-27T07:02:00Z' },
  },
  sendNewsletterAgain: { path: { slug }, body: { whom: 'failed', count: 1 }, answer: line },
  testNewsletter: { path: { slug }, body: { to: 'noor@lantern.example' }, answer: { requested: true } },
  checkMail: {
    answer: {
      sender: { address: 'post@lantern.example', domain: 'lantern.example' },
      account: { sandbox: false, enabled: true, perSecond: 14, perDay: 50_000, sentInADay: 412 },
      identity: {
        ...{ name: 'lantern.example', verified: true, dkim: 'on' },
        mailFrom: { domain: 'mail.lantern.example', state: 'on' },
        records: [
          {
            ...{ type: 'CNAME', name: 'k3v…._domainkey.lantern.example' },
            value: 'k3v….dkim.amazonses.com',
          },
        ],
      },
      checks: [{ what: 'sandbox', state: 'ok', text: 'The account is out of the sandbox.' }],
    },
  },
};

export const issueAnswers: RoomApi['answers'] = {
  NewsletterLine: newsletterLine,
  DigestLine: digestLine,
  NewsletterList: newsletterList,
  NewsletterFinding: finding,
  Newsletter: newsletter,
  Digest: digest,
  NewsletterOrDigest: newsletterOrDigest,
  NewsletterReport: report,
  NewsletterPreview: preview,
  CommandedNewsletter: lineOfEither,
  TestAccepted: testAccepted,
  LedgerLink: ledgerLink,
  MailCheck: mailCheck,
};

export const issueRequests: RoomApi['requests'] = {
  SendAgain: requests.againRequest,
  TestMail: requests.testRequest,
};
