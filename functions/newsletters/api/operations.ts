import * as z from 'zod/mini';
import type { Example, Operation, RoomApi } from '../../content/api/room-api.ts';
import { issueAnswers, issueExamples, issueOperations, issueRequests } from './issue-operations.ts';
import { recordAnswers, recordExamples, recordOperations, recordRequests } from './record-operations.ts';
import * as requests from './requests.ts';

/* What the API answers of subscribers. Tests hold the answers and the examples to these schemas. */

const instant = z.iso.datetime({ precision: 0 });
const state = z.enum(requests.states);
const optionalText = z.optional(z.string());

const line = {
  id: z.string(),
  email: z.string(),
  state,
  created: instant,
  name: optionalText,
};

export const subscriberLine = z.strictObject({ ...line, lists: z.array(z.string()) });

export const subscriberList = z.strictObject({
  items: z.array(subscriberLine),
  next: z.nullable(z.string()),
});

const evidence = z.strictObject({
  id: z.string(),
  what: z.string(),
  at: instant,
  asked: z.optional(instant),
  lists: z.optional(z.array(z.string())),
  consent: z.optional(z.strictObject({ wording: z.string(), version: z.string(), page: z.string() })),
  note: optionalText,
  by: optionalText,
});

export const subscriber = z.strictObject({
  ...line,
  lists: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      state: z.enum(['asked', 'on', 'off']),
      at: instant,
      left: z.optional(instant),
    }),
  ),
  confirmed: z.optional(instant),
  left: z.optional(instant),
  pausedUntil: z.optional(instant),
  language: optionalText,
  suppressed: z.optional(
    z.strictObject({
      why: z.enum(['bounce', 'complaint', 'soft']),
      scope: z.enum(['all', 'newsletters']),
      at: instant,
    }),
  ),
  evidence: z.array(evidence),
});

export const growth = z.strictObject({
  lists: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      total: z.int(),
      days: z.array(z.strictObject({ day: z.iso.date(), joined: z.int(), left: z.int() })),
    }),
  ),
});

export const openedImport = z.strictObject({
  id: z.string(),
  expires: instant,
  url: z.url(),
  fields: z.record(z.string(), z.string()),
});

export const importStatus = z.strictObject({
  id: z.string(),
  state: z.enum(['waiting', 'working', 'done', 'stopped']),
  file: z.string(),
  rows: z.nullable(z.int()),
  added: z.int(),
  there: z.int(),
  refused: z.int(),
  refusedRows: z.array(z.url()),
  dryRun: z.optional(z.boolean()),
  why: optionalText,
});

export const exportLinks = z.strictObject({
  url: z.url(),
  suppressions: z.url(),
  evidence: z.url(),
  hashKeys: z.url(),
  expires: instant,
});

const accepted = z.strictObject({ requested: z.literal(true) });

const signedUp = z.strictObject({ detail: z.string() });

const roles: Operation['roles'] = ['subscribers'];
const nobody = { 404: 'Nobody has this id.' };

