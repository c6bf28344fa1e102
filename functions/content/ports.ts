import type { DocumentChanged } from './contract/change.ts';
import type { Head, Revision, StoredHead } from './contract/document.ts';
import type { ListItem, TermKind } from './contract/lists.ts';
import type { Body } from './contract/values.ts';
import type { DocumentWrite, SettledFile } from './documents/document-write.ts';
import type { Known } from './documents/identity.ts';
import type { Term } from './kinds/kind.ts';
import type { MediaFile } from './pictures/read-picture.ts';
import type { Results, Upload, UploadedFile } from './uploads/upload.ts';

/** `overtaken`: another state was written meanwhile, so look up again. `done-before`: the file has its result. */
export type WriteOutcome = 'written' | 'overtaken' | 'done-before';

/** The documents, for use cases that change them. Reads are consistent. */
export interface ContentStore {
  lookUp(keys: { slugs: string[]; filenames: string[] }): Promise<Known>;
  write(write: DocumentWrite): Promise<WriteOutcome>;
  /** Adds terms for `TermReader`. A term that is there keeps its first spelling. */
  addTerms(terms: Term[]): Promise<void>;
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
  /** Newest first. */
  revisions(slug: string, limit: number): Promise<Head[]>;
  /** Last changed first; a change may take a moment to show. Without moved and deleted ones. */
  documents(request: PageRequest): Promise<ResultPage<StoredHead>>;
}

/** Everything that is stored of every document, for backups. */
export interface HistoryReader {
  /** In every status, moved and deleted ones too, the first changed first; a change may take a moment to show. */
  allHeads(request: PageRequest): Promise<ResultPage<StoredHead>>;
  headOf(slug: string): Promise<StoredHead | undefined>;
  /** Oldest first. */
  past(slug: string, request: PageRequest): Promise<ResultPage<Revision>>;
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
  /** In order of slug, only those under which something is published; a page may hold less than its limit. */
  terms(kind: TermKind, request: PageRequest): Promise<ResultPage<Omit<Term, 'kind'>>>;
}

export interface UploadStore {
  open(upload: Upload): Promise<void>;
  /** Records that a file has arrived. Undefined for an upload that is not known (any more). */
  arrive(file: UploadedFile): Promise<Upload | undefined>;
  find(id: string): Promise<{ upload: Upload; results: Results } | undefined>;
  results(id: string): Promise<Results>;
  /** Stores a file's result, unless it has one that is not to be replaced. Returns whether it was stored. */
  settle(file: SettledFile): Promise<boolean>;
}

/** Files as they were handed in. */
export interface UploadedFiles {
  /** As it is now; undefined when it has been deleted. */
  read(file: UploadedFile): Promise<Uint8Array | undefined>;
}

/** Objects stored under their own hash, which never change; each `put` returns the key. */
export interface Archive {
  putManuscript(bytes: Uint8Array): Promise<string>;
  putOriginal(bytes: Uint8Array): Promise<string>;
  putBody(body: Body): Promise<string>;
  body(key: string): Promise<Body>;
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

/** The queue of complete uploads to be ingested. */
export interface IngestQueue {
  send(upload: string): Promise<void>;
}

/** Announces changes to the other rooms. */
export interface Announcer {
  /** Returns the changes that could not be announced. */
  announce(changes: DocumentChanged[]): Promise<DocumentChanged[]>;
}

/** Counts accepted and refused manuscripts, to see when too many are refused. */
export interface IngestMetrics {
  count(what: 'ManuscriptsTaken' | 'ManuscriptsRefused'): void;
}
