import { setTimeout as pause } from 'node:timers/promises';

/** Waits before another attempt; `attempt` counts the failed ones, from 1. */
export type Backoff = (attempt: number) => Promise<void>;

/** Exponential with full jitter: at random up to 40 ms after the first failure, doubling up to 2 s. Callers that
 *  collided once then try again at different moments. */
export const backoff: Backoff = (attempt) => pause(Math.random() * Math.min(2_000, 20 * 2 ** attempt));
