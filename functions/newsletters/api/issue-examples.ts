import type { Example } from '../../content/api/room-api.ts';

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
