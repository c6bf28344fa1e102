import * as z from 'zod/mini';
import type { Example, Operation } from '../../content/api/room-api.ts';
import { newsletterRecord, recordLine, recordList, wholeRecord } from '../backup/record.ts';
import * as requests from './issue-requests.ts';

const roles: Operation['roles'] = ['editor'];
const group = 'Sending';

export const restoredRecord = z.strictObject({ outcome: z.enum(['restored', 'there', 'another']) });

export const recordOperations: Operation[] = [
  {
    ...{ id: 'listRecords', group, method: 'get', path: '/api/newsletter-records', roles },
    summary:
      'Names of all that a backup holds of newsletters: issues, digests, and which list had which article. People are not among it.',
    query: requests.newslettersQuery,
    status: 200,
    answer: recordList,
  },
  {
    ...{ id: 'showRecord', group, method: 'get', path: '/api/newsletter-records/{id}', roles },
    summary: 'A record, whole: of an issue what it showed and its figures, not who got it.',
    status: 200,
    answer: wholeRecord,
    refusals: { 404: 'There is no record of this name.' },
  },
  {
    ...{ id: 'restoreRecord', group, method: 'post', path: '/api/newsletter-records/{id}', roles },
    summary:
      'Brings a record back. No mail leaves by it: an issue that had left is over, one that had not is a draft, a digest sleeps. `there`: the press has it, and nothing changes. `another`: another newsletter stands at its slug. Of a list at most 1,000 marks a call.',
    body: newsletterRecord,
    status: 200,
    answer: restoredRecord,
  },
];

export const recordAnswers = {
  RecordLine: recordLine,
  RecordList: recordList,
  NewsletterRecord: wholeRecord,
  RestoredRecord: restoredRecord,
};

export const recordRequests = { RestoredNewsletterRecord: newsletterRecord };

const name = 'news.the-lantern';
const list = {
  ...{ kind: 'news', id: 'the-lantern', start: '2026-11-01T00:00:00.000Z' },
  waiting: [{ id: '01KB5T0M3W8Q2X7Z4C6V9N1R5H', slug: 'tide-tables', first: '2026-11-03T07:30:00.000Z' }],
  marks: [{ piece: '01KB2A7C9E1G3J5M7P9R1T3W5Y', issue: '01KB4B8D0F2H4K6N8Q0S2V4X6Z' }],
};

export const recordExamples: Record<string, Example> = {
  listRecords: { answer: { items: [{ name }], next: null } },
  showRecord: { path: { id: name }, answer: list },
  restoreRecord: { path: { id: name }, body: list, answer: { outcome: 'restored' } },
};
