import type { LetterNotWanted, PersonAsked } from '../../post/contract/letter.ts';
import type { CsvFormat, CsvPosition } from '../../runtime/csv.ts';
import type { AddressRow, Instant } from '../address.ts';
import type { ClosedPerson, Person } from '../person.ts';
import type { Evidence, Write } from '../ports.ts';
import type { Columns, ImportKind } from './import-columns.ts';

/** What an editor asked of an import. */
export interface ImportWish {
  /** Name of the file, for people to read. */
  file: string;
  bytes: number;
  /** The list for everybody, whatever the file says. */
  list?: string;
  /** How these people agreed, in the editor's words. */
  consent?: string;
  /** Nobody is put on a list: what would become of each row is counted alone. */
  dryRun?: boolean;
}

/** How an import stands. `stopped`: its file cannot be read, `why` says what to do. */
export interface Import extends ImportWish {
  /** ULID. */
  id: string;
  /** Subject of the editor's token. */
  by: string;
  openedAt: Instant;
  state: 'waiting' | 'working' | 'done' | 'stopped';
  why?: string;
  /** What was found in the file before any row of it was acted on. */
  found?: FoundFile;
  position: CsvPosition;
  counts: Counts;
  /** Once it is done: files with the refused rows. */
  refusedParts?: number;
  /** Where its work failed last, and how often in a row. */
  failed?: Failure;
}

export interface Failure {
  at: CsvPosition;
  times: number;
}

export interface FoundFile {
  format: CsvFormat;
  kind: ImportKind;
  columns: Columns;
  header: string[];
  /** Without the header and empty rows. */
  rows: number;
}

/** Rows by their outcome. Together they are the rows that were acted on. */
export interface Counts {
  /** Somebody is on a list who was not. */
  added: number;
  /** Everything was so already. */
  there: number;
  /** Something of it stays out, and it is among the refused rows. */
  refused: number;
}

export interface RefusedRow {
  /** Its number in the file. */
  row: number;
  cells: string[];
  why: string;
}

/** What some rows of a file come to. */
export interface ImportBatch {
  id: string;
  from: CsvPosition;
  to: CsvPosition;
  counts: Counts;
  refused: RefusedRow[];
  write: Write;
}

/** Imports, and what became of their rows. Reads are consistent; what an import left is removed after a day. */
export interface Imports {
  open(one: Import): Promise<void>;
  find(id: string): Promise<Import | undefined>;
  /** From `waiting` to `working`: once. */
  begin(id: string, found: FoundFile, position: CsvPosition): Promise<void>;
  /**
   * Writes what the rows come to and moves the position, both or nothing. `moved`: the position is not `from` any more,
   * another call has these rows. `conflict`: somebody's row was written since it was read.
   */
  commit(batch: ImportBatch): Promise<'written' | 'conflict' | 'moved'>;
  /** Keeps where the work of an import that has not ended failed. */
  fail(id: string, failed: Failure): Promise<void>;
  /** Ends an import that has not ended. */
  end(
    id: string,
    outcome: { state: 'done'; refusedParts: number } | { state: 'stopped'; why: string },
  ): Promise<void>;
  /** In the order of the file, from the first after row `after` on; `next` where there are more. */
  refused(id: string, after?: number): Promise<{ rows: RefusedRow[]; next?: number }>;
  /** Removes the refused rows: they are in a file by now. */
  forgetRefused(id: string): Promise<void>;
}

/** A form that S3 takes one file with. */
export interface SignedForm {
  url: string;
  fields: Record<string, string>;
}

/** The key of an import's file. */
export const importKey = (id: string): string => `imports/${id}`;

/** Minutes for which a link to a file works. */
export const linkMinutes = 5;

/** Files that are imported; each is removed after a day at the latest. */
export interface ImportFiles {
  form(id: string, bytes: number, seconds: number): Promise<SignedForm>;
  /** From byte `from` on, at most `bytes`; undefined when there is no such file. */
  read(id: string, from: number, bytes?: number): Promise<AsyncIterable<Uint8Array> | undefined>;
  remove(id: string): Promise<void>;
}

