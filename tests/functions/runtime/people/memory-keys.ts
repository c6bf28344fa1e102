import { type Keys, keysFrom } from '../../../../functions/runtime/people/keys.ts';

/** The keys of a press in a test: always the same, and never rotated. */
export const memoryKeys = (secret = JSON.stringify({ current: '1', 1: 'k'.repeat(64) })): Keys =>
  keysFrom(async () => secret);