const operations: Operation[] = [
  {
    id: 'subscribe',
    group: 'Newsletters',
    method: 'post',
    path: '/api/subscriptions',
    summary:
      'Has a letter sent to an address, whose link finishes the subscription: of some lists, or of the default ones. The answer is the same whether the address is known or not.',
    body: requests.signUpRequest,
    status: 202,
    answer: signedUp,
    refusals: {
      415: 'The request is not JSON by its content type.',
      429: 'Too many sign-ups from one network; `retry-after` says how long to wait.',
    },
  },
  {
    id: 'listSubscribers',
    group: 'Subscribers',
    method: 'get',
    path: '/api/subscribers',
    summary:
      'People of the newsletters, the newest first. `search` finds a whole address, or how an address or a name begins; an answer to it may be short and go on all the same: where `next` is null there are no more.',
    roles,
    query: requests.subscribersQuery,
    status: 200,
    answer: subscriberList,
  },
  {
    id: 'addSubscriber',
    group: 'Subscribers',
    method: 'post',
    path: '/api/subscribers',
    summary:
      'Puts somebody on lists, confirmed, with what you say of how they agreed as the evidence. 200 where they were on them already.',
    roles,
    body: requests.newSubscriber,
    status: 201,
    answer: subscriberLine,
    refusals: { 409: 'They left, or left that list, were erased, or can get no mail; `detail` says which.' },
  },
  {
    id: 'showGrowth',
    group: 'Subscribers',
    method: 'get',
    path: '/api/subscribers/growth',
    summary: 'How many people each list has, and how many joined and left it, by day (UTC).',
    roles,
    query: requests.growthQuery,
    status: 200,
    answer: growth,
  },
  {
    id: 'showSubscriber',
    group: 'Subscribers',
    method: 'get',
    path: '/api/subscribers/{id}',
    summary: 'All that the press keeps of a person: what they are given when they ask for it.',
    roles,
    status: 200,
    answer: subscriber,
    refusals: nobody,
  },
  {
    id: 'eraseSubscriber',
    group: 'Subscribers',
    method: 'delete',
    path: '/api/subscribers/{id}',
    summary:
      'Erases a person in every part of the press within a minute. That nothing may be sent to the address stays, as a keyed hash.',
    roles,
    status: 202,
    answer: accepted,
    refusals: nobody,
  },
  {
    id: 'eraseAddress',
    group: 'Subscribers',
    method: 'post',
    path: '/api/erasures',
    summary:
      'The same by address, for somebody whom only another part of the press knows. The address stands in the body: paths and queries reach logs.',
    roles,
    body: requests.addressRequest,
    status: 202,
    answer: accepted,
  },
  {
    id: 'sendOwnData',
    group: 'Subscribers',
    method: 'post',
    path: '/api/exports',
    summary:
      'Has all that any part of the press knows of somebody sent to their own address: a link from the newsletters, a file from the bookings. The answer is the same where nobody knows the address.',
    roles,
    body: requests.addressRequest,
    status: 202,
    answer: accepted,
  },
  {
    id: 'openImport',
    group: 'Subscribers',
    method: 'post',
    path: '/api/subscribers/imports',
    summary:
      'Opens an import: a form for a CSV of people, to be posted with the file as its last field. Any file of an export does as well.',
    roles,
    body: requests.importRequest,
    status: 201,
    answer: openedImport,
  },
  {
    id: 'showImport',
    group: 'Subscribers',
    method: 'get',
    path: '/api/subscribers/imports/{id}',
    summary:
      'How an import stands: its rows by their outcome, and once it is done links to those that were refused, as CSV with the reason of each, in parts to be laid one after the other.',
    roles,
    status: 200,
    answer: importStatus,
    refusals: { 404: 'No such import; they are kept for a day.' },
  },
  {
    id: 'exportSubscribers',
    group: 'Subscribers',
    method: 'get',
    path: '/api/subscribers.csv',
    summary:
      'Begins an export, and gives its links once it is done: people (`url`), suppressions, evidence, and the keys of the hashes. They work for five minutes; the files are gone after a day.',
    roles,
    status: 200,
    answer: exportLinks,
    unfinished: 'It is being written: ask again in a second.',
  },
];

