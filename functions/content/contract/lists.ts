import type { PartialDate, Picture } from './document.ts';

/**
 * The lists a published document stands in, by name:
 * `all`, `section#<slug>`, `tag#<slug>`, `author#<slug>`, `series#<slug>`, `year#<yyyy>` (published),
 * `written#<yyyy>`, `cites#<slug>` (names that article as related), `shards` (of `all`, those that open a shard
 * of the sitemap), `pages` (standing pages). All but the last are of articles. A name becomes a list's slug by
 * `runtime/slug.ts`, for who writes and who links to it.
 */
export type List = string;

/** What a list shows of an article: the list item's `entry`. */
export interface Entry {
  slug: string;
  title: string;
  standfirst?: string;
  section?: string;
  authors: string[];
  published: PartialDate;
  written?: PartialDate;
  language?: string;
  picture?: Picture;
  /** Its place in its series. */
  part?: number;
  /** When this revision was made: the sitemap's and the feeds' date. */
  changed: string;
}

/** One item of a list: the newest `sort` stands first. */
export interface ListItem {
  list: List;
  /** `<date>#<slug>`: the published date, in `written#` lists the written one; in `pages` `<slug>`. */
  sort: string;
  entry: Entry;
  /** It opens an archive page of this list (about one in 24, by a hash of list and slug). */
  border: boolean;
  /** Only in `all`: it opens a shard of the sitemap (about one in 100). */
  shard: boolean;
}
