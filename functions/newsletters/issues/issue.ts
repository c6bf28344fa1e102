import type { Instant } from '../address.ts';
import type { Report } from './batch.ts';

/** `draft` waits for a command; `missed` should have left more than six hours before it was first seen. */
export type IssueState =
  | 'draft'
  | 'scheduled'
  | 'missed'
  | 'preparing'
  | 'sending'
  | 'paused'
  | 'sent'
  | 'cancelled'
  | 'failed';

/** What the document says, as of its newest version that was read; of an issue that a digest made what the digest says. */
export interface IssueText {
  slug: string;
  /** Counts what was heard of the document; 0 for an issue of a digest. */
  version: number;
  revision: number;
  title: string;
  subject: string;
  /** What mailboxes show after the subject. */
  preview?: string;
  language?: string;
  /** Names; never empty. */
  lists: string[];
  /** Articles by slug, each with an own line if there is one. */
  pieces: { slug: string; line?: string }[];
  /** It carries all that its lists have not had, too. */
  sinceLast?: true;
  /** Key of the intro's Body in the bodies bucket. */
  body: string;
  /** Its document is a draft, or a writer's hand-in: an editor publishes it before it is sent. */
  unpublished?: true;
}

/** Why an issue stands still, failed or was cancelled; `said` is for people to read, and names the way out. */
export interface Stop {
  why:
    | 'editor'
    | 'withdrawn'
    | 'piece-withdrawn'
    | 'sandbox'
    | 'mail-service'
    | 'refused'
    | 'bounces'
    | 'complaints'
    | 'nobody'
    | 'restored';
  said: string;
  at: Instant;
  /** Subject of the token. */
  by?: string;
}

/** What was decided before the first claim and holds for good. */
export interface Frozen {
  at: Instant;
  /** Key of the FrozenIssue in the issues bucket. */
  key: string;
  revision: number;
  lists: string[];
  /** The articles that its mail shows: one that is withdrawn meanwhile pauses it. */
  carries: string[];
  /**
   * What gets a mark, by list: those that its mail shows and those behind its link to more. In the issues bucket (it can be
   * thousands); absent: it is not `sinceLast`.
   */
  marks?: string;
  /** Most people of a batch: min(50, what the account sends in a second). */
  batchSize: number;
}

/** One issue of the mail: the row that holds how far it is. Moves: `issue-moves.ts`. */
export interface Issue {
  /** Lasting identity of the document; `{digest}.{yyyy-mm-dd}` of one that a digest made. Letters, digits, `.`, `-`. */
  id: string;
  text: IssueText;
  state: IssueState;
  /** Of the digest that made it. */
  digest?: string;
  sendAt?: Instant;
  /** While it is paused: where it goes on. */
  pausedFrom?: 'preparing' | 'sending';
  stop?: Stop;
  frozen?: Frozen;
  /** The next batch to claim, by its position; `end` and perhaps a position: all were claimed once, and open ones are swept,
   *  from there on. Absent before `sending`. */
  cursor?: string;
  /** Names the one message that may go on with it. */
  wake?: string;
  /** When it last came further. */
  movedAt?: Instant;
  /** Nothing is claimed before: a quota is spent or the service throttles. */
  waitUntil?: Instant;
  /** Rises with every *send again*, from 1: entries of an older round may be claimed once more. */
  round: number;
  /** Whom the present round is for; absent in the first. */
  again?: 'failed' | 'doubt';
  /** SES took at least one mail of it: a batch that is refused whole is no longer the content's fault. */
  accepted?: true;
  /** Of one that came with a backup, whose ledger did not: what became of it. */
  figures?: Report;
  /** Sum of the batches, once they are all written. */
  audience?: number;
  /** When sending began: the web archive has it from then on. */
  startedAt?: Instant;
  endedAt?: Instant;
  /** It ended with no mail sent, and its marks are not all taken back yet. */
  unmarks?: true;
  /** Readers no longer get it in the archive. */
  withdrawnAt?: Instant;
  /** Its document was deleted: of its text nothing is left, here and in the bucket. */
  erasedAt?: Instant;
  /** When the tick looks at it: its time, or that nothing moves. Indexed, sparse. */
  dueAt?: Instant;
  /** Counts the writes of the row, from 1: each write demands the one it read. */
  writes: number;
}

/** States in which nothing of it was claimed: the text still follows its document. */
export const isOpenToText = ({ state, frozen }: Pick<Issue, 'state' | 'frozen'>): boolean =>
  frozen === undefined && ['draft', 'scheduled', 'missed', 'preparing', 'paused'].includes(state);

export const isFinished = ({ state }: Pick<Issue, 'state'>): boolean =>
  state === 'sent' || state === 'cancelled' || state === 'failed';