function examples(siteUrl: string): Record<string, Example> {
  const id = '01KB5T0M3W8Q2X7Z4C6V9N1R5H';
  const person = {
    ...{ id, email: 'noor@reader.example', name: 'Noor Haldane', state: 'confirmed' },
    created: '2026-11-03T07:30:00Z',
  };
  const shown = { ...person, lists: ['the-lantern'] };
  const importId = '01KB5V2D6F8H0K3M5P7R9T1W4Y';
  const file = (name: string) =>
    `https://exports.example/exports/${importId}/${name}.csv?X-Amz-Signature=6f1d`;
  return {
    subscribe: {
      body: { email: person.email, lists: ['the-lantern'] },
      answer: { detail: 'If there is something to confirm, a letter is on its way to this address.' },
    },
    listSubscribers: {
      query: { search: 'noor', state: 'confirmed', limit: '1' },
      answer: { items: [shown], next: 'MDFLQjVUME0zVzhRMlg3WjRDNlY5TjFSNUg' },
    },
    addSubscriber: {
      body: {
        ...{ email: person.email, name: person.name, lists: ['the-lantern'] },
        evidence: 'Signed the list at the spring assembly, 14 March',
      },
      answer: shown,
    },
    showGrowth: {
      query: { days: '7' },
      answer: {
        lists: [
          {
            ...{ name: 'the-lantern', title: 'The Lantern by mail', total: 412 },
            days: [{ day: '2026-11-03', joined: 5, left: 1 }],
          },
        ],
      },
    },
    showSubscriber: {
      path: { id },
      answer: {
        ...person,
        lists: [
          { name: 'the-lantern', title: 'The Lantern by mail', state: 'on', at: '2026-11-03T07:41:09Z' },
        ],
        confirmed: '2026-11-03T07:41:09Z',
        language: 'en',
        evidence: [
          {
            ...{ id: '01KB5T7R1V3Y5B8D0F2H4K6N9Q', what: 'confirmed', at: '2026-11-03T07:41:09Z' },
            ...{ asked: '2026-11-03T07:30:00Z', lists: ['the-lantern'] },
            consent: {
              wording: 'Send me The Lantern by mail.',
              version: '1',
              page: `${new URL(siteUrl).pathname}`,
            },
          },
        ],
      },
    },
    eraseSubscriber: { path: { id }, answer: { requested: true } },
    eraseAddress: { body: { email: person.email }, answer: { requested: true } },
    sendOwnData: { body: { email: person.email }, answer: { requested: true } },
    openImport: {
      body: {
        file: 'members.csv',
        bytes: 48_210,
        list: 'the-lantern',
        consent: 'Members, by the form of 2026',
      },
      answer: {
        id: importId,
        expires: '2026-11-04T17:05:00Z',
        url: 'https://imports.example/',
        fields: { key: `imports/${importId}`, 'X-Amz-Signature': '6f1d' },
      },
    },
    showImport: {
      path: { id: importId },
      answer: {
        ...{ id: importId, state: 'done', file: 'members.csv', rows: 812, added: 790, there: 19, refused: 3 },
        refusedRows: [`https://exports.example/refused/${importId}/0.csv?X-Amz-Signature=6f1d`],
      },
    },
    exportSubscribers: {
      answer: {
        ...{ url: file('people'), suppressions: file('suppressions'), evidence: file('evidence') },
        ...{ hashKeys: file('hash-keys'), expires: '2026-11-04T17:10:00Z' },
      },
    },
  };
}

export const newslettersApi: RoomApi = {
  groups: {
    Newsletters: 'How readers subscribe.',
    Sending: 'Newsletters as editors send them, and what became of each.',
    Subscribers: 'Who gets the newsletters, for people in the group subscribers.',
  },
  operations: [...operations, ...issueOperations, ...recordOperations],
  answers: {
    ...issueAnswers,
    ...recordAnswers,
    SignedUp: signedUp,
    SubscriberLine: subscriberLine,
    SubscriberList: subscriberList,
    Subscriber: subscriber,
    Growth: growth,
    OpenedImport: openedImport,
    ImportStatus: importStatus,
    ExportLinks: exportLinks,
    Accepted: accepted,
  },
  requests: {
    ...issueRequests,
    ...recordRequests,
    SignUp: requests.signUpRequest,
    NewSubscriber: requests.newSubscriber,
    AddressRequest: requests.addressRequest,
    ImportRequest: requests.importRequest,
  },
  examples: (siteUrl) => ({ ...examples(siteUrl), ...issueExamples, ...recordExamples }),
};
