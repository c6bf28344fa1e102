import * as z from 'zod/mini';
import type { Operation, RoomApi } from '../../content/api/room-api.ts';
import { notWantedReasons } from '../contract/letter.ts';
import * as requests from './requests.ts';

/* What the API answers of mail. Tests hold the answers and the examples to these schemas. */

const instant = z.iso.datetime({ precision: 0 });

export const doubt = z.strictObject({
  id: z.string(),
  state: z.enum(['doubt', 'closed']),
  room: z.string(),
  kind: z.string(),
  about: z.string(),
  to: z.optional(z.string()),
  at: instant,
  since: instant,
  why: z.optional(z.enum(notWantedReasons)),
});

export const doubtList = z.strictObject({ items: z.array(doubt), next: z.nullable(z.string()) });

export const resentLetter = z.strictObject({ letter: z.string(), next: z.string() });

export const settledLetter = z.strictObject({ letter: z.string(), state: z.literal('closed') });

export const unsuppressed = z.strictObject({ removed: z.boolean() });

const refusals = {
  404: 'There is no such letter.',
  409: 'It is not in doubt any more; `detail` says what became of it.',
};

const operations: Operation[] = [
  {
    id: 'listLetters',
    group: 'Letters',
    method: 'get',
    path: '/api/letters',
    summary:
      'Letters of which nobody knows whether they left, oldest first: an answer of the mail service was lost. Addresses are shown in part. With `state=closed` those that were to be sent again and were not, for 90 days: `used` is a link that was pressed, so the letter arrived; `gone`, a person or an address that nobody knows any more.',
    roles: ['editor'],
    query: requests.doubtsQuery,
    status: 200,
    answer: doubtList,
  },
  {
    id: 'resendLetter',
    group: 'Letters',
    method: 'post',
    path: '/api/letters/{id}/resend',
    summary:
      'Has a letter in doubt composed anew and sent under the id `next`. If the first one left after all, somebody gets two. If there is nothing to send any more, the letter is soon listed as `closed`, with the reason.',
    roles: ['editor'],
    status: 202,
    answer: resentLetter,
    refusals,
  },
  {
    id: 'settleLetter',
    group: 'Letters',
    method: 'post',
    path: '/api/letters/{id}/settle',
    summary: 'Leaves a letter in doubt as it is: it is listed no more.',
    roles: ['editor'],
    status: 200,
    answer: settledLetter,
    refusals,
  },
  {
    id: 'unsuppressAddress',
    group: 'Letters',
    method: 'post',
    path: '/api/suppressions/unsuppress',
    summary:
      'Lets mail go to an address again that bounced or complained. `removed` says whether anything had stopped it.',
    roles: ['subscribers'],
    body: requests.unsuppression,
    status: 200,
    answer: unsuppressed,
  },
];

const letter = '01KB6A3N5P7Q9R1S3T5V7W9X1Y';

export const postApi: RoomApi = {
  groups: { Letters: 'Mail that the press sends to one person, and addresses that get none.' },
  operations,
  answers: {
    LetterInDoubt: doubt,
    LetterList: doubtList,
    ResentLetter: resentLetter,
    SettledLetter: settledLetter,
    Unsuppressed: unsuppressed,
  },
  requests: { Unsuppression: requests.unsuppression },
  examples: () => ({
    listLetters: {
      query: { state: 'doubt' },
      answer: {
        items: [
          {
            id: letter,
            state: 'doubt',
            room: 'newsletters',
            kind: 'confirm',
            about: '01KB6A3N4ZC8M2H6X0B4W8E1D3',
            to: 'm…@home.example',
            at: '2026-11-28T18:04:11Z',
            since: '2026-11-28T18:04:16Z',
          },
        ],
        next: null,
      },
    },
    resendLetter: { path: { id: letter }, answer: { letter, next: '01KB6C8Q2R4S6T8V0W2X4Y6Z8A' } },
    settleLetter: { path: { id: letter }, answer: { letter, state: 'closed' } },
    unsuppressAddress: { body: { email: 'mara@home.example' }, answer: { removed: true } },
  }),
};
