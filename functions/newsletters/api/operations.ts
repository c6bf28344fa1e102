import type { RoomApi } from '../../content/api/room-api.ts';
import { issueExamples } from './issue-examples.ts';
import { issueAnswers, issueOperations, issueRequests } from './issue-operations.ts';
import { recordAnswers, recordExamples, recordOperations, recordRequests } from './record-operations.ts';
import { subscriberExamples } from './subscriber-examples.ts';
import { subscriberAnswers, subscriberOperations, subscriberRequests } from './subscriber-operations.ts';

/** What the room adds to the description of the API. */
export const newslettersApi: RoomApi = {
  groups: {
    Newsletters: 'How readers subscribe.',
    Sending: 'Newsletters as editors send them, and what became of each.',
    Subscribers: 'Who gets the newsletters, for people in the group subscribers.',
  },
  operations: [...subscriberOperations, ...issueOperations, ...recordOperations],
  answers: {
    ...issueAnswers,
    ...recordAnswers,
    ...subscriberAnswers,
  },
  requests: {
    ...issueRequests,
    ...recordRequests,
    ...subscriberRequests,
  },
  examples: (siteUrl) => ({ ...subscriberExamples(siteUrl), ...issueExamples, ...recordExamples }),
};
