import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<AbortSignal>();

/** Runs `work`; calls to AWS that it has under way when `signal` aborts end with an error, and none begins after that. */
export const endingCallsAt = <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> =>
  current.run(signal, work);

/** How long the function may still take. */
export interface RemainingTime {
  getRemainingTimeInMillis(): number;
}

/**
 * Milliseconds before the function's timeout at which a batch is given up: enough to say which records are not done. Of
 * a function that times out Lambda takes nothing as done, and the queue hides all records for minutes.
 */
export const timeToGiveBack = 5_000;

/** Runs `work` with a signal that aborts, and ends its calls to AWS, so many milliseconds before the function's timeout. */
export async function beforeTimeout<T>(
  time: RemainingTime,
  work: (signal: AbortSignal) => Promise<T>,
  margin = timeToGiveBack,
): Promise<T> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), Math.max(0, time.getRemainingTimeInMillis() - margin));
  try {
    return await endingCallsAt(over.signal, () => work(over.signal));
  } finally {
    clearTimeout(timer);
  }
}

/** The signal for calls that begin now, if there is one. */
export const callSignal = (): AbortSignal | undefined => current.getStore();
