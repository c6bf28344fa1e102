import type { Revision } from '../contract/document.ts';
import type { Filename } from '../ports.ts';
import type { UploadedFile } from '../uploads/upload.ts';
import type { FileUse, PictureFile, ShownFile } from './file-uses.ts';

/** Which documents use which files of the archive. Reads are consistent. */
export interface FileUses {
  /** Notes uses; noted again, a use only gets the later time. */
  note(uses: FileUse[]): Promise<void>;
  /** Every use of a file. */
  of(file: string): Promise<FileUse[]>;
  /** Every use that a document's revisions have noted. */
  by(slug: string): Promise<FileUse[]>;
  /** Called again after a death in the middle, it removes the rest: `by` finds a use for as long as a row is left. */
  remove(uses: FileUse[]): Promise<void>;
}

/** How far the uses of documents from before uses were noted have been noted. */
export interface EarlierUses {
  /** Undefined: not begun; the `next` of a page of documents otherwise. */
  progress(): Promise<{ done: boolean; after?: string } | undefined>;
  advance(progress: { done: boolean; after?: string }): Promise<void>;
}

/** Whether the files of pictures are stored. */
export interface StoredPictures {
  hasOriginal(file: string): Promise<boolean>;
  /** All its addresses, not some. */
  hasMedia(picture: ShownFile): Promise<boolean>;
}

/** A picture that is to be made again: from its original, or else from the file as it was uploaded. */
export interface RemakeRequest extends PictureFile {
  /** Where it was uploaded; it is queued to be ingested again when the picture is there. */
  upload?: string;
  /** Its number among the files of the upload that it came with, where that is known. */
  number?: number;
  /** The upload that it came with, where that is another one. */
  uploadedWith?: string;
  /** Every address that the document has for it. */
  addresses?: string[];
}

/** Asks the picture function to make pictures again. */
export interface Remakes {
  request(wanted: RemakeRequest): Promise<void>;
}

/** What is stored under one key of a bucket that keeps versions: versions by id, delete markers too. */
export interface FileVersions {
  file: string;
  ids: string[];
}

/** Files of a bucket that keeps versions, to be erased. */
export interface ErasableFiles {
  /**
   * Hides a file: it reads as missing, and nothing is lost yet. Returns all that was there, with what hides it; what is
   * put later is neither hidden nor among it.
   */
  hide(file: string): Promise<FileVersions>;
  /** Lets a hidden file be read again. */
  show(file: string): Promise<void>;
  /** Deletes exactly these versions for good. */
  purge(versions: FileVersions): Promise<void>;
}

/** Pictures as readers get them, to be taken down. */
export interface ShownPictures {
  /** Deletes every file whose address begins like this, in all versions. Returns the addresses that had one. */
  remove(media: string): Promise<string[]>;
  /** Whether a file has an address that begins like this. */
  has(media: string): Promise<boolean>;
}

/** Copies of pages and pictures that are kept near the readers. */
export interface EdgeCopies {
  /** Drops those of these paths; a path may end in `*`. */
  invalidate(paths: string[]): Promise<void>;
}

/** A revision with the key of its row; that of a marker has the id of the document that left. */
export type StoredRevision = Revision & { row: string; id?: string };

/** What a document's deletion leaves to be erased in the table, besides the uses of files. */
export interface ErasableDocuments {
  /** Revisions with this order or a lower one of the document whose head has this `since`. */
  revisionsUpTo(slug: string, order: string, since?: string): Promise<StoredRevision[]>;
  /** That a document began there stays known. */
  removeRevisions(slug: string, rows: string[]): Promise<void>;
  /** The greatest `since` below this order of the documents that ever began at the slug; undefined when there is none. */
  begunBefore(slug: string, order: string): Promise<string | undefined>;
  /** Removes the names of files, with the titles they had, that stand for the document. */
  removeFilenames(slug: string, filenames: Filename[]): Promise<void>;
  /** Slugs of the markers that name it, or one that does, as where they lead, the nearest first; one may be missing for a moment after a move. */
  markersTo(slug: string): Promise<string[]>;
}

/** What is kept of uploads, to be erased. */
export interface ErasableUploads {
  /** Replaces the result and the name of a file by blanks; it keeps a result, so that it is not read again. */
  blank(upload: string, number: number): Promise<void>;
  /** Deletes the files as they were uploaded. */
  removeFiles(files: UploadedFile[]): Promise<void>;
}

/** Old versions of pages: what readers saw before. */
export interface OldPages {
  /** Deletes every version that is not the latest. */
  removeVersions(): Promise<void>;
}

/** Work of `take-down` that is to be done later. */
export interface Removals {
  /** Seconds: at most 900. */
  later(removal: Removal, seconds: number): Promise<void>;
}

/** A document's lasting identity, and the slugs that led to it when it was deleted. */
export interface Former {
  id: string;
  slugs: string[];
}

/** Something that readers are to see no longer, or that is to be erased. */
export type Removal =
  | {
      what: 'document';
      slug: string;
      /** ULID of the tombstone or of what took it from the readers. */
      order: string;
      deleted: boolean;
      /** ISO instant at which it happened. */
      since: string;
      /** It is looked through once more, a while after: files that forms still open may have put again. */
      again?: UploadedFile[];
      /** How many times it was looked through. */
      passes?: number;
      /** From its first pass on: its tombstone tells no more of it once another document has begun there. */
      former?: Former;
    }
  /** A picture that may be there with nobody to show it. `hidden`: its addresses are empty, and were before. */
  | ({ what: 'picture'; since: string; hidden?: boolean } & PictureFile)
  /** A picture that came with an upload, of which nothing may come. `looks`: how many times it was looked at. */
  | ({ what: 'arrival'; upload: string; looks: number } & PictureFile);
