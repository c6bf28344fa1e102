import type { RoomApi } from '../../content/api/room-api.ts';
import { editorExamples } from './editor-examples.ts';
import { editorAnswers, editorOperations, editorRequests } from './editor-operations.ts';

/** What the room adds to the description of the API. */
export const bookingsApi: RoomApi = {
  groups: {
    Bookings: 'Bookings as editors see and make them, and what people with access needs ask for.',
  },
  operations: [...editorOperations],
  answers: { ...editorAnswers },
  requests: { ...editorRequests },
  examples: () => ({ ...editorExamples }),
};
