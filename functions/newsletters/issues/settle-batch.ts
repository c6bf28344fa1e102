import type { Instant } from '../address.ts';
import type { Batch, Entry, EntryResult } from './batch.ts';
import type { Issue } from './issue.ts';
import { lease } from './issue-moves.ts';

/*
 * A batch through its claims, each step a function of it. Whoever claims it alone hands its claimed entries to SES: the
 * claim is one conditional write, and no second stands beside it. Results, reports and the end of a lease then meet in any
 * order, and each moves only what is still open under its own attempt:
 *
 *   waiting → claimed → sent | suppressed | failed | doubt;  claimed → waiting, when it surely did not leave
 *   doubt, waiting (tried once) → sent;  claimed, doubt, sent → failed, by what SES reports later
 *
 * In a later round entries that failed, or are in doubt, are claimed once more. One that surely did not leave then goes
 * back to what it was, not to waiting: it may have left in the round before.
 */

/** For whom this pass over the batches is. */
export type Round = Pick<Issue, 'round' | 'again'>;

/** Whether it may be claimed in this round. */
const isOpen = ({ state, round }: Entry, now: Round): boolean =>
  state === 'waiting' || (state === now.again && round < now.round);

export const hasOpen = ({ entries }: Batch, round: Round): boolean =>
  entries.some((entry) => isOpen(entry, round));

/** Claims what is open; undefined when there is nothing, or it may not be claimed yet. */
export function claimed(
  batch: Batch,
  { round, wake, now }: { round: Round; wake: string; now: Instant },
): Batch | undefined {
  if (batch.claim || (batch.notBefore ?? '') > now || !hasOpen(batch, round)) return undefined;
  const attempt = batch.attempt + 1;
  const until = new Date(Date.parse(now) + lease).toISOString();
  const { notBefore, ...others } = batch;
  const claim = (entry: Entry): Entry =>
    isOpen(entry, round) ? { ...entry, state: 'claimed', attempt, round: round.round } : entry;
  return { ...others, attempt, claim: { attempt, wake, until }, entries: batch.entries.map(claim) };
}

/** Whom the present claim is for. */
export const claimedPeople = ({ entries, attempt }: Batch): string[] =>
  entries
    .filter((entry) => entry.state === 'claimed' && entry.attempt === attempt)
    .map(({ person }) => person);

/** What became of one entry: of SES, or before it. */
export type Settled =
  | Exclude<EntryResult, { outcome: 'stopped' | 'throttled' | 'quota' }>
  /** It surely did not leave, and is claimed again later. */
  | { outcome: 'back' }
  /** It must not leave: they are not to get it any more. */
  | { outcome: 'suppressed'; why: string };

/**
 * The results of an attempt, by person. What was settled meanwhile by a report stays; what was put in doubt, for the lease
 * ended before the results came, is not in doubt.
 */
export function settled(
  batch: Batch,
  results: ReadonlyMap<string, Settled>,
  { attempt, round, notBefore }: { attempt: number; round: Round; notBefore?: Instant },
): Batch {
  const { claim, ...free } = batch;
  const isOurs = claim === undefined || claim.attempt === attempt;
  const settle = (entry: Entry): Entry => {
    const result = results.get(entry.person);
    const isUndecided = entry.state === 'claimed' || entry.state === 'doubt';
    return result && isUndecided && entry.attempt === attempt ? after(entry, result, round) : entry;
  };
  return {
    ...(isOurs ? free : batch),
    entries: batch.entries.map(settle),
    ...(notBefore && { notBefore }),
  };
}

function after(entry: Entry, result: Settled, { again }: Round): Entry {
  const { why: _, ...others } = entry;
  switch (result.outcome) {
    case 'sent':
      return { ...others, state: 'sent', message: result.message };
    case 'back':
      return { ...entry, state: again ?? 'waiting', round: entry.round - 1 };
    case 'suppressed':
      // They may have got it in the round before.
      return { ...others, state: again === 'doubt' ? 'doubt' : 'suppressed', why: result.why };
    case 'failed':
    case 'doubt':
      return { ...others, state: result.outcome, why: result.why };
  }
}

/** A claim past its lease: nobody writes its results any more, and SES may have been asked. */
export function expired(batch: Batch, now: Instant): Batch | undefined {
  const { claim, ...free } = batch;
  if (!claim || claim.until > now) return undefined;
  const entries = batch.entries.map(
    (entry): Entry => (entry.state === 'claimed' ? { ...entry, state: 'doubt', why: 'no-answer' } : entry),
  );
  return { ...free, entries };
}

/** What SES reported of one mail of a batch. */
export interface EntryReport {
  person: string;
  attempt: number;
  message: string;
  /** False: SES took it and did not send it after all. */
  left: boolean;
}

/** Why an entry failed that SES took first. */
const rejected = 'rejected';

/** The batch after these reports; undefined when they change nothing: they come twice, late and in any order. */
export function reported(batch: Batch, reports: readonly EntryReport[]): Batch | undefined {
  const entries = reports.reduce(
    (all, report) =>
      all.map((entry) => (entry.person === report.person ? (afterReport(entry, report) ?? entry) : entry)),
    batch.entries,
  );
  return entries.every((entry, at) => entry === batch.entries[at]) ? undefined : { ...batch, entries };
}

/** One that left is never sent again, whichever attempt it was: also what SES was understood to refuse for now. What was
 *  rejected stays so: a report that it was taken may come after the one that it was not sent. */
function afterReport(entry: Entry, { attempt, message, left }: EntryReport): Entry | undefined {
  const { why: _, ...others } = entry;
  const { state } = entry;
  const isUndecided = state === 'claimed' || state === 'doubt';
  if (attempt < 1 || attempt > entry.attempt) return undefined;
  if (left) {
    const wasRejected = attempt < entry.attempt && entry.why === rejected;
    const isOpenYet = (isUndecided && !wasRejected) || state === 'waiting';
    return isOpenYet ? { ...others, state: 'sent', message } : undefined;
  }
  const isThis =
    attempt === entry.attempt && (isUndecided || (state === 'sent' && entry.message === message));
  return isThis ? { ...others, state: 'failed', why: rejected } : undefined;
}
