import type { Instant } from '../address.ts';

/** `notSent` is never stored: what waits in a cancelled issue counts as it. */
export type EntryState = 'waiting' | 'claimed' | 'sent' | 'suppressed' | 'failed' | 'doubt';

/** One person's line. Opaque: no address, no name. */
export interface Entry {
  /** Id of the person. */
  person: string;
  state: EntryState;
  /** Of the batch, when it was last claimed; 0 before. */
  attempt: number;
  /** In which round it was last claimed; 0 before. */
  round: number;
  /** SES's message id, once known. */
  message?: string;
  /** Why it failed or is suppressed: SES's own code, or `left`, `paused`, `erased`, `bounced`, `complained`. */
  why?: string;
}

/**
 * At most 50 people in the order of (part, id). Its position follows from the batch before it, so that two walks that meet
 * never write two batches for the same people: `00` of the first, else `{part, two digits}-{id}-` with the id of the last
 * person before. Positions compare as text: somebody's batch is the last one whose position is not after theirs.
 */
export interface Batch {
  issue: string;
  position: string;
  /** Position of the next batch, which may have to be written yet; absent: it is the last. */
  next?: string;
  /** Empty at most in the last one. */
  entries: Entry[];
  /** How many entries stand in those before it: with its own the audience so far. Absent: none. */
  before?: number;
  /** While entries are claimed. */
  claim?: { attempt: number; wake: string; until: Instant };
  /** Counts claims. */
  attempt: number;
  /** Throttled entries are not claimed before. */
  notBefore?: Instant;
  /** Counts the writes: each demands the one it read. */
  writes: number;
}

/** What SES reported of a batch's mails: ids of people. Sets, so that a report may come twice. */
export interface Heard {
  delivered: ReadonlySet<string>;
  bounced: ReadonlySet<string>;
  complained: ReadonlySet<string>;
}

/** How a call of SES went for one entry. */
export type EntryResult =
  | { outcome: 'sent'; message: string }
  /** Nothing left for now: a rate or a quota. */
  | { outcome: 'throttled' | 'quota' }
  /** Never: a bad address or header. */
  | { outcome: 'failed'; why: string }
  /** The account, the identity or a configuration is at fault: the issue stops. */
  | { outcome: 'stopped'; why: string }
  /** Unknown. */
  | { outcome: 'doubt'; why: string };

/** How a whole call went. `refused`: a 400 for all of it, and nothing left. */
export type CallResult =
  | { outcome: 'answered'; entries: EntryResult[] }
  | { outcome: 'refused'; why: string }
  | { outcome: 'throttled' | 'quota' }
  | { outcome: 'stopped'; why: string }
  | { outcome: 'doubt'; why: string };

/** The figures of `GET /api/newsletters/{slug}/report`; the sum of waiting to notSent is `audience`. */
export interface Report {
  audience: number;
  waiting: number;
  claimed: number;
  sent: number;
  suppressed: number;
  failed: number;
  inDoubt: number;
  notSent: number;
  /** Within `sent`. */
  delivered: number;
  bounced: number;
  complained: number;
  unsubscribed: number;
}
