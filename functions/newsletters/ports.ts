import type { Letter, SuppressionReason } from '../post/contract/letter.ts';
import type { Allowance, Limit } from '../runtime/people/limits.ts';
import type { AddressRow, Instant } from './address.ts';
import type { ClosedPerson, Person } from './person.ts';

/** What a form or a request of the API said, kept until it is settled. */
export interface SignUp {
  /** ULID. */
  id: string;
  email: string;
  addressHash: string;
  name?: string;
  /** Names of lists; never empty. */
  lists: string[];
  at: Instant;
  consent: Consent;
  language?: string;
}

/** What somebody saw when they asked: kept for good once they confirm. */
export interface Consent {
  /** The words of the form. */
  wording: string;
  /** Of these words; `api` where another program showed its own. */
  version: string;
  /** Path of the page, or what else it came from. */
  page: string;
}

/** One entry of a person's story, kept for good: under the person, in the order of the ids. */
export interface Evidence {
  /** ULID. */
  id: string;
  person: string;
  at: Instant;
  what:
    | 'confirmed'
    | 'chose'
    | 'paused'
    | 'left'
    | 'moved'
    | 'merged'
    | 'imported'
    | 'added'
    | 'removed'
    | 'unsuppressed';
  /** The lists it is about. */
  lists?: string[];
  /** When and how they asked for what they confirmed. */
  askedAt?: Instant;
  consent?: Consent;
  /** Why they left, in their words; what an editor or an import gave as the consent. */
  note?: string;
  /** Who did it, if not the person: the subject of a token. */
  by?: string;
}

/** A link by mail that does one thing once. Under its hash: the token itself stands in the letter alone. */
export interface Token {
  hash: string;
  person: string;
  /** The address it was mailed to. */
  addressHash: string;
  action: 'confirm' | 'change' | 'export' | 'erase';
  at: Instant;
  /** Moves on when the letter leaves late. */
  expiresAt: Instant;
  /** When it was used; what follows is gone then. */
  usedAt?: Instant;
  /** Of `confirm`: what was asked for, and in which words. */
  lists?: string[];
  name?: string;
  consent?: Consent;
  /** Of `change`: the new address, and the version of the row for which it was asked. */
  email?: string;
  newHash?: string;
  version?: number;
}

/** Rows as they were read, and as they shall be: each fails when it was written since. No `before`: there is none. */
export interface RowChange<R> {
  before?: R;
  /** Absent: removed. */
  after?: R;
}

/** Everything that one decision changes, in one transaction. */
export interface Write {
  /** When it is done: the day of the growth that it counts for. */
  at: Instant;
  people?: RowChange<Person | ClosedPerson>[];
  addresses?: RowChange<AddressRow>[];
  evidence?: Evidence[];
  /** New ones. */
  tokens?: Token[];
  /** Spends a token; a conflict when it is spent already. */
  uses?: { hash: string; at: Instant };
  /** Rows of tokens to remove. */
  removesTokens?: string[];
  letters?: Letter[];
  /** Id of the sign-up that is settled by it; `settled` when it is settled already. */
  settles?: string;
  /** Counts one by each of these limits; `over-limit` when any is reached, and then none counts. */
  counts?: Limit[];
}

/** `conflict`: nothing was written, for a row is not as it was read. Read again. */
export type WriteOutcome = 'written' | 'conflict' | 'settled' | 'over-limit';

/** What an index says is due: read the row itself before acting. */
export interface Due {
  what: 'person' | 'sign-up';
  id: string;
  /** Since when. */
  at: Instant;
}

/** People, their addresses, links and stories. Reads are consistent, but for `due`. */
export interface Subscribers {
  person(id: string): Promise<Person | ClosedPerson | undefined>;
  address(hash: string): Promise<AddressRow | undefined>;
  token(hash: string): Promise<Token | undefined>;
  signUp(id: string): Promise<SignUp | undefined>;
  evidence(person: string): Promise<Evidence[]>;
  write(write: Write): Promise<WriteOutcome>;
  /** The letter of a token left late: the token runs from then. Does nothing for one that is gone or used. */
  prolong(token: string, expiresAt: Instant): Promise<void>;
  /** What is due at `now`, from an index: the oldest `limit`, the oldest first. */
  due(now: Instant, limit: number): Promise<Due[]>;
}

/** Where sign-ups are accepted: one write of one shape, whoever asks. */
export interface SignUps {
  /** Stores it and counts it for the reader's network, both or none. */
  accept(signUp: SignUp, limit: Limit): Promise<Allowance>;
}

/** Stored outside the table, so that a restored table can be brought up to who left since. */
export interface LogEntry {
  hash: string;
  what: 'left' | 'left-list' | 'joined' | 'erased';
  list?: string;
  at: Instant;
}

export interface LoggedEntry {
  key: string;
  /** Absent: what stands there is no entry that this version can read. */
  entry?: FollowedEntry;
}

export interface LeaveLog {
  /** Resolves once it is stored. */
  write(entry: LogEntry): Promise<void>;
  /** Entries in the order of their keys, from the first after `after` on, at most `limit`. */
  read(after: string, limit: number): Promise<LoggedEntry[]>;
}

/** What `post` logged of an address beside it. */
export type SuppressionEntry =
  | { hash: string; what: 'suppressed'; why: SuppressionReason; at: Instant }
  | { hash: string; what: 'unsuppressed'; at: Instant };

/** What the table follows. */
export type FollowedEntry = LogEntry | SuppressionEntry;

/** How far the table has followed the log. */
export interface Followed {
  /** Of the last entry. */
  key: string;
  /** When entries from before it were last looked for. */
  at: Instant;
  /** Keys of entries up to it that could not be followed yet; absent: none. */
  aside?: string[];
}

export interface LogPosition {
  read(): Promise<Followed | undefined>;
  store(position: Followed): Promise<void>;
}
