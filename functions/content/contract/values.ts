/** What documents are made of: the values that fields, bodies and lists share. */

/** `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or an instant `YYYY-MM-DDTHH:MM(:SS)Z`; compares as text. */
export type PartialDate = string;

/** A partial date, or a range of two as EDTF has it: `2004-12-02/2005-01-20`. */
export type DateOrRange = string;

/** Whether the date is later than the instant. It counts from its start, in UTC, as `Date.parse` reads it. */
export const isAfter = (date: PartialDate | undefined, instant: string): boolean =>
  date !== undefined && Date.parse(date) > Date.parse(instant);

/** The date as it is ordered among others, as text: instants to the second. Some are stored to the minute, and the times
 *  of revisions to the millisecond. */
export const sortDate = (date: PartialDate): string =>
  date.includes('T') ? `${new Date(date).toISOString().slice(0, 19)}Z` : date;

/** A periodical by which bulletins are gathered. The slug is the address and stays when the title changes. */
export interface Serial {
  slug: string;
  title: string;
}

/** Which number of its serial a bulletin is, as it says it: `12`, `12a`, `3/4`. The volume, if it has volumes. */
export interface SerialNumber {
  volume?: string;
  number: string;
}

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

/** A PDF that a document brings, as readers get it. */
export interface AttachedFile {
  /** The file's name as handed in. */
  name: string;
  /** Site path (`/media/…`). */
  path: string;
  bytes: number;
  pages: number;
  /** The first page; its alt text stands in the manuscript. */
  cover?: Picture;
}

/** The rendered body of one revision, stored once under its hash in the bodies bucket as JSON. */
export interface Body {
  /** Sanitised HTML. */
  html: string;
  /** The same as plain text. */
  text: string;
  /** Every picture the body shows, in order. */
  pictures: Picture[];
  /** The text of the PDF that the document brings. */
  fileText?: string;
}

/** One line of a receipt, in words a volunteer understands. */
export interface Notice {
  level: 'error' | 'warning' | 'note';
  file: string;
  /** Counts from 1, in the file as handed in. */
  line?: number;
  text: string;
  /** Where the press cannot tell which document it is. */
  choice?: Choice;
}

/** What a manuscript may be: a version of a document, or another piece. */
export interface Choice {
  /** The document that it may be a version of. */
  slug: string;
  title: string;
  /** The address that it has, or can have, as another piece. */
  other: string;
}
