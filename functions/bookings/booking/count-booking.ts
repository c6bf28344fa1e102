import type { Keys } from '../../runtime/people/keys.ts';
import type { Limit, Limits } from '../../runtime/people/limits.ts';
import type { Asker } from '../order/wish.ts';
import type { BookResult } from './book-result.ts';
import type { LifeDeps } from './life.ts';

export interface CountDeps extends Pick<LifeDeps, 'press' | 'log'> {
  keys: Pick<Keys, 'hash'>;
  limits: Pick<Limits, 'count' | 'takeBack'>;
}

interface Counted {
  book: () => Promise<BookResult>;
  /** Asked once it has ended. */
  cameToNothing: () => boolean;
  /** Id. */
  gathering: string;
}

/** Books within the limit of the asker's network. It is counted before, so that those who come at once are all held to
 *  the limit, and taken back where it came to nothing. */
export async function countBooking(
  asker: Asker,
  { book, cameToNothing, gathering }: Counted,
  deps: CountDeps,
): Promise<BookResult> {
  const limit = await limitOf(asker, deps);
  if (!limit) return book();
  const allowance = await deps.limits.count(limit);
  if (!allowance.allowed) return { outcome: 'too-often', retryAfter: allowance.retryAfter };
  const result = await book();
  if (cameToNothing())
    await deps.limits.takeBack(limit).catch((error: unknown) => {
      deps.log.error('A booking that came to nothing is counted', { event: gathering, error });
    });
  return result;
}

const tenMinutes = 600;

/** Of readers alone. */
async function limitOf(asker: Asker, { keys, press }: CountDeps): Promise<Limit | undefined> {
  if (asker.by !== undefined) return undefined;
  const [hash, { bookingsLimit: most }] = await Promise.all([keys.hash(asker.network), press()]);
  return { name: 'bookings', hash, most, seconds: tenMinutes };
}
