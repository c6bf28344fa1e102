import type * as z from 'zod/mini';
import * as histories from '../backup/history.ts';
import * as answers from './api-answers.ts';
import * as requests from './api-requests.ts';

/** The groups in which the operations are described, in their order. */
export const groups = {
  Articles: 'What is published, for everybody.',
  Names: 'Sections, tags, authors and series, for everybody.',
  Accounts: 'How programs sign people in.',
  Uploads: 'The way in: manuscripts with their pictures.',
  Documents: 'What editors and writers see and do.',
  Backups: 'The whole past of every document.',
  Site: 'The pages that readers see.',
} as const;

/** One operation of the API. */
export interface Operation {
  /** Its name in the description, and the key of its example. */
  id: string;
  group: keyof typeof groups;
  method: 'get' | 'post' | 'delete';
  path: string;
  summary: string;
  /** The roles whose tokens it accepts; without, it is public. */
  roles?: ('editor' | 'writer')[];
  query?: z.ZodMiniType;
  body?: z.ZodMiniType;
  status: number;
  answer: z.ZodMiniType;
  /** Refusals that are particular to it, by status. */
  refusals?: Record<number, string>;
}

const both: Operation['roles'] = ['editor', 'writer'];

const names = (id: string, path: string, what: string): Operation => ({
  id,
  group: 'Names',
  method: 'get',
  path,
  summary: `${what} under which something is published, in order of slug.`,
  query: requests.namesQuery,
  status: 200,
  answer: answers.nameList,
});

