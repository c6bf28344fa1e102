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
 * and what the person is told of it; without `write` nothing is to be changed.
 */
export async function decideAndWrite<Told>(
  { subscribers, backoff }: { subscribers: Pick<Subscribers, 'write'>; backoff: Backoff },
  decide: () => Promise<{ write?: Write; told: Told }>,
): Promise<{ outcome: Exclude<WriteOutcome, 'conflict'> | 'unchanged'; told: Told }> {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    if (attempt > 1) await backoff(attempt - 1);
    const { write, told } = await decide();
    if (!write) return { outcome: 'unchanged', told };
    const outcome = await subscribers.write(write);
    if (outcome !== 'conflict') return { outcome, told };
  }
  throw new TooManyConflicts();
}
