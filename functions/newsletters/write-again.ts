import type { Backoff } from '../runtime/backoff.ts';
import type { Subscribers, Write, WriteOutcome } from './ports.ts';

const mostAttempts = 12;

/** Rows kept changing under a decision. */
export class TooManyConflicts extends Error {
  override readonly name = 'TooManyConflicts';

  constructor() {
    super('The rows of a person changed with every attempt to write them');
  }
}

/**
 * Reads, decides and writes, from the start again while somebody else wrote in between. `decide` gives what to write
 * and what comes of it for the caller; without `write` nothing is to be changed.
 */
export async function decideAndWrite<Result>(
  { subscribers, backoff }: { subscribers: Pick<Subscribers, 'write'>; backoff: Backoff },
  decide: () => Promise<{ write?: Write; result: Result }>,
): Promise<{ outcome: Exclude<WriteOutcome, 'conflict'> | 'unchanged'; result: Result }> {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    if (attempt > 1) await backoff(attempt - 1);
    const { write, result } = await decide();
    if (!write) return { outcome: 'unchanged', result };
    const outcome = await subscribers.write(write);
    if (outcome !== 'conflict') return { outcome, result };
  }
  throw new TooManyConflicts();
}
