import type { Kind } from '../kinds/kinds.ts';
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
}

/** Detail of the bus event `Document Changed` from `broadside.content`; under 256 KB, without bodies. */
export interface DocumentChanged {
  slug: string;
  /** Lasting identity of the document; of a marker that of the one it leads to. */
  id: string;
  kind: Kind;
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

/** Detail of the bus event `Term Changed`: an index of names gains or loses it, or it is spelled in another way. */
export interface TermChanged extends TermKey {
  /** Its own pages show another name from now on. */
  respelled: boolean;
}

export const contentSource = 'broadside.content';
export const documentChanged = 'Document Changed';
export const termChanged = 'Term Changed';

/** An event of the content room, with its detail type. */
export type ContentEvent =
  | { type: typeof documentChanged; detail: DocumentChanged }
  | { type: typeof termChanged; detail: TermChanged };
