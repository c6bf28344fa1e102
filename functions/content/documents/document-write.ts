import type { Revision, StoredHead } from '../contract/document.ts';
import type { FileResult, Upload } from '../uploads/upload.ts';

/** The next state of what stands at one slug. */
export interface StateWrite {
  /** The state this one was worked out from; nothing is written if another stands there by now. */
  seen: StoredHead | undefined;
  head: StoredHead;
  /** Added to the document's revisions. */
  revision?: Revision;
}

/** A new state of one document and all that changes with it: all of it is written, or nothing. */
export interface DocumentWrite extends StateWrite {
  /** Markers at old addresses that lead here from now on. */
  markers?: StateWrite[];
  /** The name of a file that stands for this document from now on. */
  filename?: string;
  /** What `likenessOf` says of the text that came with that file. */
  likeness?: string;
  /** The uploaded file that this write is the result of; it gets one result, once. */
  file?: SettledFile;
}

/** A file of an upload with what became of it. */
export interface SettledFile {
  upload: Upload;
  number: number;
  result: FileResult;
  /** ETag of the result that this one replaces: the form was used again, for another file. */
  replaces?: string;
}
