import { idOf, isLive, type Revision, type StoredHead } from '../contract/document.ts';
import type { FileResult, Upload } from '../uploads/upload.ts';

/** The next state of what stands at one slug. */
export interface StateWrite {
  /** The state this one was worked out from; nothing is written if another stands there by now. */
  seen: StoredHead | undefined;
  head: StoredHead;
  /** Added to the document's revisions. */
  revision?: Revision;
}

/** The head as it is stored: with the next version, which the condition of the next write names, and its id. */
export const storedHead = ({ seen, head }: StateWrite): StoredHead => ({
  ...head,
  id: idOf(head),
  version: (seen?.version ?? 0) + 1,
});

/** The revision as it is stored. That of a marker keeps the id of the document that left: several may have left for the
 *  same slug. */
export const storedRevision = ({ head, revision }: StateWrite): (Revision & { id?: string }) | undefined =>
  revision?.status === 'moved' ? { ...revision, id: idOf(head) } : revision;

/**
 * At which slugs documents stand from this write on, by their ids. A document is where its head is; one that becomes
 * part of another leads there, and with it every marker that has its id.
 */
export const movedIds = ({ markers = [], ...document }: DocumentWrite): Map<string, string> =>
  new Map([...markers, document].flatMap((state) => [...movedId(state)]));

function movedId({ seen, head }: StateWrite): [id: string, slug: string][] {
  const stood = isLive(seen) ? idOf(seen) : undefined;
  const id = idOf(head);
  if (head.status === 'deleted' || stood === id) return [];
  if (head.status !== 'moved') return [[id, head.slug]];
  return stood !== undefined && head.to ? [[stood, head.to]] : [];
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
