import { dueKeyOf, type Letter, type LetterState, type NotWantedReason } from '../contract/letter.ts';

/*
 * The life of a letter: waiting → claimed → sent | failed | doubt, and back to waiting when SES surely did not take it.
 * Its row is the truth. The stream and the tick only wake the sender, which reads the row, decides, and writes on the
 * condition that nobody wrote since (`version`).
 *
 * | when it dies after      | the row says          | what follows                                                    |
 * | ----------------------- | --------------------- | --------------------------------------------------------------- |
 * | the room's transaction  | waiting, due at once  | the stream wakes the sender; else the tick finds it              |
 * | reading what stops mail | waiting               | the same                                                        |
 * | taking an hour's slot   | waiting               | it takes another; the hour has one letter fewer                  |
 * | the claim               | claimed, with a lease | in doubt once the lease is over: SES may have been asked         |
 * | SES's answer            | claimed               | the same; SES's event, which names letter and attempt, settles it |
 * | a refusal for now       | claimed               | in doubt, and no event comes: an editor decides                  |
 * | sent                    | sent                  | done; a late one is announced by the tick                        |
 * | announcing it as late   | sent, late            | it is announced again: receivers take the latest                 |
 * | an editor's "resend"    | doubt, with `next`    | the editor sees the doubt and tries again: the same `next`       |
 * | its room's "not wanted" | doubt, or resent      | the room's event returns, and closes it                          |
 *
 * - A stream record twice or late: the row is not waiting, or not due, or somebody else's claim comes first.
 * - Two senders at once: one claim holds, for it names the version that both read.
 * - A function that sleeps past its lease: the lease is longer than its timeout, so it is dead before that.
 * - The lease ends while SES answers: the sender finds the doubt, of its own attempt, and settles it.
 * - SES's event before the sender has written: the row becomes sent; the sender finds it so.
 * - An event of an attempt that SES refused for now: it left after all, and waits no more.
 * - "Not wanted" before "resent" is written: it is closed; the editor's call finds it so and says why.
 * - An event twice, or after an editor settled the doubt: nothing waits for it any more.
 * - A clock that jumps forward: claims under way become doubts, which their senders settle.
 */

/** A letter as the outbox holds it. Address and text leave it once it is sent or has failed. */
export interface OutboxLetter extends Omit<Letter, 'to' | 'mail'> {
  to?: string;
  mail?: Letter['mail'];
  state: LetterState;
  /** Tries of SES that were begun. */
  attempt: number;
  /** Counts the writes after the first. */
  version?: number;
  /** The index of what is due has the row while it has both. */
  dueKey?: string;
  /** ISO instant at which something is to be done about it; of a doubt since when it stands. */
  dueAt?: string;
  /** Start of the hour in which the ceiling counts it. */
  slot?: string;
  /** Why it waits, has failed or was not sent again: a class, never what SES said, which may name the address. */
  why?: WaitReason | FailureReason | NotWantedReason;
  messageId?: string;
  sentAt?: string;
  /** It left late, and its room does not know yet. */
  late?: boolean;
  /** Under which id an editor has it sent again. */
  next?: string;
  /** Seconds since 1970; then DynamoDB removes the row. */
  expiresAt?: number;
}

/** SES takes none just now; SES takes none today; SES takes none from this account or sender; nobody answers there;
 *  the hour has its letters. */
export type WaitReason = 'throttled' | 'over-quota' | 'account' | 'unreachable' | 'ceiling';

/** SES refuses the address, the content or the request; mail there was stopped; the person was erased. */
export type FailureReason = 'address' | 'rejected' | 'invalid' | 'suppressed' | 'erased';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Longer than the sender's timeout, in milliseconds: a sender past its lease is dead. */
export const lease = 2 * minute;

/** Milliseconds after which a letter counts as late: a room counts what it promises from when it put the letter. */
const lateAfter = 5 * minute;

/** What SES reports of a mail comes within days, a complaint within weeks, and an editor may be asked whether a letter
 *  left: the row, which names nobody any more, stays for as long as logs do. */
const settledFor = 90 * day;

/** Milliseconds for which a doubt keeps the letter. */
export const doubtKeepsMail = 30 * day;

/** Where the index has doubts, apart from what is due: with their letters, and without; and those that an editor wanted
 *  again and whose room had nothing to send, for as long as the row. */
export const doubtKeys = { whole: 'doubt', emptied: 'doubt-emptied', notWanted: 'not-wanted' } as const;

/** Clocks of two functions may differ by so much, in milliseconds. */
const clockSkew = 5_000;

