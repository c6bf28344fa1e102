/** What a document is, in every state it can be stored in. */

export type Kind = 'article' | 'page' | 'front' | 'press';

/** `moved` is the marker left at an old address; `deleted` is a tombstone that keeps only the order. */
export type Status = 'published' | 'draft' | 'withdrawn' | 'deleted' | 'moved';

/** `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or an instant `YYYY-MM-DDTHH:MM(:SS)Z`; compares as text. */
export type PartialDate = string;

/** A picture as readers get it. Paths are site paths (`/media/…`); sizes in pixels. */
export interface Picture {
  /** The file's name as handed in. */
  name: string;
  width: number;
  height: number;
  /** What an `<img>` falls back to. */
  src: string;
  /** Sized variants, narrowest first. */
  variants: { path: string; width: number; height: number; type: string }[];
  alt?: string;
  credit?: string;
  caption?: string;
}

export interface Provenance {
  publication?: string;
  issue?: string;
  /** When it appeared there: one date or several. */
  dates?: PartialDate[];
  treatment?: 'edited' | 'revised' | 'abridged';
  note?: string;
}

export interface Reviewed {
  title: string;
  authors?: string[];
  publisher?: string;
  year?: number;
  isbn?: string;
  url?: string;
}

/** The front matter of an article after validation; names are as the editor writes them. */
export interface ArticleFields {
  title: string;
  standfirst?: string;
  section?: string;
  tags: string[];
  authors: string[];
  written?: PartialDate;
  published?: PartialDate;
  /** The picture that stands above the article and beside its entries in lists. */
  picture?: Picture;
  series?: { title: string; part?: number };
  reviews?: Reviewed[];
  corrections?: { date: PartialDate; text: string }[];
  licence?: string;
  /** BCP 47. */
  language?: string;
  translations?: { language: string; slug?: string; url?: string; title?: string }[];
  provenance?: Provenance;
  /** Slugs of articles to read next; at most 3. */
  related?: string[];
}

export interface PageFields {
  title: string;
  standfirst?: string;
  language?: string;
}

/** What stands where on the front page; slugs of articles. What is left open is filled with the newest. */
export interface FrontFields {
  title: string;
  lead?: string;
  features?: string[];
  /** Sections that get a block of their own, by name, in order. */
  sections?: string[];
}

export interface PressFields {
  title: string;
  strapline?: string;
  language?: string;
  /** Sections in the order of the navigation. */
  sections?: string[];
  /** Standing pages (slugs) that the footer names. */
  pages?: { slug: string; title: string }[];
  colours?: { accent?: string; paper?: string; ink?: string };
  sender?: string;
  lists?: { name: string; title: string }[];
  licence?: string;
  /** Postal address, imprint and the like, printed in the footer. */
  imprint?: string;
}

export type Fields =
  | ({ kind: 'article' } & ArticleFields)
  | ({ kind: 'page' } & PageFields)
  | ({ kind: 'front' } & FrontFields)
  | ({ kind: 'press' } & PressFields);

/** The rendered body of one revision, stored once under its hash in the bodies bucket as JSON. */
export interface Body {
  /** Sanitised HTML. */
  html: string;
  /** The same as plain text. */
  text: string;
  /** Every picture the body shows, in order. */
  pictures: Picture[];
}

/** One line of a receipt, in words a volunteer understands. */
export interface Notice {
  level: 'error' | 'warning' | 'note';
  file: string;
  /** Counts from 1, in the file as handed in. */
  line?: number;
  text: string;
}

/** The current state of a document: one item of the content table. */
export interface Head {
  slug: string;
  status: Status;
  /** Counts from 1. */
  revision: number;
  /** ULID of the upload or command that made this state; a higher one wins, whatever arrives first. */
  order: string;
  /** The file's name as handed in. */
  name: string;
  fields: Fields;
  /** When readers first got it, or the front matter's `published`. */
  published?: PartialDate;
  /** SHA-256 of the manuscript and its pictures: handing in the same again changes nothing. */
  source: string;
  /** Key of the Body in the bodies bucket. */
  body: string;
  /** Who did it (subject of the token) and when (ISO instant). */
  by: string;
  at: string;
  /** Why it was withdrawn. */
  reason?: string;
  /** Where it moved to (a slug). */
  to?: string;
}
