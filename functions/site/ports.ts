import type { StoredHead } from '../content/contract/document.ts';
import type { Entry, List, TermKey, TermKind } from '../content/contract/lists.ts';
import type { Body } from '../content/contract/values.ts';
import type { RenderPart, Walk } from './planning/messages.ts';

/** How a term is spelled. */
export interface TermName {
  slug: string;
  name: string;
  /** Its list has an article; of others only their list tells. */
  settled: boolean;
}

export interface LookUp {
  /** Slugs. */
  documents: string[];
  terms: TermKey[];
  /** Of documents that may have moved. */
  ids?: string[];
}
export interface LookUpResult {
  documents: ReadonlyMap<string, StoredHead>;
  /** Names by `<kind>/<slug>`. */
  terms: ReadonlyMap<string, string>;
  /** The slugs at which documents are, by their ids; of those that never moved there need be none. */
  slugs: ReadonlyMap<string, string>;
}

/** Part of a list, nearest first: from the newest or from a position towards the older, or from one towards the newer. */
export type ListRange =
  | { towards: 'older'; from?: string; below?: string; count: number }
  | { towards: 'newer'; above: string; count: number };

/** An entry of a list without what the list shows of it. */
export interface ListPosition {
  slug: string;
  sort: string;
  /** When readers were last told of a change, else when it was published. */
  updated: string;
  border: boolean;
  shard: boolean;
}

export interface ListEntry {
  sort: string;
  border: boolean;
  entry: Entry;
}

/** What is published, without the bodies. Every read sees all that was written before it began. */
export interface Content {
  lookUp(wanted: LookUp): Promise<LookUpResult>;
  entries(list: List, range: ListRange): Promise<ListEntry[]>;
  positions(list: List, range: ListRange): Promise<ListPosition[]>;
  /** The slugs that open a page of the list, newest first, from `below` on (exclusive), some at a time; `next` is
   *  the next `below`. */
  openings(list: List, below?: string): Promise<{ slugs: string[]; next?: string }>;
  /** In the order of their slugs, those after `after`. */
  terms(kind: TermKind, count: number, after?: string): Promise<TermName[]>;
  /** The other way: the one at `slug`, if it is known, and those before it, nearest first. None for a slug
   *  that no term can have. */
  termsUpTo(kind: TermKind, slug: string, count: number): Promise<TermName[]>;
}

/** The part of Content that planning needs. */
export type ListReader = Pick<Content, 'positions'>;

/** Bodies never change under their key. */
export interface Bodies {
  /** Throws when there is none: a head is only ever written after its body. */
  body(key: string): Promise<Body>;
}

/** A file of the site. */
export interface Page {
  body: Uint8Array;
  type: string;
  cacheControl: string;
}

/** What a HEAD request returns for a stored page. */
export interface PageMetadata {
  /** MD5 of the body, hexadecimal. */
  md5: string;
  type: string;
  cacheControl: string;
  /** All other metadata and encodings; the renderer writes none. */
  extra: Readonly<Record<string, string>>;
}

export interface PageStore {
  metadata(path: string): Promise<PageMetadata | undefined>;
  put(path: string, page: Page): Promise<void>;
  remove(path: string): Promise<void>;
  /** The stored paths after `after`, some at a time. @param most At most 1000. */
  paths(after?: string, most?: number): Promise<string[]>;
}

/** The queue of paths to render; no path is rendered twice at once. */
export interface PageQueue {
  send(paths: string[]): Promise<void>;
  /** Puts the next part of a render behind what was sent: it is requested when the renderer comes to it. Nothing
   *  happens when the same part of the render was sent within five minutes. */
  sendNext(next: RenderPart & { walk: Walk }): Promise<void>;
  /** Whether nothing waits, nothing is being rendered and nothing was given up. A queue may answer by what it held a
   *  minute ago. */
  isEmpty(): Promise<boolean>;
}

/** The queue of full renders and their next parts. */
export interface RenderQueue {
  /** Without a part from the beginning. @param delaySeconds At most 900. */
  request(part?: RenderPart, delaySeconds?: number): Promise<void>;
}
