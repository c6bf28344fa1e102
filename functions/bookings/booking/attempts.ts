import { setTimeout as pause } from 'node:timers/promises';

/** Begins a stretch of attempts at one thing. What it gives says after each that failed whether there is time for
 *  another, and waits a little where others are to get out of the way. */
export type Attempts = () => () => Promise<boolean>;

/** Milliseconds after which whoever asked is told to come again. */
const longest = 1_000;

/** At random up to 8 ms after the first failure, doubling up to 60: who collided once tries again at another moment. By a
 *  stopwatch, not the clock, which tests move. */
export const attempts: Attempts = () => {
  const begun = performance.now();
  let failed = 0;
  return async () => {
    failed += 1;
    await pause(Math.random() * Math.min(60, 4 * 2 ** failed));
    return performance.now() - begun < longest;
  };
};
