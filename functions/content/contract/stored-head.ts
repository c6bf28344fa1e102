import { createHash } from 'node:crypto';
import type { Membership } from './change.ts';
import type { Head } from './document.ts';

/** A document's state with what storing it needs and readers never see. */
export interface StoredHead extends Head {
  /** The lists it stands in now. */
  lists: Membership[];
  /** Hash of what those lists show of it. */
  entry: string;
  /** How many revisions there are; the highest number in use, which a stale one may have. */
  revisions: number;
  /** ISO instant at which readers first got it, whatever date it names. */
  first?: string;
  /** Made by a writer: an editor's publication comes before it, whichever arrives first. */
  byWriter?: boolean;
  /** Keys of the manuscript and, by name, of the pictures as they were handed in. */
  manuscript: string;
  originals: Record<string, string>;
}

/** A document as it was at one revision. */
export type Revision = Omit<StoredHead, 'lists' | 'entry' | 'revisions' | 'first'>;

export function revisionOf({ lists, entry, revisions, first, ...revision }: StoredHead): Revision {
  return revision;
}

/** Has text and dates of its own: not deleted, not moved on. */
export const isLive = (head: StoredHead | undefined): head is StoredHead =>
  head !== undefined && head.status !== 'deleted' && head.status !== 'moved';

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
