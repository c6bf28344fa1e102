import type { Notice } from '../contract/values.ts';

/** A file that came, was told of, and was gone when it was to be read. */
export const takenAway = (file: string): Notice => ({
  level: 'error',
  file,
  text: 'Was taken away before it could be read. Please hand it in again.',
});
