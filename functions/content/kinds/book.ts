import type { PartialDate, Picture } from '../contract/values.ts';

/** A work with its editions. Its text says what it is about. Money is in the smallest units of the currency. */
export interface BookFields {
  title: string;
  standfirst?: string;
  authors: string[];
  /** BCP 47. */
  language?: string;
  licence?: string;
  /** When its page was published here. */
  published?: PartialDate;
  /** Its cover, of whichever editions have none of their own. */
  picture?: Picture;
  /** ISO 4217; absent: nothing costs anything. */
  currency?: string;
  /** The newest first, which stands at the address of the work; at least one. */
  editions: Edition[];
}

export interface Edition {
  /** Lasting: the address of an older one ends with it. */
  id: string;
  /** `Second edition, with an index`. */
  name?: string;
  published?: PartialDate;
  publisher?: string;
  cover?: Picture;
  note?: string;
  formats: Format[];
  errata?: Erratum[];
}

export interface Format {
  /** `paperback`, `EPUB`, in the press's words. */
  format: string;
  /** Absent: it is not said. */
  price?: number;
  /** As the book prints it, with hyphens or without. */
  isbn?: string;
  pages?: number;
  buy?: { name: string; url: string }[];
  /** False: out of print, or not to be had any more. */
  available?: false;
}

export interface Erratum {
  /** A page, or another place. */
  page?: string;
  text: string;
  date?: PartialDate;
}
