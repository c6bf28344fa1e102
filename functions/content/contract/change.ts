import type { Kind } from '../kinds/kinds.ts';
import type { Status } from './document.ts';
import type { Membership } from './lists.ts';

/** What the rest of the press must know of one state of a document. Only published ones have lists. */
export interface DocumentTrace {
  revision: number;
  status: Status;
  lists: Membership[];
  /** Hash of what lists show of it: the same hash, the same line in every list. */
  entry: string;
}

/** Detail of the bus event `Document Changed` from `broadside.content`; under 256 KB, without bodies. */
export interface DocumentChanged {
  slug: string;
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

export const contentSource = 'broadside.content';
export const documentChanged = 'Document Changed';
