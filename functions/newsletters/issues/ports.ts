import type { Status } from '../../content/contract/document.ts';
import type { Body, PartialDate } from '../../content/contract/values.ts';
import type { Fields } from '../../content/kinds/kinds.ts';
import type { Instant } from '../address.ts';
import type { FrozenIssue, IssueContent, Piece } from '../compose/issue-content.ts';
import type { Digest } from '../digests/digest.ts';
import type { ClosedPerson, Person } from '../person.ts';
import type { Batch, CallResult, Heard } from './batch.ts';
import type { Issue } from './issue.ts';

/** Rows of issues. Reads are consistent, but for `due`. */
export interface Issues {
  read(id: string): Promise<Issue | undefined>;
  /** Id of the issue at a slug, also at one it had before. */
  atSlug(slug: string): Promise<string | undefined>;
  /** Newest first, `limit` at most; `after` as `next` of the page before. */
  list(limit: number, after?: string): Promise<{ items: Issue[]; next?: string }>;
  /**
   * Writes the row as `after` if it is as `before` (absent: there is none), and has its slug lead to it, all or nothing.
   * False when another write came first.
   */
  write(before: Issue | undefined, after: Issue): Promise<boolean>;
  /** Moves the cursor and `movedAt` alone: one small write that counts as one, under the condition that the row is
   *  `sending`, at `from`, under `wake`. */
  moveCursor(move: { id: string; from: string; to: string; wake: string; at: Instant }): Promise<boolean>;
  /** What is due at `now`, from an index: ids of issues, the oldest first. Read the row before acting. */
  due(now: Instant, limit: number): Promise<string[]>;
  /** Those that are preparing, sending or paused. */
  active(): Promise<Issue[]>;
}

/** Batches of an issue: its ledger. Reads are consistent. */
export interface Batches {
  /** False: there is one at this position already. */
  writeNew(batch: Batch): Promise<boolean>;
  /** The first whose position is at or after `from` (empty: the very first). */
  firstFrom(issue: string, from: string): Promise<Batch | undefined>;
  /** The last one written. */
  last(issue: string): Promise<Batch | undefined>;
  /** Replaces the batch if it is as it was read (`writes`), else false. */
  replace(batch: Batch): Promise<boolean>;
  /** In order, with what was heard of each; those at or after `from`. */
  all(issue: string, from?: string): AsyncIterable<{ batch: Batch; heard: Heard }>;
  /** Where somebody stands in an issue: at most two reads. */
  of(issue: string, person: string): Promise<{ batch: Batch; heard: Heard } | undefined>;
  /**
   * Adds people to what was heard of a batch; those of `bounced` and `complained` that are new count for the reputation of
   * the day of `at` in the same transaction, so that no death loses or repeats a count; not those that AWS does not count.
   * Ids may come twice.
   */
  hear(
    issue: string,
    position: string,
    what: keyof Heard,
    people: readonly string[],
    at: Instant,
    how?: { uncounted?: boolean },
  ): Promise<void>;
  /** Somebody left by a link of this issue; may come twice. */
  countLeave(issue: string, person: string): Promise<void>;
  leaves(issue: string): Promise<number>;
}

/** Who newsletters go to. */
export interface Audience {
  /** People after `after` (a position `{part}-{id}`; empty: from the first) in the order of positions, from an index that
   *  may lag behind; a page at a time, each with its position. No more: an empty page. */
  page(after: string, limit: number): Promise<{ position: string; person: Person }[]>;
  /** As they stand now (consistent), by id; who is not there is missing. At most 50 ids. */
  now(ids: readonly string[]): Promise<ReadonlyMap<string, Person | ClosedPerson>>;
}

/** One recipient of a bulk call. */
export interface Recipient {
  /** `To`, as `mailbox()` writes it. */
  to: string;
  /** Values of the template's placeholders. */
  data: { leave: string; preferences: string };
  headers: Record<string, string>;
  /** Tags: hash, issue, batch, attempt, person. */
  tags: Record<string, string>;
}

/** Hands mails to SES: one attempt a call, never repeated by the client. Never rejects for what SES says. */
export interface BulkMailer {
  send(mail: { from: string; frozen: FrozenIssue; recipients: readonly Recipient[] }): Promise<CallResult>;
}

/** What the account may send. */
export interface MailAccount {
  read(): Promise<{
    sandbox: boolean;
    /** False: AWS has paused or suspended it. */
    enabled: boolean;
    perSecond: number;
    /** -1: without limit. */
    perDay: number;
    sentInADay: number;
  }>;
}

/** How the account has proved that a sender is its own. */
export interface MailIdentity {
  /** An address or a domain. */
  name: string;
  isVerified: boolean;
  dkim: ProofState;
  /** `{token}._domainkey.{domain}` are the names of the records that DKIM needs. */
  dkimTokens: string[];
  /** The own domain of the envelope, if one is set. */
  mailFrom?: { domain: string; state: ProofState };
}

/** `pending`: its records are not found yet. */
export type ProofState = 'on' | 'pending' | 'failed' | 'off';

export interface MailIdentities {
  /** Undefined: the account has no such identity. */
  read(name: string): Promise<MailIdentity | undefined>;
}

/** The room's FIFO queue. One group: there is one owner of the rate. */
export interface IssueQueue {
  /** Has `issue` gone on with, by the message that carries `wake`. */
  goOn(issue: string, wake: string): Promise<void>;
}

