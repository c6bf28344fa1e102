import type { DocumentChanged } from './contract/change.ts';
import type { Head, Revision, StoredHead } from './contract/document.ts';
import type { ListItem, TermKind } from './contract/lists.ts';
import type { Body } from './contract/values.ts';
import type { Known } from './documents/identity.ts';
import type { Term } from './kinds/kind.ts';
import type { MediaFile } from './pictures/read-picture.ts';
import type { Results } from './uploads/receipt.ts';
import type { FileResult, Upload, UploadedFile } from './uploads/upload.ts';

/** A new state of one document: all of it happens, or nothing. */
export interface DocumentWrite {
  /** The state this one was worked out from; nothing is written if another stands there by now. */
  seen: StoredHead | undefined;
  head: StoredHead;
  revision?: Revision;
  /** Markers at old addresses that lead here from now on. */
  markers?: MarkerWrite[];
  /** The file's name stands for this document from now on. */
  name?: string;
  /** The handed-in file that this takes care of; it is taken care of once. */
  file?: SettledFile;
}

export type MarkerWrite = Pick<DocumentWrite, 'seen' | 'head' | 'revision'>;

export interface SettledFile {
  upload: Upload;
  number: number;
  result: FileResult;
  /** ETag of the result that this one takes the place of: the form was used again, for something else. */
  replaces?: string;
}

/** `overtaken`: something else was written meanwhile, look again. `done-before`: the file has its result. */
export type WriteOutcome = 'written' | 'overtaken' | 'done-before';

/** The documents, for those who change them. What it reads is never out of date. */
export interface ContentStore {
  look(wanted: { slugs: string[]; names: string[] }): Promise<Known>;
  write(change: DocumentWrite): Promise<WriteOutcome>;
  /** Makes names known to `NameReader`; they stay, spelled as they were first. */
  keepTerms(names: Term[]): Promise<void>;
  /** Erases the revisions of a document up to the one with the number `last`. */
  forgetRevisions(slug: string, last: number): Promise<void>;
}

/** A stretch of something long. `next` is where the following one begins. */
export interface ResultPage<T> {
  items: T[];
  next?: string;
}

export interface Wanted {
  limit: number;
  /** The `next` of the stretch before. */
  after?: string;
}

/** The documents as editors see them: every status. */
export interface DocumentReader {
  head(slug: string): Promise<StoredHead | undefined>;
  /** Newest first. */
  revisions(slug: string, limit: number): Promise<Head[]>;
  /** Last changed first; a change may take a moment to show. Without moved and deleted ones. */
  documents(wanted: Wanted): Promise<ResultPage<StoredHead>>;
}

/** All there is of every document, for whoever keeps a copy of it. */
export interface HistoryReader {
  /** In every status, moved and deleted ones too, the first changed first; a change may take a moment to show. */
  allHeads(wanted: Wanted): Promise<ResultPage<StoredHead>>;
  headOf(slug: string): Promise<StoredHead | undefined>;
  /** Oldest first. */
  past(slug: string, wanted: Wanted): Promise<ResultPage<Revision>>;
  /** Those of the files' names that stand for the document now. */
  namesFor(slug: string, names: string[]): Promise<string[]>;
  /** Names as this press spells them. */
  spelled(names: Term[]): Promise<Term[]>;
}

/** Published articles by list, newest first. */
export interface ListReader {
  list(list: string, wanted: Wanted): Promise<ResultPage<ListItem>>;
}

export interface TermReader {
  /** In order of slug, only those under which something is published; a stretch may be short of its limit. */
  names(kind: TermKind, wanted: Wanted): Promise<ResultPage<Omit<Term, 'kind'>>>;
}

export interface UploadStore {
  open(upload: Upload): Promise<void>;
  /** Notes that a file has come. Undefined for an upload that is not known (any more). */
  arrive(file: UploadedFile): Promise<Upload | undefined>;
  find(id: string): Promise<{ upload: Upload; results: Results } | undefined>;
  results(id: string): Promise<Results>;
  /** Gives a file its result. The one that is there stays unless it is to be replaced; tells whether it was. */
  settle(file: SettledFile): Promise<boolean>;
}

/** Files as they were handed in. */
export interface UploadedFiles {
  /** As it is now; undefined when it has been taken away. */
  read(file: UploadedFile): Promise<Uint8Array | undefined>;
}

/** What is kept under its own hash and never changes; each `keep` returns the key. */
export interface Archive {
  keepManuscript(bytes: Uint8Array): Promise<string>;
  keepOriginal(bytes: Uint8Array): Promise<string>;
  keepBody(body: Body): Promise<string>;
  body(key: string): Promise<Body>;
}

/** Pictures as readers get them. */
export interface Media {
  keep(file: MediaFile): Promise<void>;
}

/** Signs the forms through which files come straight to storage. */
export interface Forms {
  /** A form for exactly this key, type and number of bytes, until `expires`. */
  sign(form: { key: string; type: string; bytes: number; seconds: number }): Promise<SignedForm>;
}

export interface SignedForm {
  url: string;
  fields: Record<string, string>;
}

/** Signs links by which files of the archive can be fetched for some minutes. */
export interface Links {
  sign(key: string): Promise<string>;
}

/** Asks for an upload to be read. */
export interface IngestQueue {
  ask(upload: string): Promise<void>;
}

/** Tells the other rooms of changes. Returns those that it could not tell. */
export interface Announcer {
  announce(changes: DocumentChanged[]): Promise<DocumentChanged[]>;
}

/** How handing in goes: what somebody looks at who wonders why so much comes back. */
export interface IngestMetrics {
  count(what: 'ManuscriptsTaken' | 'ManuscriptsRefused'): void;
}
