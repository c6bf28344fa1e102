import type { ContentEvent } from './contract/change.ts';
import type { Revision, StoredHead } from './contract/document.ts';
import type { ListItem, TermKey, TermKind } from './contract/lists.ts';
import type { Moves } from './contract/moves.ts';
import type { Body } from './contract/values.ts';
import type { StoredKey } from './documents/announcement.ts';
import type { StoredNames } from './documents/claim.ts';
import type { DocumentWrite, SettledFile } from './documents/document-write.ts';
import type { Term } from './kinds/kind.ts';
import type { MediaFile } from './pictures/read-picture.ts';
import type { DeclaredFile, Results, Upload, UploadedFile } from './uploads/upload.ts';

/** `overtaken`: another state was written meanwhile, so look up again. `done-before`: the file has its result. */
export type WriteOutcome = 'written' | 'overtaken' | 'done-before';

/** A file's name as handed in, and the slug of its title. */
export interface Filename {
  name: string;
  title: string;
}

/** The documents, for use cases that change them. Reads are consistent. */
export interface ContentStore {
  /** Of the documents that files of one base name became at most 50, but always that of the title given. */
  lookUp(keys: { slugs: string[]; filenames: Filename[]; ids?: string[] }): Promise<LookedUp>;
  /** Each state only if the one it was worked out from still stands; it gets the next version and its id. */
  write(write: DocumentWrite): Promise<WriteOutcome>;
  /** Adds terms for `TermReader`, before a document of their list is written. A term that is there keeps its
   *  spelling, which `Spellings` settles. */
  addTerms(terms: Term[]): Promise<void>;
}

/** What was asked for and is there; `slugs` are those at which documents stand, by their ids. */
export interface LookedUp extends StoredNames {
  slugs: ReadonlyMap<string, string>;
}

/** One page of a long result. */
export interface ResultPage<T> {
  items: T[];
  /** Where the next page begins; absent on the last one. */
  next?: string;
}

export interface PageRequest {
  limit: number;
  /** The `next` of the page before. */
  after?: string;
}

/** The documents as editors see them: every status. */
export interface DocumentReader {
  head(slug: string): Promise<StoredHead | undefined>;
  /** Heads by slug, and the slugs at which documents with these ids stand, of those that ever moved. */
  heads(wanted: { slugs: string[]; ids: string[] }): Promise<Moves<StoredHead>>;
  /** Newest first; `since` is the document's head's. */
  revisions(slug: string, limit: number, since?: string): Promise<Revision[]>;
  revision(slug: string, revision: number, since?: string): Promise<Revision | undefined>;
  /** Last changed first; a change may take a moment to show. Without moved and deleted ones. */
  documents(request: PageRequest): Promise<ResultPage<StoredHead>>;
}

/** What happens to documents by itself. */
export interface DueDocuments {
  /** Slugs of documents to which something is to happen by this instant (ISO), the first due first, at most so many. It
   *  may lag behind: whether something is due the document tells. */
  due(now: string, limit: number): Promise<string[]>;
}

/** Everything that is stored of every document, for backups. */
export interface HistoryReader {
  /** In every status, moved and deleted ones too, the first changed first; a change may take a moment to show. */
  allHeads(request: PageRequest): Promise<ResultPage<StoredHead>>;
  headOf(slug: string): Promise<StoredHead | undefined>;
  /** Oldest first; `since` is the document's head's. */
  past(slug: string, request: PageRequest & { since?: string }): Promise<ResultPage<Revision>>;
  /** Those whose past lacks the revision that stands, by their slugs. */
  withoutRevision(heads: StoredHead[]): Promise<Set<string>>;
  /** Those of the files' names that stand for the document now. */
  filenamesFor(slug: string, filenames: string[]): Promise<string[]>;
  /** The terms as this press spells them. */
  spelled(terms: Term[]): Promise<Term[]>;
}

/** Published articles by list, newest first. */
export interface ListReader {
  list(list: string, request: PageRequest): Promise<ResultPage<ListItem>>;
}

export interface TermReader {
  /** In order of slug, only those under which something is published. A page holds less than its limit, and may be
   *  empty, only where it is the last or comes after hundreds of terms without anything published. */
  terms(kind: TermKind, request: PageRequest): Promise<ResultPage<Omit<Term, 'kind'>>>;
}

/** How terms are spelled, and how the documents of their lists spell them. Reads are consistent. */
export interface Spellings {
  /** Those of the terms that are known, and a document, in one call. */
  lookUp(terms: TermKey[], slug?: string): Promise<{ terms: SpelledTerm[]; head?: StoredHead }>;
  /** How the newest document of the term's list spells it; undefined when there is none. */
  newest(term: TermKey): Promise<string | undefined>;
  /** Settles the name of a term. Returns false if it is not spelled as seen any more. */
  settle(seen: SpelledTerm, name: string): Promise<boolean>;
  /** Adds a term that is not known, under its slug and not settled. Returns false if it is known by now. */
  add(term: TermKey): Promise<boolean>;
  /** Forgets the name of a term, which may be a person's. Returns false if it is not spelled as seen any more. */
  remove(seen: SpelledTerm): Promise<boolean>;
}

