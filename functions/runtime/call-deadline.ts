import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<AbortSignal>();

/** Runs `work`; calls to AWS that it has under way when `signal` aborts end with an error, and none begins after that. */
export const endingCallsAt = <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> =>
  current.run(signal, work);

/** The signal for calls that begin now, if there is one. */
export const callSignal = (): AbortSignal | undefined => current.getStore();