/** The issues bucket. */
export interface IssueFiles {
  putFrozen(key: string, frozen: FrozenIssue): Promise<void>;
  frozen(key: string): Promise<FrozenIssue>;
  /** What gets a mark, by list. */
  putMarks(key: string, marks: Readonly<Record<string, readonly NewsItem[]>>): Promise<void>;
  marks(key: string): Promise<Readonly<Record<string, NewsItem[]>>>;
  /** What the web archive shows: follows corrections. */
  putPage(issue: string, content: IssueContent): Promise<void>;
  page(issue: string): Promise<IssueContent | undefined>;
  /** Removes the issue's page and all that was frozen of it. */
  remove(issue: string): Promise<void>;
}

/** The content room's published documents. Reads are consistent. */
export interface Published {
  /** Articles by slug, also by one they had before; those that are not published are missing. */
  pieces(slugs: readonly string[]): Promise<ReadonlyMap<string, Piece>>;
  /** A document as it stands, by the slug of an event; undefined: there is none at all. */
  document(slug: string): Promise<HeardDocument | undefined>;
  /** The document with this identity, at whatever slug it stands; undefined: it was deleted, or became part of another.
   *  @param slug Where it stood at some time. */
  standing(id: string, slug: string): Promise<HeardDocument | undefined>;
  /** Slugs of the published articles that are dated with this day (`2026-11-29`) or later. */
  newest(day: string): Promise<string[]>;
  /** @throws Error when there is none. */
  body(key: string): Promise<Body>;
}

/** What the room needs of a document's head; `first` is when readers first got it, whatever date it names. */
export interface HeardDocument {
  /** Lasting identity. */
  id: string;
  slug: string;
  kind: string;
  status: Status;
  version: number;
  revision: number;
  /** Key of its Body. */
  body: string;
  fields: Fields;
  published?: PartialDate;
  first?: Instant;
  /** It was handed in with a writer's token alone, or waits for an editor. */
  isProposal: boolean;
  /** It came with a restore: nothing that it says is sent by itself. */
  isRestored: boolean;
}

/** A piece that some list has not had. */
export interface NewsItem {
  /** Lasting identity of the article. */
  id: string;
  slug: string;
  /** When readers first got it: news stands in this order. */
  first: Instant;
}

/**
 * Which lists had which article: a piece is news to a list once. A list that asked for `since: last` has a start, a queue
 * of news, and marks; an article is in the queue or has a mark, never both. Reads are consistent.
 */
export interface News {
  /** Lists that asked, each with the instant from which on articles are news to it. */
  starts(): Promise<ReadonlyMap<string, Instant>>;
  /** Sets the start once, at the first issue or digest that asks; what it is from now on. */
  start(list: string, proposed: Instant): Promise<Instant>;
  /** Queues an article unless it has a mark or is in the queue; may come twice and late. */
  add(list: string, item: NewsItem): Promise<void>;
  /** Gives an article a mark without an issue, unless it has one or waits: it is older than the start, imported or restored. */
  skip(list: string, piece: string): Promise<void>;
  /** All that is known of a list: its queue, newest first, and its marks with the issue that carried each. */
  all(list: string): Promise<{ waiting: NewsItem[]; marks: ReadonlyMap<string, string> }>;
  /** The queue of a list, newest first. */
  waiting(list: string): Promise<NewsItem[]>;
  /** Of these articles those that the list has had, with the issue that carried each (empty: none did). */
  carried(list: string, pieces: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Moves these articles from the queue to marks of this issue, unless they have a mark; may be repeated. */
  mark(list: string, pieces: readonly Pick<NewsItem, 'id'>[], issue: string): Promise<void>;
  /** Takes back the marks of this issue: those articles are in the queue again. May be repeated. */
  unmark(list: string, pieces: readonly NewsItem[], issue: string): Promise<void>;
}

/** Digests: what makes issues by itself. Reads are consistent, but for `due`. */
export interface Digests {
  read(id: string): Promise<Digest | undefined>;
  /** Id of the digest at a slug, also at one it had before. */
  atSlug(slug: string): Promise<string | undefined>;
  /** All there are: a press has few. */
  all(): Promise<Digest[]>;
  /** Writes the row as `after` if it is as `before` (absent: there is none). False when another write came first. */
  write(before: Digest | undefined, after: Digest): Promise<boolean>;
  due(now: Instant, limit: number): Promise<string[]>;
}

/** Mails of all issues by day, from which a pause by itself follows. */
export interface Reputation {
  /** Bounces and complaints are counted by `Batches.hear`. */
  add(count: { sent: number }, at: Instant): Promise<void>;
  /** Of the last 10,000 mails or 30 days, since an editor last resumed. */
  recent(now: Instant): Promise<{ sent: number; bounced: number; complained: number }>;
  /** Counts anew from now. */
  restart(now: Instant): Promise<void>;
}

/** What an issue shows and how its mail is written, of this moment: `compose/compose-issue.ts`. */
export interface IssueComposer {
  compose(issue: Issue): Promise<ComposedForSending>;
}

export type ComposedForSending =
  | {
      outcome: 'composed';
      frozen: FrozenIssue;
      /** Lasting identities of the articles that the mail shows. */
      carries: string[];
      /** What gets a mark when it freezes, by list; absent: it is not `sinceLast`. */
      marks?: Record<string, NewsItem[]>;
    }
  /** It cannot be sent as it is; `said` names the way out. */
  | { outcome: 'refused'; said: string };

/** What an editor demands of an issue: `command-issue.ts`. `by` is the subject of the token. */
export type IssueCommand =
  | { what: 'send' | 'pause' | 'resume' | 'cancel'; by: string }
  /** To those who failed, or those in doubt; `count` is how many the editor was told, read back. */
  | { what: 'again'; whom: 'failed' | 'doubt'; count: number; by: string };

export type CommandOutcome =
  | { outcome: 'done'; issue: Issue }
  /** It is not in a state for this; `said` is for people, and names the way out. */
  | { outcome: 'refused'; said: string };
