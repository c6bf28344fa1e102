import type { Head } from '../content/contract/document.ts';
import type { Entry, List, Membership } from '../content/contract/lists.ts';
import type { Body } from '../content/contract/values.ts';

/** A set of names, and one name in it. */
export type NameSet = 'sections' | 'tags' | 'authors' | 'series' | 'years' | 'written';
export interface NameKey {
  set: NameSet;
  slug: string;
}
export interface Name {
  slug: string;
  name: string;
}

export interface Wanted {
  /** Slugs. */
  documents: string[];
  names: NameKey[];
  /** Of documents that may have moved. */
  ids?: string[];
}
export interface Found {
  documents: ReadonlyMap<string, StoredHead>;
  /** By `<set>/<slug>`. */
  names: ReadonlyMap<string, string>;
  /** The slugs at which documents stand, by their ids; of those that never moved there need be none. */
  slugs: ReadonlyMap<string, string>;
}

/** A head as the content table keeps it: with the lists it stands in now. */
export interface StoredHead extends Head {
  lists?: Membership[];
}

/** A stretch of a list, nearest first: from the newest or from a position on back, or from one on up. */
export type ListRange =
  | { towards: 'older'; from?: string; below?: string; count: number }
  | { towards: 'newer'; above: string; count: number };

/** What stands where in a list, without what it shows. */
export interface ListPosition {
  slug: string;
  sort: string;
  /** When this revision was made (ISO instant). */
  changed: string;
  border: boolean;
  shard: boolean;
}

export interface ListEntry {
  sort: string;
  border: boolean;
  entry: Entry;
}

/** Everything a page is made of. Every read sees all that was written before it began. */
export interface Content {
  lookUp(wanted: Wanted): Promise<Found>;
  entries(list: List, range: ListRange): Promise<ListEntry[]>;
  positions(list: List, range: ListRange): Promise<ListPosition[]>;
  /** The slugs that open a page of the list, from the newest (or past `below`) on back, some at a time;
   *  `next` is where to go on. */
  openings(list: List, below?: string): Promise<{ slugs: string[]; next?: string }>;
  /** In the order of their slugs, those past `after`. */
  names(set: NameSet, count: number, after?: string): Promise<Name[]>;
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

/** What the store knows of a page without reading it. */
export interface Stamp {
  /** MD5 of the body, hexadecimal. */
  md5: string;
  type: string;
  cacheControl: string;
  /** Anything else that goes out with it; ours have nothing. */
  extra: Readonly<Record<string, string>>;
}

export interface PageStore {
  stamp(path: string): Promise<Stamp | undefined>;
  put(path: string, page: Page): Promise<void>;
  remove(path: string): Promise<void>;
  /** Paths of what is there, some at a time, those past `after`. */
  paths(after?: string): Promise<string[]>;
}

/** Where paths wait to be rendered, one at a time each. */
export interface PageQueue {
  send(paths: string[]): Promise<void>;
}

/** Where the next part of a full render waits. */
export interface RenderQueue {
  /** @param delay Seconds, at most 900. */
  request(cursor?: unknown, delay?: number): Promise<void>;
}
