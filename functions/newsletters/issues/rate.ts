import type { Clock } from '../../runtime/clock.ts';
import type { Stop } from './issue.ts';
import type { MailAccount } from './ports.ts';

/** A tenth of rate and quota is kept for letters: people wait for those. */
const share = 0.9;

/** Milliseconds for which what the account says is taken as it was. */
const keptFor = 10_000;

/** Milliseconds between two looks at a quota that is spent: it is one of the last 24 hours, and frees as they pass. */
export const quotaWait = 10 * 60_000;

type Account = Awaited<ReturnType<MailAccount['read']>>;

/** Most people of a batch at such a rate. */
export const batchSizeAt = (perSecond: number): number =>
  Math.max(1, Math.min(50, Math.floor(perSecond * share)));

/** Why the account sends no issue at all. */
export function stopOf({ enabled, sandbox }: Account): Pick<Stop, 'why' | 'said'> | undefined {
  if (!enabled) return { why: 'mail-service', said: saidOfDisabled };
  return sandbox ? { why: 'sandbox', said: saidOfSandbox } : undefined;
}

const saidOfDisabled =
  'AWS has paused sending for this account: the SES console (Account dashboard) says why. Once it sends again, resume.';

const saidOfSandbox =
  'The SES account is in the sandbox, in which mail reaches verified addresses alone. Ask for production access in the ' +
  'SES console (Account dashboard); "press doctor mail" tells what else is missing. Then resume.';

/** What may leave, and when. */
export interface Rate {
  /** Before so many mails: what stops the issue, until when it has to wait for the quota, or how many milliseconds pass
   *  until the rate has room. */
  room(mails: number): Promise<{ stop: Pick<Stop, 'why' | 'said'> } | { until: Date } | { wait: number }>;
  /** So many are about to leave. */
  take(mails: number): void;
}

/** The rate of the account, read anew every ten seconds. Make it once a call of the function: there is one at a time. */
export function rateOf(account: MailAccount, clock: Clock): Rate {
  let known: { account: Account; at: number; taken: number } | undefined;
  let freeAt = 0;
  const read = async () => {
    const now = clock.now().getTime();
    if (!known || Math.abs(now - known.at) > keptFor)
      known = { account: await account.read(), at: now, taken: 0 };
    return known;
  };
  return {
    async room(mails) {
      const { account, taken } = await read();
      const now = clock.now().getTime();
      const stop = stopOf(account);
      if (stop) return { stop };
      const isSpent = account.sentInADay + taken + mails > account.perDay * share;
      if (account.perDay >= 0 && isSpent) return { until: new Date(now + quotaWait) };
      return { wait: Math.max(0, Math.min(freeAt - now, mails * 1_000)) };
    },
    take(mails) {
      if (!known) return;
      known.taken += mails;
      const now = clock.now().getTime();
      freeAt =
        Math.max(now, Math.min(freeAt, now + keptFor)) + (mails * 1_000) / (known.account.perSecond * share);
    },
  };
}