/** Files for editors; each is removed after a day at the latest. */
export interface ExportFiles {
  /** @returns its size in bytes. */
  write(key: string, text: string): Promise<number>;
  /** Lays parts one after the other into one file. False when one of them is gone. */
  join(key: string, parts: readonly Part[]): Promise<boolean>;
  /** To fetch it for some minutes without signing in. */
  link(key: string): Promise<string>;
  /** Every file there is. */
  removeAll(): Promise<void>;
}

export interface Part {
  key: string;
  bytes: number;
}

/** The files of an export of the subscribers. */
export const subscribersFiles = ['people', 'suppressions', 'evidence', 'hash-keys'] as const;
export type SubscribersFile = (typeof subscribersFiles)[number];
export type ExportedFile = SubscribersFile | 'ledger';

export interface Export {
  /** ULID. */
  id: string;
  /** Whose it is: the subject of a token; of a ledger with the issue after it. */
  by: string;
  /** Id of the issue whose ledger it is; absent: it is of the subscribers. */
  issue?: string;
  startedAt: Instant;
  state: 'working' | 'done';
  /** Where the table, or the ledger, is read on; absent at its beginning. */
  after?: string;
  /** Slices that are written. */
  slices: number;
  parts: Partial<Record<ExportedFile, Part[]>>;
  /** Erasures that there had been when its first slice began. */
  erasures?: number;
  /** The editor has its links. */
  delivered?: boolean;
}

/** One export an editor, and one an issue and editor. */
export interface Exports {
  find(by: string): Promise<Export | undefined>;
  /** In place of the one that was read, or of none. False when another call did so before. */
  start(one: Export, before: Export | undefined): Promise<boolean>;
  /** False when the export is not as it was read. */
  advance(before: Export, after: Export): Promise<boolean>;
  /** How many erasures there have been: what was read before the last of them may name who is gone. */
  erasures(): Promise<number>;
  countErasure(): Promise<void>;
}

/** A row of the table that an export is made of. */
export type ExportedRow =
  | { what: 'person'; row: Person }
  | { what: 'address'; row: AddressRow }
  | { what: 'evidence'; row: Evidence };

/** People as editors look for them. Reads are consistent, but for `newest`. */
export interface People {
  addresses(hashes: readonly string[]): Promise<AddressRow[]>;
  people(ids: readonly string[]): Promise<(Person | ClosedPerson)[]>;
  /** Those of these entries that are stored, of anybody's story. */
  entries(keys: readonly EvidenceKey[]): Promise<Evidence[]>;
  /** From an index, the newest first: some of those before the id `before`. `next`: the id before which there are more. */
  newest(before: string | undefined, limit: number): Promise<{ people: Person[]; next?: string }>;
  /** How many joined and left a list, by day, the oldest first. */
  growth(list: string): Promise<{ day: string; joined: number; left: number }[]>;
  /** A part of the whole table, in no order. `next` where there is more. */
  scan(after: string | undefined): Promise<{ rows: ExportedRow[]; next?: string }>;
  /** Removes what is kept of somebody beside their row. */
  forget(person: string): Promise<void>;
}

/** Keys of presses whose people were imported: their hashes are looked up beside our own. */
export interface HashKeys {
  read(): Promise<string[]>;
  /** Does nothing for one that is known. */
  add(key: string): Promise<void>;
}

export type EvidenceKey = Pick<Evidence, 'person' | 'id'>;

export interface Erasure {
  hash: string;
  at: Instant;
}

/** Work of this room that is done later, or goes on later. */
export type EditorsMessage =
  | { import: string }
  | { export: { by: string; id: string } }
  | { erase: Erasure }
  /** Somebody is to be told what the press knows of them. `isHandedOver`: by other rooms alone. */
  | { ask: PersonAsked & { isHandedOver?: boolean } };

export interface Messages {
  send(message: EditorsMessage): Promise<void>;
}

/** Tells the other rooms. */
export interface Announcer {
  personErased(erasure: Erasure): Promise<void>;
  /** Somebody wants to know what is known of them. */
  personAsked(asked: PersonAsked): Promise<void>;
  /** There is nothing to send in place of a letter in doubt. */
  letterNotWanted(answer: LetterNotWanted): Promise<void>;
}
