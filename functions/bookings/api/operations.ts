import type { RoomApi } from '../../content/api/room-api.ts';
import { editorExamples } from './editor-examples.ts';
import { editorAnswers, editorOperations, editorRequests } from './editor-operations.ts';
import { readerAnswers, readerExamples, readerOperations, readerRequests } from './reader-operations.ts';

/** What the room adds to the description of the API. */
export const bookingsApi: RoomApi = {
  groups: {
    Events: 'What is on, and how people book.',
    Bookings: 'Bookings as editors see and make them, and what people with access needs ask for.',
  },
  operations: [...readerOperations, ...editorOperations],
  answers: { ...readerAnswers, ...editorAnswers },
  requests: { ...readerRequests, ...editorRequests },
  examples: (siteUrl) => ({ ...readerExamples(siteUrl), ...editorExamples }),
};