export const operations: Operation[] = [
  {
    id: 'listArticles',
    group: 'Articles',
    method: 'get',
    path: '/api/articles',
    summary: 'Published articles, newest first: all, or those of one list. A name does as well as its slug.',
    query: requests.articlesQuery,
    status: 200,
    answer: answers.articleList,
  },
  {
    id: 'showArticle',
    group: 'Articles',
    method: 'get',
    path: '/api/articles/{slug}',
    summary: 'One published article, with its text as HTML and as plain text.',
    status: 200,
    answer: answers.article,
    refusals: {
      308: 'It has moved; `location` says where to.',
      404: 'Nothing is published there.',
      410: 'It was withdrawn; `detail` says why.',
    },
  },
  names('listSections', '/api/sections', 'Sections'),
  names('listTags', '/api/tags', 'Tags'),
  names('listAuthors', '/api/authors', 'Authors'),
  names('listSeries', '/api/series', 'Series'),
  {
    id: 'showSignIn',
    group: 'Accounts',
    method: 'get',
    path: '/api/sign-in',
    summary:
      'Where and as which client a program signs somebody in (OAuth 2.0, authorization code with PKCE); access tokens live five minutes.',
    status: 200,
    answer: answers.signIn,
  },
  {
    id: 'openUpload',
    group: 'Uploads',
    method: 'post',
    path: '/api/uploads',
    summary:
      'Opens an upload: a form for each file, to be posted with the file as its last field. A form brings one file: what is posted with it once its file was read changes nothing. Editors restore documents by handing in their histories.',
    roles: both,
    body: requests.uploadRequest,
    status: 201,
    answer: answers.openedUpload,
    refusals: { 403: 'A writer may not restore documents.' },
  },
  {
    id: 'showReceipt',
    group: 'Uploads',
    method: 'get',
    path: '/api/uploads/{id}',
    summary:
      'The receipt of an upload: what became what, what was refused, what is doubtful. When it says done or refused it stays so.',
    roles: both,
    status: 200,
    answer: answers.receipt,
    refusals: { 404: 'No such upload; receipts are kept for 30 days.' },
  },
  {
    id: 'listDocuments',
    group: 'Documents',
    method: 'get',
    path: '/api/documents',
    summary: 'Every document, also what readers do not see; the last changed first.',
    roles: both,
    query: requests.documentsQuery,
    status: 200,
    answer: answers.documentList,
  },
  {
    id: 'showDocument',
    group: 'Documents',
    method: 'get',
    path: '/api/documents/{slug}',
    summary: 'A document as it stands, and who did what to it when.',
    roles: both,
    status: 200,
    answer: answers.document,
    refusals: { 404: 'There is no such document.' },
  },
  {
    id: 'showRevision',
    group: 'Documents',
    method: 'get',
    path: '/api/documents/{slug}/revisions/{revision}',
    summary: 'One revision of a document with its text, also what readers do not see.',
    roles: ['editor'],
    status: 200,
    answer: answers.revision,
    refusals: { 404: 'There is no such document or revision.' },
  },
  {
    id: 'linkManuscript',
    group: 'Documents',
    method: 'get',
    path: '/api/documents/{slug}/revisions/{revision}/manuscript',
    summary: 'A link to the manuscript of a revision as it was handed in; it works for five minutes.',
    roles: ['editor'],
    status: 200,
    answer: answers.manuscriptLink,
    refusals: { 404: 'There is no such document or revision.' },
  },
  {
    id: 'publishDocument',
    group: 'Documents',
    method: 'post',
    path: '/api/documents/{slug}/publish',
    summary:
      'Publishes a revision: the newest draft, unless another is named. What was scheduled is dated with this moment. Other documents whose place it takes have to be named.',
    roles: ['editor'],
    body: requests.publication,
    status: 200,
    answer: answers.publishedDocument,
    refusals: {
      404: 'There is no such document or revision.',
      409: 'No draft is newer than what stands, readers have that revision already, or `replaces` does not name just the documents whose place it takes.',
      503: 'Its pictures are being made ready; `retry-after` says in how many seconds to ask again.',
    },
  },
  {
    id: 'withdrawDocument',
    group: 'Documents',
    method: 'post',
    path: '/api/documents/{slug}/withdraw',
    summary:
      'Takes a document from the readers, who are told the reason. Handing it in again republishes it.',
    roles: ['editor'],
    body: requests.withdrawal,
    status: 200,
    answer: answers.changedDocument,
    refusals: { 404: 'There is no such document.', 409: 'It is withdrawn already, or was never published.' },
  },
  {
    id: 'deleteDocument',
    group: 'Documents',
    method: 'delete',
    path: '/api/documents/{slug}',
    summary: 'Deletes a document with its history, for good.',
    roles: ['editor'],
    status: 200,
    answer: answers.changedDocument,
    refusals: { 404: 'There is no such document.' },
  },
  {
    id: 'announceDocument',
    group: 'Documents',
    method: 'post',
    path: '/api/documents/{slug}/announce',
    summary:
      'Announces a document once more, as if it had changed: its page is rendered, and what readers should not see is taken down.',
    roles: ['editor'],
    status: 202,
    answer: answers.requested,
    refusals: { 404: 'There is no such document.' },
  },
  {
    id: 'announceDocuments',
    group: 'Documents',
    method: 'post',
    path: '/api/announce',
    summary:
      'Sends every document to every part of the press once more, withdrawn and deleted ones too. Pages stay as they are.',
    roles: ['editor'],
    status: 202,
    answer: answers.requested,
  },
  {
    id: 'listHistories',
    group: 'Backups',
    method: 'get',
    path: '/api/histories',
    summary:
      'Every document there is or was, also what has moved or was deleted: what a backup looks through.',
    roles: ['editor'],
    query: requests.documentsQuery,
    status: 200,
    answer: histories.historyList,
  },
  {
    id: 'showHistory',
    group: 'Backups',
    method: 'get',
    path: '/api/histories/{slug}',
    summary:
      'All that was done to a document, oldest first, with links to the files as they were handed in; links work for 15 minutes.',
    roles: ['editor'],
    query: requests.historyQuery,
    status: 200,
    answer: histories.historyPage,
    refusals: { 404: 'There is no such document.' },
  },
  {
    id: 'renderSite',
    group: 'Site',
    method: 'post',
    path: '/api/site/render',
    summary: 'Renders the whole site again; what did not change stays as it is.',
    roles: ['editor'],
    status: 202,
    answer: answers.requested,
  },
];
