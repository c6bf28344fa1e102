import type { Body, Picture } from '../../content/contract/values.ts';

/** An article as an issue carries it: copied when the issue freezes. */
export interface Piece {
  id: string;
  slug: string;
  title: string;
  standfirst?: string;
  /** The editor's own line, in place of the standfirst. */
  line?: string;
  authors: string[];
  /** If it was written before it was published: a partial date. */
  written?: string;
  section?: string;
  language?: string;
  picture?: Picture;
}

/** All that an issue shows, of one moment: what is stored as frozen, and what is composed from. */
export interface IssueContent {
  slug: string;
  title: string;
  subject: string;
  preview?: string;
  language?: string;
  /** Names; the first is where its archive page stands. */
  lists: string[];
  intro: Body;
  pieces: Piece[];
  /** How many more there are since the last issue, and the path at which they are found. */
  more?: { count: number; path: string };
  /** Path of its page in the web archive; absent for a members' list. */
  archive?: string;
  /** Slugs of pieces that it names and readers do not get. */
  missing?: string[];
}

/** What somebody should know before it is sent; none of them blocks it. */
export interface Finding {
  /** Such as `too-large`, `no-alt`, `client-drops`, `no-piece`, `no-imprint`, `no-sender`, `nobody`, `sandbox`. */
  code: string;
  level: 'warning' | 'note';
  /** For people: what is wrong, and the way out. */
  text: string;
}

/**
 * An issue as SES takes it: an inline template for all of its people. The only placeholders are `{{leave}}` and
 * `{{preferences}}` (last parts of the links of `links.ts`) and those of `fixedData` in `placeholders.ts`, which a call gives
 * as default data; every other character is content.
 */
export interface ComposedIssue {
  subject: string;
  html: string;
  text: string;
  /** Of the HTML part as one person gets it. */
  bytes: number;
}

/** What is stored in the issues bucket when an issue freezes. */
export interface FrozenIssue {
  content: IssueContent;
  composed: ComposedIssue;
  /** The mailbox it comes from, as headers write it, and where answers go. */
  from: string;
  replyTo: string;
}
