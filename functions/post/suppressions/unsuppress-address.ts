import type { Clock } from '../../runtime/clock.ts';
import { parseAddress } from '../../runtime/people/address.ts';
import type { Keys } from '../../runtime/people/keys.ts';
import { Problem } from '../../runtime/problem.ts';
import { addressUnsuppressed } from '../contract/letter.ts';
import type { AccountSuppressions, AddressBook, Announcer, SuppressionLog } from '../ports.ts';
import { isSuppressed } from './address-marks.ts';

export interface UnsuppressDeps {
  keys: Pick<Keys, 'hash'>;
  addresses: AddressBook;
  suppressionLog: SuppressionLog;
  accountSuppressions: AccountSuppressions;
  announcer: Announcer;
  clock: Clock;
}

/**
 * Lets mail go to an address again, off SES's own list, too. First in the log, or a replay would stop it anew; SES and
 * the bus come last, and a call that dies is repeated by whoever waits for its answer.
 * @throws Problem 422
 */
export async function unsuppressAddress(
  typed: string,
  { keys, addresses, suppressionLog, accountSuppressions, announcer, clock }: UnsuppressDeps,
): Promise<{ removed: boolean }> {
  const parsed = parseAddress(typed);
  if (!parsed.ok) throw new Problem(422, `email: ${parsed.why}`);
  const hash = await keys.hash(parsed.key);
  const marks = await addresses.marks(hash);
  const at = clock.now().toISOString();
  const wasSuppressed = isSuppressed(marks);
  if (wasSuppressed) {
    await suppressionLog.append({ hash, what: 'unsuppressed', at });
    await addresses.mark(hash, 'freed', at);
  }
  const wasListed = await accountSuppressions.remove(parsed.address);
  await announcer.announce({ type: addressUnsuppressed, detail: { hash, at } });
  return { removed: wasSuppressed || wasListed };
}
