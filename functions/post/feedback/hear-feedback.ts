import type { Clock } from '../../runtime/clock.ts';
import {
  addressSuppressed,
  type LetterNotWanted,
  type PersonErased,
  type SuppressionReason,
  scopeOf,
} from '../contract/letter.ts';
import { emptied, failed, notWanted, type OutboxLetter, reported } from '../letters/outbox-letter.ts';
import type { AddressBook, Announcer, Outbox, SuppressionLog } from '../ports.ts';
import { afterBounce, afterDelivery, stoppedBy } from '../suppressions/soft-bounces.ts';

/** What SES reports of one mail. May come twice, late, out of order or never. */
export interface Feedback {
  type: 'Send' | 'Delivery' | 'Bounce' | 'Complaint' | 'Reject';
  messageId: string;
  /** ISO instant at which SES says that it happened. */
  at: string;
  /** Keyed hash of the address; absent: the mail was not tagged by us. */
  hash?: string;
  /** Of a letter: which, and which try. */
  letter?: string;
  attempt?: number;
  /** Of a bounce: `Permanent`, `Transient` or `Undetermined`. */
  bounce?: string;
}

export interface FeedbackDeps {
  outbox: Outbox;
  addresses: AddressBook;
  suppressionLog: SuppressionLog;
  announcer: Announcer;
  clock: Clock;
}

/**
 * Settles the letter that a report is about, and stops mail to an address that does not want or take it: first in the
 * log, then in the table, then on the bus. Every step may be repeated, so a call that dies is called again.
 */
export async function hearFeedback(feedback: Feedback, deps: FeedbackDeps): Promise<void> {
  await settleLetter(feedback, deps);
  const { hash, at, messageId } = feedback;
  if (!hash) return;
  const reason = reasonIn(feedback);
  if (reason) await suppress(hash, reason, at, deps);
  else if (feedback.type === 'Bounce') await countSoft(hash, { messageId, at }, deps);
  else if (feedback.type === 'Delivery') await resetSoft(hash, at, deps);
}

async function settleLetter(feedback: Feedback, { outbox }: FeedbackDeps): Promise<void> {
  const { letter: id, attempt, type, messageId, at } = feedback;
  if (!id || !attempt) return;
  const report = { letter: id, attempt, left: type !== 'Reject', messageId, at: new Date(at) };
  await change(id, outbox, (letter) => reported(letter, report));
}

/** Writes what `next` makes of the letter, again as long as others write it; undefined changes nothing. */
async function change(
  id: string,
  outbox: Outbox,
  next: (letter: OutboxLetter) => OutboxLetter | undefined,
): Promise<void> {
  for (;;) {
    const letter = await outbox.read(id);
    const changed = letter && next(letter);
    if (!letter || !changed || (await outbox.replace(letter, changed))) return;
  }
}

/** Why mail stops at once. For what is on its own list SES reports a bounce or a complaint, as it came on it. */
function reasonIn({ type, bounce }: Feedback): SuppressionReason | undefined {
  if (type === 'Complaint') return 'complaint';
  return type === 'Bounce' && bounce === 'Permanent' ? 'bounce' : undefined;
}

/** A report that was known before is announced all the same: the call that heard it first may have died. */
async function suppress(
  hash: string,
  why: SuppressionReason,
  at: string,
  { addresses, suppressionLog, announcer }: FeedbackDeps,
): Promise<void> {
  const known = (await addresses.marks(hash))[why];
  if (known === undefined || known < at) {
    await suppressionLog.append({ hash, what: 'suppressed', why, at });
    await addresses.mark(hash, why, at);
  }
  await announcer.announce({ type: addressSuppressed, detail: { hash, why, scope: scopeOf(why), at } });
}

async function countSoft(
  hash: string,
  bounce: { messageId: string; at: string },
  deps: FeedbackDeps,
): Promise<void> {
  for (;;) {
    const [seen, { freed }] = [await deps.addresses.softBounces(hash), await deps.addresses.marks(hash)];
    const next = afterBounce(freed ? afterDelivery(seen, freed) : seen, bounce);
    if (!(await deps.addresses.replaceSoftBounces(hash, seen, next))) continue;
    const stopped = stoppedBy(next);
    if (stopped) await suppress(hash, 'soft', stopped, deps);
    return;
  }
}

/** Nearly always there is nothing to reset, and nothing is written. */
async function resetSoft(hash: string, at: string, { addresses }: FeedbackDeps): Promise<void> {
  for (;;) {
    const seen = await addresses.softBounces(hash);
    if (!seen.bounces.length || (await addresses.replaceSoftBounces(hash, seen, afterDelivery(seen, at))))
      return;
  }
}

/**
 * A room has nothing to send in place of a doubt: it is closed, and says why. What says so after the letter `next` was
 * put is a repeated or an older answer.
 */
export async function closeNotWanted(
  { letter: id, next, why }: LetterNotWanted,
  { outbox, clock }: Pick<FeedbackDeps, 'outbox' | 'clock'>,
): Promise<void> {
  if (await outbox.read(next)) return;
  await change(id, outbox, (letter) => {
    const isAsked = letter.next === next && (letter.state === 'doubt' || letter.state === 'resent');
    return isAsked ? notWanted(letter, why, clock.now()) : undefined;
  });
}

/** A letter to an erased person is in SES's hands just now: heard again a little later, it is in them no more. */
export class LetterUnderWay extends Error {
  override readonly name = 'LetterUnderWay';

  constructor() {
    super('A letter to somebody who was erased is being sent just now');
  }
}

/**
 * A person was erased: letters to them that were put before do not leave, and doubts forget whom they were to.
 * The mark stands first, so that a letter which the index does not have yet is stopped when it is to be sent.
 * @throws LetterUnderWay
 */
export async function forgetPerson({ hash, at }: PersonErased, deps: FeedbackDeps): Promise<void> {
  const { addresses, outbox, clock } = deps;
  await addresses.mark(hash, 'erased', at);
  for (const { id } of await outbox.openTo(hash)) {
    await change(id, outbox, (letter) => {
      if (letter.at >= at) return undefined;
      if (letter.state === 'claimed') throw new LetterUnderWay();
      if (letter.state === 'waiting') return failed(letter, 'erased', clock.now());
      return letter.state === 'doubt' && letter.mail ? emptied(letter) : undefined;
    });
  }
}
