import { setTimeout as pause } from 'node:timers/promises';

/** Begins a series of attempts at one thing. What it gives says after each that failed whether there is time for
 *  another, and waits before it, so that others get out of the way. */
export type Attempts = () => () => Promise<boolean>;

/** Milliseconds after which a request is answered with 503. */
const longest = 1_000;

/**
 * At random up to 20 ms after the first failure, doubling up to 200: whoever joins a line needs it as it was read, and of
 * fifty who join at once each gets a turn. By a stopwatch, not by the clock, which tests move.
 */
export const attempts: Attempts = () => {
  const begun = performance.now();
  let failed = 0;
  return async () => {
    failed += 1;
    const wait = Math.random() * Math.min(200, 10 * 2 ** failed);
    if (performance.now() - begun + wait >= longest) return false;
    await pause(wait);
    return true;
  };
};
