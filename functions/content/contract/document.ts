import type { Fields } from '../kinds/kinds.ts';
import type { Membership } from './lists.ts';
import type { PartialDate } from './values.ts';

/** `scheduled` has a date to come and is a draft for readers; `moved` is the marker left at an old address; `deleted` is
 *  a tombstone that keeps only the order. */
export type Status = 'published' | 'scheduled' | 'draft' | 'withdrawn' | 'deleted' | 'moved';

/** Who did something. */
export interface ChangedBy {
  /** Subject of their token, which stays theirs. What was stored before there were names may have a user name. */
  by: string;
  /** Their name at that time, for people to read; unknown in what was stored before it was. */
  byName?: string;
}

/** The current state of a document: one item of the content table. */
export interface Head extends ChangedBy {
  slug: string;
  /** Lasting identity, kept through moves; a marker has that of the document it leads to. Heads written before
   *  there were ids have none: see `idOf`. */
  id?: string;
  status: Status;
  /** Counts from 1. */
  revision: number;
  /** ULID of the upload or command that made this state; a higher one wins, whatever arrives first. */
  order: string;
  /** The file's name as handed in. */
  name: string;
  fields: Fields;
  /** When readers first got it, or the front matter's `published`; while it is scheduled the date to come. */
  published?: PartialDate;
  /** The time zone by which its dates fell into years when this was written; absent: UTC. */
  zone?: string;
  /** SHA-256 of the manuscript and its pictures: handing in the same again changes nothing. */
  source: string;
  /** Key of the Body in the bodies bucket. */
  body: string;
  /** When it becomes live (ISO instant), while it is scheduled. */
  publishAt?: string;
  /** When it is withdrawn (ISO instant), once readers have it, and what they are told then. */
  withdrawAt?: string;
  withdrawReason?: string;
  /** When it was done (ISO instant). */
  at: string;
  /** Why it was withdrawn. */
  reason?: string;
  /** Where it moved to (a slug). */
  to?: string;
}

/** A document's state with what storing it needs and readers never see. */
export interface StoredHead extends Head {
  /** Counts every write of this head; absent: written before there were versions. Set by the store. */
  version?: number;
  /** Every slug the document had before. Markers have none: the document took them along. */
  former?: string[];
  /** Order of the marker or tombstone of another document that stood here before: what was handed in earlier is not
   *  of this one, and its revisions are stored apart from those before. */
  since?: string;
  /** The lists it stands in now. */
  lists: Membership[];
  /** Hash of what those lists show of it. */
  entry: string;
  /** How many revisions there are; the highest number in use, which a stale one may have. */
  revisions: number;
  /** ISO instant at which readers first got it, whatever date it names. */
  first?: string;
  /** ISO instant at which it came with a restore: what it says of itself until then was done elsewhere, and nobody
   *  decided on it here. */
  restored?: string;
  /** Order of the hand-in that its text came with; absent: `order`, which a repetition or a command may raise. */
  handedIn?: string;
  /** Order of the last decision on its text, where `order` is that of a command on its times alone; absent: `order`. */
  textDecided?: string;
  /** The newest revision that waits beside this state; absent: none is newer than this text. */
  pending?: PendingRevision;
  /** What places hand-ins that arrive after newer ones. Backups leave it out: nothing older arrives at a restored press. */
  ordering?: Ordering;
  /** Made by a writer: an editor's publication comes before it, whichever arrives first. */
  byWriter?: boolean;
  /** Id of the revision that its hand-in began from (`SLUG/NUMBER`), where that says so. */
  basedOn?: string;
  /** Something newer than that stood: it waits for an editor to decide. */
  overtaken?: boolean;
  /** The moment of the edition with which readers first got it: its date as long as its file names none. */
  givenDate?: PartialDate;
  /** Id of the revision whose text an editor restored with it. */
  restores?: string;
  /** Who brought revisions of it, in the order of the first that each did. Set by the store; absent: from before it was
   *  kept. */
  people?: Contributor[];
  /** Of what readers do not have yet: the old slugs that lead here, and those of the documents whose place it takes,
   *  once it is published. */
  aliases?: string[];
  replaces?: string[];
  /** Keys of the manuscript and, by name, of the pictures as they were handed in. */
  manuscript: string;
  originals: Record<string, string>;
  /** Site paths to which its links to other manuscripts lead, by the path as written. */
  pages?: Record<string, string>;
  /** Of an edition that is decided: what is left to follow. Whatever comes to stand here keeps it. */
  going?: Going;
  /** Of an edition whose moment came to nothing, or of one that has gone: what could not follow it. */
  failed?: FailedEdition;
  /** Of an edition whose moment has come: since when pictures of its documents are waited for. */
  waiting?: WaitingEdition;
}

