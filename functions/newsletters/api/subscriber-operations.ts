import type { Operation, RoomApi } from '../../content/api/room-api.ts';
import * as requests from './requests.ts';
import * as answers from './subscriber-answers.ts';

const roles: Operation['roles'] = ['subscribers'];
const nobody = { 404: 'Nobody has this id.' };

export const subscriberOperations: Operation[] = [
  {
    id: 'subscribe',
    group: 'Newsletters',
    method: 'post',
    path: '/api/subscriptions',
    summary:
      'Has a letter sent to an address, whose link finishes the subscription: of some lists, or of the default ones. The answer is the same whether the address is known or not.',
    body: requests.signUpRequest,
    status: 202,
    answer: answers.signedUp,
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
    answer: answers.subscriberList,
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
    answer: answers.subscriberLine,
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
    answer: answers.growth,
  },
  {
    id: 'showSubscriber',
    group: 'Subscribers',
    method: 'get',
    path: '/api/subscribers/{id}',
    summary: 'All that the press keeps of a person: what they are given when they ask for it.',
    roles,
    status: 200,
    answer: answers.subscriber,
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
    answer: answers.accepted,
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
    answer: answers.accepted,
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
    answer: answers.accepted,
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
    answer: answers.openedImport,
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
    answer: answers.importStatus,
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
    answer: answers.exportLinks,
    unfinished: 'It is being written: ask again in a second.',
  },
];

export const subscriberAnswers: RoomApi['answers'] = {
  SignedUp: answers.signedUp,
  SubscriberLine: answers.subscriberLine,
  SubscriberList: answers.subscriberList,
  Subscriber: answers.subscriber,
  Growth: answers.growth,
  OpenedImport: answers.openedImport,
  ImportStatus: answers.importStatus,
  ExportLinks: answers.exportLinks,
  Accepted: answers.accepted,
};

export const subscriberRequests: RoomApi['requests'] = {
  SignUp: requests.signUpRequest,
  NewSubscriber: requests.newSubscriber,
  AddressRequest: requests.addressRequest,
  ImportRequest: requests.importRequest,
};
