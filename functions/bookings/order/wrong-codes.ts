import type { Keys } from '../../runtime/people/keys.ts';
import { type Allowance, type Limits, networkOf } from '../../runtime/people/limits.ts';
import { Problem } from '../../runtime/problem.ts';
import { type HttpEvent, readersAddress } from '../../runtime/request.ts';

export interface Deps {
  keys: Pick<Keys, 'hash'>;
  limits: Pick<Limits, 'count' | 'look'>;
}

/** Codes that open nothing, of one network in ten minutes. They are words that people say to each other: a program must
 *  not try a dictionary of them. */
const most = 30;
const seconds = 600;

/** Before a code is looked up. @throws Problem (429) where too many were wrong: a right one opens nothing then. */
export async function demandTries(event: HttpEvent, deps: Deps): Promise<void> {
  demandAllowed(await deps.limits.look(await limitOf(event, deps)));
}

/** Counts a code that was wrong. @throws Problem (429) where too many were. */
export async function countWrongCode(event: HttpEvent, deps: Deps): Promise<void> {
  demandAllowed(await deps.limits.count(await limitOf(event, deps)));
}

async function limitOf(event: HttpEvent, { keys }: Deps) {
  const hash = await keys.hash(networkOf(readersAddress(event)));
  return { name: 'booking-codes', hash, most, seconds };
}

function demandAllowed(allowance: Allowance): void {
  if (allowance.allowed) return;
  throw new Problem(
    429,
    'Many codes that do not exist came from where you are. Please try again in a few minutes, or book without one.',
    { headers: { 'retry-after': `${allowance.retryAfter}` } },
  );
}