/** It is decided that these documents follow their edition, as they stood then. */
export interface Going {
  /** The moment (ISO instant). */
  at: string;
  /** ULID of the decision: what a person does to a document after it counts. */
  order: string;
  documents: FollowingDocument[];
}

export interface FollowingDocument extends Pick<StoredHead, 'slug' | 'since'> {
  id: string;
  /** The revision that readers get. */
  revision: number;
  /** Since when its pictures are waited for (ISO instant), where they had to be made again. */
  waitsSince?: string;
}

export interface FailedEdition {
  /** The moment at which it was to go (ISO instant). */
  at: string;
  /** The revision that waits since; with another one it is to go anew. Of one that has gone the revision that went. */
  revision: number;
  documents: UnreadyDocument[];
}

export interface WaitingEdition {
  /** The revision that is to go; for another one the wait begins anew. */
  revision: number;
  /** When pictures were first asked for (ISO instant). */
  since: string;
}

/** A document that cannot follow, and why, in words for an editor. */
export interface UnreadyDocument {
  slug: string;
  why: string;
}

/** Subject of a token, and the order of the first revision of the document that came from them. */
export interface Contributor {
  by: string;
  order: string;
}

/** A draft, or what is scheduled, beside what stands. `order`, who and when are those of its newest repetition. */
export type PendingRevision = Pick<
  StoredHead,
  | ('revision' | 'status' | 'order' | 'published' | 'source' | 'body' | 'by' | 'byName' | 'at')
  | ('aliases' | 'replaces' | 'publishAt' | 'withdrawAt' | 'byWriter' | 'basedOn' | 'overtaken')
>;

/** Orders are ULIDs. */
export interface Ordering {
  /** The newest two hand-ins with different texts that readers did not get, the newest two of editors, and of editors'
   *  overtaken ones, newest first, whether they wait or not: a late arrival may change which text stands. */
  drafts?: PendingRevision[];
  /** Order of what stood before this text, or of the command that made this state: hand-ins before it do not tell how
   *  old the text is. */
  after?: string;
  /** Orders of the hand-ins that repeated this text, oldest first: where another text turns out to have come between, the
   *  text counts from the next of them. */
  repeats?: string[];
}

/** A document as it was at one revision. */
export type Revision = Omit<StoredHead, Unrevised>;

/** What belongs to the document and not to one revision of it. */
type Unrevised =
  | ('lists' | 'entry' | 'revisions' | 'first' | 'id' | 'version' | 'former' | 'since')
  | ('handedIn' | 'textDecided' | 'pending' | 'ordering' | 'people' | 'going' | 'failed' | 'waiting');

export function revisionOf(head: StoredHead): Revision {
  const { lists, entry, revisions, first, id, version, former, since, ...others } = head;
  const { restored, handedIn, textDecided, pending, ordering, people, going, failed, waiting, ...revision } =
    others;
  return revision;
}

/** The id of a document: of one from before there were ids its slug at that time, of a marker from then the slug it
 *  led to. */
export const idOf = ({ id, status, to, slug }: Pick<Head, 'id' | 'status' | 'to' | 'slug'>): string =>
  id ?? (status === 'moved' ? to : undefined) ?? slug;

/** Has text and dates of its own: not deleted, not moved on. */
export const isLive = (head: StoredHead | undefined): head is StoredHead =>
  head !== undefined && head.status !== 'deleted' && head.status !== 'moved';

/** Readers have it or had it: nothing that they do not have yet takes its place. */
export const isPublic = ({ status }: Pick<Head, 'status'>): boolean =>
  status === 'published' || status === 'withdrawn';

/** Readers have or had it, at this address or at one that leads here: its id is known outside. */
export const wasPublic = (head: Pick<StoredHead, 'status' | 'first'>): boolean =>
  isPublic(head) || head.first !== undefined;

/** Order of the hand-in that the text came with. */
export const textOrderOf = ({ handedIn, order }: Pick<StoredHead, 'handedIn' | 'order'>): string =>
  handedIn ?? order;
