import { setTimeout as pause } from 'node:timers/promises';

/** Waits before the next try (counted from 1): longer each time, and never twice the same, so that those who
 *  met once do not meet again. */
export type Backoff = (attempt: number) => Promise<void>;

export const backoff: Backoff = (attempt) => pause(Math.random() * Math.min(2_000, 20 * 2 ** attempt));
