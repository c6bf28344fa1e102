import type { Status } from './document.ts';
import type { Membership, TermKey } from './lists.ts';

/** What the rest of the press must know of one state of a document. Only published ones have lists. */
export interface DocumentTrace {
  revision: number;
  status: Status;
  lists: Membership[];
  /** Hash of what lists show of it: the same hash, the same line in every list. */
  entry: string;
  /** Every slug it had before, if there are any. */
  former?: string[];
  /** Of a marker the slug to which it led when it was written. */
  to?: string;
}

/** The document that an event is about. */
interface AboutDocument {
  slug: string;
  /** Lasting identity of the document; of a marker that of the one it leads to. */
  id: string;
  /** A newer part of the press may know more kinds than this one. */
  kind: string;
  /** Counts the writes of what stands at this slug: of two events the one with the higher version is the newer,
   *  whichever arrives first. Absent: written before there were versions, which is before all others. */
  version?: number;
}

/** Detail of the bus event `Document Changed` from `broadside.content`; under 256 KB, without bodies. */
export interface DocumentChanged extends AboutDocument {
  /** Absent: there was nothing, or the change itself was lost and is announced again. */
  before?: DocumentTrace;
  after?: DocumentTrace;
  removed?: RemovedContent;
}

/** Only where something is to be taken from the readers' sight or to be erased. */
export interface RemovedContent {
  /** ULID of the upload or command that did it. */
  order: string;
  /** The document was deleted; else it left the readers' sight, or shows fewer pictures. */
  deleted?: true;
}

/** Detail of the bus event `Document Backfilled`: how a document stands, which a backfill read; nothing changed. The
 *  change that follows may arrive first, so receivers go by the version. */
export interface DocumentBackfilled extends AboutDocument {
  after: DocumentTrace;
  /** Id of the backfill. */
  backfill: string;
}

/** Detail of the bus event `Term Changed`: an index of names gains or loses it, or it is spelled in another way. */
export interface TermChanged extends TermKey {
  /** Its own pages show another name from now on. */
  respelled: boolean;
}

export const contentSource = 'broadside.content';
export const documentChanged = 'Document Changed';
export const documentBackfilled = 'Document Backfilled';
export const termChanged = 'Term Changed';

/** Around the documents of one backfill; detail: `{ backfill }`, its id. */
export const backfillStarted = 'Backfill Started';
export const backfillEnded = 'Backfill Ended';

/** From any room (source `broadside.…`), which asks for every document; its detail does not matter. */
export const backfillRequested = 'Backfill Requested';

/** An event of the content room, with its detail type. */
export type ContentEvent =
  | { type: typeof documentChanged; detail: DocumentChanged }
  | { type: typeof termChanged; detail: TermChanged }
  | { type: typeof documentBackfilled; detail: DocumentBackfilled }
  | { type: typeof backfillStarted | typeof backfillEnded; detail: { backfill: string } }
  | { type: typeof backfillRequested; detail: { room: string } };