/** A term as its pages and the API name it. */
export interface SpelledTerm extends Term {
  /** Its list has a document, and it was spelled as the newest spells it once, and is since kept so with every change.
   *  New terms are not, until the document that brings them is announced. */
  settled: boolean;
}

export interface UploadStore {
  open(upload: Upload): Promise<void>;
  /** Records that a file can be ingested. Undefined for an upload that is closed, or not known (any more). */
  markReady(file: UploadedFile): Promise<Upload | undefined>;
  /** Adds the pictures of a document to the files, once, and gives the upload as it is then. Undefined for an upload that is
   *  closed or not known, and when it has other files than were seen. */
  addPictures(seen: Upload, document: number, pictures: DeclaredFile[]): Promise<Upload | undefined>;
  /** Leaves an upload open until another instant (ISO). Returns false for one that is closed or not known. */
  extend(id: string, expires: string): Promise<boolean>;
  /** Closes an upload for good, for want of these files. Returns false when a file became ready since the upload was
   *  read, its end is another one, or it is closed already. */
  close(upload: Upload, missing: number[]): Promise<boolean>;
  find(id: string): Promise<{ upload: Upload; results: Results } | undefined>;
  results(id: string): Promise<Results>;
  /** Stores a file's result, unless it has one. Returns whether it was stored. */
  settle(file: SettledFile): Promise<boolean>;
}

/** Files as they were handed in. */
export interface UploadedFiles {
  /** Puts a file where its form would have. */
  put(file: UploadedFile, bytes: Uint8Array, type: string): Promise<void>;
  /** As it is now; undefined when it has been deleted. */
  read(file: UploadedFile): Promise<Uint8Array | undefined>;
  /** Numbers of the upload's files that are there now. */
  arrived(upload: string): Promise<number[]>;
}

/** Objects stored under their own hash, which never change; each `put` returns the key. */
export interface Archive {
  putManuscript(bytes: Uint8Array): Promise<string>;
  putOriginal(bytes: Uint8Array): Promise<string>;
  putBody(body: Body): Promise<string>;
  body(key: string): Promise<Body>;
}

/** Manuscripts as they were handed in, by the key under which they are archived. */
export interface Manuscripts {
  read(key: string): Promise<Uint8Array>;
}

/** Pictures as readers get them. */
export interface Media {
  put(file: MediaFile): Promise<void>;
}

/** Signs the forms through which files are posted straight to storage. */
export interface Forms {
  /** A form for exactly this key, type and number of bytes; it expires after `seconds`. */
  sign(form: { key: string; type: string; bytes: number; seconds: number }): Promise<SignedForm>;
}

export interface SignedForm {
  url: string;
  fields: Record<string, string>;
}

/** Signs links by which objects of the archive can be fetched for some minutes. */
export interface Links {
  sign(key: string): Promise<string>;
}

/** The queue of complete uploads to be ingested, or to be gone on with. */
export interface IngestQueue {
  send(upload: string): Promise<void>;
}

/** Announces what happens in this room to the others. */
export interface Announcer {
  /** In order, until one is refused. */
  announce(events: ContentEvent[]): Promise<Announced>;
}

/** What became of events that were to be announced. */
export interface Announced {
  /** Those that can never be announced. */
  unfit: ContentEvent[];
  /** The first one that was refused for now, if any was: it is to be tried again with all that follow. */
  refused?: ContentEvent;
  /** Why it was. */
  cause?: unknown;
}

/** What could not be announced, by its key alone, for somebody to look into. */
export interface Unannounced {
  /** `place`: the sequence number of the write in the table's stream, if it was read there. */
  add(items: (StoredKey & { place?: string })[]): Promise<void>;
}

/** Notes when every document was last begun to be announced as a change. */
export interface ReannouncementNotes {
  /**
   * Begins, for writes that were lost, unless that was begun after the last of them was written. Returns whether it is
   * begun: for the same range also once more. @param now ISO instant.
   */
  begin(lost: { range: string; written: string }, now: string): Promise<boolean>;
}

/** Announcements that are to be made once more. */
export interface Reannouncements {
  /** Seconds: at most 900. */
  send(wanted: Reannouncement, seconds?: number): Promise<void>;
}

/** What is to be announced once more. */
export type Reannouncement =
  /** The document at this slug, as a change. */
  | { what: 'document'; slug: string }
  | { what: 'term'; term: TermKey }
  /** Writes that the stream gave up: which, and when the last of them was written (ISO instant). */
  | { what: 'lost changes'; range: string; written: string }
  /** Every document, as a change. Without `after` from the first one on. */
  | { what: 'changes'; after?: string }
  /** Every document. Without `after` it only starts. */
  | { what: 'backfill'; backfill: string; after?: string }
  /** What follows from every document is worked out again. Without `after` it only starts. */
  | { what: 'renewal'; after?: string };

/** Counts accepted and refused manuscripts, to see when too many are refused. */
export interface IngestMetrics {
  count(what: 'ManuscriptsTaken' | 'ManuscriptsRefused'): void;
}
