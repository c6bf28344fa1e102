import type { PostEvent, SuppressionReason } from './contract/letter.ts';
import type { OutgoingMail } from './letters/letter-mail.ts';
import type { FailureReason, OutboxLetter, WaitReason } from './letters/outbox-letter.ts';
import type { AddressMarks, Mark } from './suppressions/address-marks.ts';
import type { SoftBounces } from './suppressions/soft-bounces.ts';

/** The letters of all rooms. Reads by id are consistent; what an index says may lag behind. */
export interface Outbox {
  read(id: string): Promise<OutboxLetter | undefined>;
  /** Writes the letter as `next` unless somebody wrote it since it was read as `seen`: then nothing is written.
   *  Returns the letter as it is written. */
  replace(seen: OutboxLetter, next: OutboxLetter): Promise<OutboxLetter | undefined>;
  /** Letters that are due, oldest first, at most `perPartition` of each partition: those under the ceiling, or all
   *  others. */
  due(kind: 'due' | 'ceiling', now: Date, perPartition: number): Promise<DueLetter[]>;
  /** Letters in doubt, oldest first, with their texts or without, or those that were not wanted again: from a position
   *  on, and where to go on. */
  doubts(
    kind: 'whole' | 'emptied' | 'notWanted',
    page: DoubtPage,
  ): Promise<{ items: DueLetter[]; next?: string }>;
  /** Letters to an address that are not settled, from the index. */
  openTo(addressHash: string): Promise<DueLetter[]>;
}

export interface DueLetter {
  id: string;
  dueAt: string;
}

export interface DoubtPage {
  limit: number;
  after?: string;
}

/** How many sign-ups' letters may leave in an hour, counted for the whole press. */
export interface HourlyCeiling {
  /** Takes a place in the first hour that has one: ISO instant at which that hour starts. */
  take(most: number, now: Date): Promise<string>;
}

/** What an address's mail has met. Reads are consistent. */
export interface AddressBook {
  marks(hash: string): Promise<AddressMarks>;
  /** Sets a mark, unless it is there with the same time or a later one. */
  mark(hash: string, mark: Mark, at: string): Promise<void>;
  softBounces(hash: string): Promise<SoftBounces>;
  /** Writes unless somebody wrote since they were read as `seen`. Whether it is written. */
  replaceSoftBounces(hash: string, seen: SoftBounces, next: SoftBounces): Promise<boolean>;
}

/** A suppression, or its end, as it outlives the table. */
export interface LogEntry {
  hash: string;
  what: 'suppressed' | 'unsuppressed';
  /** Of a suppression. */
  why?: SuppressionReason;
  at: string;
}

/** The log outside the table: an entry is never changed or removed. */
export interface SuppressionLog {
  append(entry: LogEntry): Promise<void>;
  /** Entries that follow `after`, in order, and whether there are more. What cannot be read is left out. */
  entries(
    after: string | undefined,
  ): Promise<{ entries: { key: string; entry?: LogEntry }[]; hasMore: boolean }>;
}

/** How far the table has the log. Keys of entries are ULIDs. */
export interface LogPosition {
  /** `key`: of the last entry. `settled`: nothing that the table lacks comes up to this key any more. */
  read(): Promise<{ key: string; settled?: string } | undefined>;
  /** Each moves on, never back. */
  advance(key: string): Promise<void>;
  settle(key: string): Promise<void>;
}

/** `later`: SES surely did not take it. `unknown`: it may have. */
export type MailAnswer =
  | { outcome: 'sent'; messageId: string }
  | { outcome: 'refused'; why: FailureReason }
  | { outcome: 'later'; why: WaitReason }
  | { outcome: 'unknown' };

export interface Mailer {
  /** One try, never more. Does not throw. */
  send(mail: OutgoingMail): Promise<MailAnswer>;
}

/** SES's own list of addresses that the account sends nothing to. */
export interface AccountSuppressions {
  /** Whether it was there. */
  remove(address: string): Promise<boolean>;
}

export interface Announcer {
  /** Puts the event on the bus. Throws when the bus does not take it. */
  announce(event: PostEvent): Promise<void>;
}