/** What is to be done with it now. */
export function stepFor(
  letter: OutboxLetter,
  now: Date,
): 'send' | 'doubt' | 'announce' | 'empty' | undefined {
  const age = now.getTime() - Date.parse(letter.dueAt ?? '');
  switch (letter.state) {
    case 'waiting':
      return age >= -clockSkew ? 'send' : undefined;
    case 'claimed':
      return age >= 0 ? 'doubt' : undefined;
    case 'sent':
      return letter.late ? 'announce' : undefined;
    case 'doubt':
      return letter.mail && age >= doubtKeepsMail ? 'empty' : undefined;
    default:
      return undefined;
  }
}

/** Somebody is about to ask SES. */
export const claimed = (letter: OutboxLetter, now: Date, slot?: string): OutboxLetter => ({
  ...letter,
  ...due(letter, new Date(now.getTime() + lease)),
  state: 'claimed',
  attempt: letter.attempt + 1,
  ...(slot && { slot }),
});

/** It waits until `until`, and surely did not leave. */
export const postponed = (
  letter: OutboxLetter,
  why: WaitReason,
  until: Date,
  slot = letter.slot,
): OutboxLetter => ({
  ...letter,
  ...due(letter, until),
  state: 'waiting',
  why,
  slot,
});

/** SES has it. A late one stays due until its room was notified. */
export function sent(letter: OutboxLetter, messageId: string, at: Date): OutboxLetter {
  const late = at.getTime() - Date.parse(letter.at) > lateAfter;
  const settled = done(letter, 'sent', at);
  return {
    ...settled,
    messageId,
    sentAt: at.toISOString(),
    why: undefined,
    ...(late && { late, ...due(letter, at) }),
  };
}

/** Its room was notified that it left late. */
export const announcedAsLate = (letter: OutboxLetter): OutboxLetter => ({
  ...letter,
  late: undefined,
  dueKey: undefined,
  dueAt: undefined,
});

/** It will never leave. */
export const failed = (letter: OutboxLetter, why: FailureReason, at: Date): OutboxLetter => ({
  ...done(letter, 'failed', at),
  why,
});

/** Whether it left is not known. */
export const inDoubt = (letter: OutboxLetter, at: Date): OutboxLetter => ({
  ...letter,
  state: 'doubt',
  dueKey: doubtKeys.whole,
  dueAt: at.toISOString(),
});

/** A doubt without its letter: it still stands, by its id and what it was about. */
export const emptied = (letter: OutboxLetter): OutboxLetter => ({
  ...letter,
  to: undefined,
  mail: undefined,
  dueKey: doubtKeys.emptied,
});

/** An editor wants it to be sent again: from now on its room may compose it under that id. */
export const wantedAgain = (letter: OutboxLetter, next: string): OutboxLetter => ({
  ...letter,
  next: letter.next ?? next,
});

/** The doubt was settled by an editor. */
export const settledAs = (letter: OutboxLetter, state: 'resent' | 'closed', at: Date): OutboxLetter =>
  done(letter, state, at);

/** An editor wanted it again, and its room has nothing to send: it is listed with the reason. */
export const notWanted = (letter: OutboxLetter, why: NotWantedReason, at: Date): OutboxLetter => ({
  ...done(letter, 'closed', at),
  ...{ why, dueKey: doubtKeys.notWanted, dueAt: at.toISOString() },
});

function done(letter: OutboxLetter, state: LetterState, at: Date): OutboxLetter {
  const { to, mail, dueKey, dueAt, ...others } = letter;
  return { ...others, state, expiresAt: Math.ceil((at.getTime() + settledFor) / 1000) };
}

const due = (letter: OutboxLetter, at: Date) => ({ dueKey: dueKeyOf(letter), dueAt: at.toISOString() });

/**
 * When it is tried again after SES refused it for now. A rate is free again within seconds, but others wait for it, too:
 * from one minute, doubling up to an hour. What takes hours or a person is tried every 15 to 30 minutes.
 * @param random From 0 to 1 (exclusive), so that letters refused together do not return together.
 */
export function retryTime(letter: OutboxLetter, why: WaitReason, now: Date, random: number): Date {
  const [least, spread] =
    why === 'over-quota' || why === 'account' ? [15, 15] : [0.5, Math.min(60, 2 ** (letter.attempt - 1))];
  return new Date(now.getTime() + (least + random * spread) * minute);
}

/** What SES reports of one try of a letter: it left, whatever becomes of it, or SES refused it after all. */
export interface AttemptReport {
  letter: string;
  attempt: number;
  left: boolean;
  messageId: string;
  at: Date;
}

/** The letter after a report; undefined when it changes nothing. Only the newest try can be in doubt. */
export function reported(letter: OutboxLetter, report: AttemptReport): OutboxLetter | undefined {
  if (letter.attempt !== report.attempt || !isOpen(letter)) return undefined;
  return report.left ? sent(letter, report.messageId, report.at) : failed(letter, 'rejected', report.at);
}

/** Its outcome is unknown so far. */
const isOpen = ({ state }: OutboxLetter): boolean =>
  state === 'waiting' || state === 'claimed' || state === 'doubt';
