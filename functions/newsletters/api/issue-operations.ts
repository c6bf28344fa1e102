import type { Operation, RoomApi } from '../../content/api/room-api.ts';
import * as answers from './issue-answers.ts';
import * as requests from './issue-requests.ts';

const roles: Operation['roles'] = ['editor'];
const group = 'Sending';
const missing = { 404: 'No newsletter has or had this slug, five seconds on, too.' };
const refused = { ...missing, 409: 'It is not in a state for this; `detail` says which, and the way out.' };
const at = (verb: string): string => `/api/newsletters/{slug}/${verb}`;

/** A command without a body, which answers the newsletter's line. */
const command = (id: string, verb: string, summary: string): Operation => ({
  ...{ id, group, method: 'post', path: at(verb), summary, roles },
  ...{ status: 200, answer: answers.lineOfEither, refusals: refused },
});

export const issueOperations: Operation[] = [
  {
    ...{ id: 'listNewsletters', group, method: 'get', path: '/api/newsletters', roles },
    summary:
      'Issues of the newsletters, the newest first; with the first of them all digests, which make issues of their own.',
    query: requests.newslettersQuery,
    status: 200,
    answer: answers.newsletterList,
  },
  {
    ...{ id: 'showNewsletter', group, method: 'get', path: '/api/newsletters/{slug}', roles },
    summary:
      'An issue or a digest: its state, what it carries, about how many people it goes to, and what somebody should know before it is sent. `people` counts who is on two lists twice until it is prepared.',
    status: 200,
    answer: answers.newsletterOrDigest,
    refusals: missing,
  },
  {
    ...{ id: 'previewNewsletter', group, method: 'get', path: at('preview'), roles },
    summary:
      'The mail as it is sent, HTML and text; of a digest as it would be now. Its links to leave are nobody’s.',
    status: 200,
    answer: answers.preview,
    refusals: { ...missing, 409: 'It cannot be composed; `detail` says why.' },
  },
  {
    ...{ id: 'reportNewsletter', group, method: 'get', path: at('report'), roles },
    summary:
      'What became of an issue. `waiting`, `claimed`, `sent`, `suppressed`, `failed`, `inDoubt` and `notSent` are together the `audience`, at every look; `delivered`, `bounced` and `complained` lie within `sent`.',
    status: 200,
    answer: answers.report,
    refusals: { ...missing, 409: 'It is a digest; each of its issues has a report.' },
  },
  {
    ...{ id: 'exportLedger', group, method: 'get', path: at('ledger.csv') },
    roles: ['subscribers'],
    summary:
      'Begins a CSV of what became of an issue, a row a person, and gives its link once it is done. It works for five minutes; the file is gone after a day.',
    status: 200,
    answer: answers.ledgerLink,
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
    answer: answers.testAccepted,
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
    answer: answers.mailCheck,
  },
];

export const issueAnswers: RoomApi['answers'] = {
  NewsletterLine: answers.newsletterLine,
  DigestLine: answers.digestLine,
  NewsletterList: answers.newsletterList,
  NewsletterFinding: answers.finding,
  Newsletter: answers.newsletter,
  Digest: answers.digest,
  NewsletterOrDigest: answers.newsletterOrDigest,
  NewsletterReport: answers.report,
  NewsletterPreview: answers.preview,
  CommandedNewsletter: answers.lineOfEither,
  TestAccepted: answers.testAccepted,
  LedgerLink: answers.ledgerLink,
  MailCheck: answers.mailCheck,
};

export const issueRequests: RoomApi['requests'] = {
  SendAgain: requests.againRequest,
  TestMail: requests.testRequest,
};
