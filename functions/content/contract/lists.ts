import { createHash } from 'node:crypto';
import type { AttachedFile, PartialDate, Picture, Serial, SerialNumber } from './values.ts';

/**
 * The lists a published document stands in, by name:
 * `all`, `section#<slug>`, `tag#<slug>`, `author#<slug>`, `series#<slug>`, `year#<yyyy>` (published),
 * `written#<yyyy>`, `parts#<slug>` (of a series, in reading order), `cites#<slug>` (names that article as related, as a
 * translation or as what it replies to, or that event), `shards` (of `all`, those that open a shard of the sitemap),
 * `pages` (standing pages), `about#<slug>` (those about an author), `events`, `books`, `editions` (the older
 * ones of books), `bulletins` and `serial#<slug>` (the numbers of one), `press-editions`. All but the last eight are of
 * articles. `coming-editions` has editions of the press that readers do not have yet, and no page shows it. A
 * name becomes a list's slug by `runtime/slug.ts`, for who writes and who links to it.
 */
export type List = string;

/** What a list shows of an article: the list item's `entry`. */
export interface Entry {
  slug: string;
  /** The document's lasting identity; absent: its slug, for the item was written before there were ids. */
  id?: string;
  title: string;
  standfirst?: string;
  section?: string;
  authors: string[];
  published: PartialDate;
  written?: PartialDate;
  language?: string;
  picture?: Picture;
  /** The PDF that it brings, without its cover. */
  file?: Omit<AttachedFile, 'cover'>;
  /** Its place in its series. */
  part?: number;
  /** What it is, if it is no piece of the usual kind, and whose words it has. */
  form?: 'appeal' | 'statement' | 'open letter';
  wordsOf?: string[];
  /** Of a book when its newest edition came out, and what it costs at least, in smallest units; `from`: there are
   *  dearer formats. */
  book?: { published?: PartialDate; price?: number; from?: boolean; currency?: string };
  /** Of a bulletin its serial, and which number of it it is. */
  bulletin?: { serial: Serial } & SerialNumber;
  /** Of the newest correction: what feeds and the sitemap call updated. Absent: readers are told of none. */
  updated?: PartialDate;
  /** When this revision was made. */
  changed: string;
}

/** One item of a list: the newest `sort` stands first. */
export interface ListItem {
  list: List;
  /** `<date>#<slug>`: the published date, in `written#` lists the written one; in `pages` `<slug>`,
   *  in `events` the start. In `parts#`, `serial#` and for some in `cites#` something stands before the date, in
   *  `bulletins` the serial before the slug. */
  sort: string;
  entry: Entry;
  /** Of the list of a term: how the document spells it. Items written by earlier versions have none. */
  term?: string;
  /** It opens an archive page of this list (about one in 24, by a hash of list and slug). */
  border: boolean;
  /** Only in `all`: it opens a shard of the sitemap (about one in 100). */
  shard: boolean;
}

/** Where a document stood or stands in one list; `sort` is the list item's sort key. */
export interface Membership {
  list: string;
  sort: string;
  /** It opens an archive page of this list; absent means no. */
  border?: boolean;
}

/** The terms by which articles are gathered, and how the names of their lists begin. */
export const termLists = {
  sections: 'section#',
  tags: 'tag#',
  authors: 'author#',
  series: 'series#',
  serials: 'serial#',
  years: 'year#',
  written: 'written#',
} as const;

export type TermKind = keyof typeof termLists;

/** A term under which documents are gathered. */
export interface TermKey {
  kind: TermKind;
  slug: string;
}

const isTermKind = (word: string): word is TermKind => Object.hasOwn(termLists, word);

/** In the order in which a full render goes through them. */
export const termKinds: readonly TermKind[] = Object.keys(termLists).filter(isTermKind);

/** The list of the parts of a series in reading order: what is newest in it comes last. */
export const partsOf = (series: string): List => `parts#${series}`;

/** Where an article stands among the parts of its series: those with a number in their order, and before them the others
 *  by their dates. `sort` is its place by date. */
export const placeInSeries = (series: string, part: number | undefined, sort: string): Membership => ({
  list: partsOf(series),
  sort: `${String(part ?? 0).padStart(4, '0')}.${sort}`,
});

/** The list of the pages about an author, by the slug of the name. */
export const pagesAbout = (author: string): List => aboutAuthors + author;

/** The author whom the pages of this list are about. */
export const authorIn = (list: List): string | undefined =>
  list.startsWith(aboutAuthors) ? list.slice(aboutAuthors.length) : undefined;

const aboutAuthors = 'about#';

/** Newsletters that go out by themselves, in order of when; digests, which go out each week, after all others. */
export const sendingsList: List = 'sendings';

/** @param sendAt As the newsletter has it, which may be a local time: it may be another instant by a day. */
export const sendingSort = (sendAt: string, slug: string): string => `${sendAt.slice(0, 16)}#${slug}`;

export const weeklySort = (slug: string): string => `weekly#${slug}`;

/** The older editions of all books, in no order that readers see. */
export const editionsList: List = 'editions';

/** Editions of the press, each of documents that readers got at one moment. */
export const pressEditions: List = 'press-editions';

/** Editions of the press that wait, or that have gone while something waits beside them: whether their documents wait with
 *  them they tell themselves. */
export const comingEditions: List = 'coming-editions';

export const editionSort = (book: string, edition: string): string => `${book}/${edition}`;

/** The list of everything that is gathered under a term. */
export const listOf = ({ kind, slug }: TermKey): List => termLists[kind] + slug;

/** The term whose list it is, `undefined` for `all` and the lists that have no pages. */
export function termOf(list: List): TermKey | undefined {
  const kind = termKinds.find((one) => list.startsWith(termLists[one]));
  return kind && { kind, slug: list.slice(termLists[kind].length) };
}

/** What a document shows of itself in lists: fields that its kind does not have are left out. */
export interface Listed {
  slug: string;
  id?: string;
  published?: PartialDate;
  /** ISO instant of its revision: the date of what has none of its own. */
  at: string;
  fields: {
    title: string;
    standfirst?: string;
    section?: string;
    authors?: string[];
    written?: PartialDate;
    language?: string;
    picture?: Picture;
    file?: AttachedFile;
    series?: { part?: number };
    form?: Entry['form'];
    wordsOf?: string[];
    serial?: Serial;
    number?: string;
    volume?: string;
    corrections?: { date: PartialDate }[];
    currency?: string;
    editions?: {
      published?: PartialDate;
      cover?: Picture;
      formats: { price?: number; available?: false }[];
    }[];
  };
}

const withoutCover = ({ cover, ...file }: AttachedFile): Entry['file'] => file;

export function entryOf({ slug, id, fields, published, at }: Listed): Entry {
  const { title, standfirst, section, authors = [], written, language, file, series, form, wordsOf } = fields;
  const bulletin = bulletinOf(fields);
  const picture = fields.editions?.[0]?.cover ?? fields.picture ?? (bulletin && file?.cover);
  const dates = { published: published ?? at, written, updated: updatedOf(fields), changed: at };
  const shown = { title, standfirst, section, authors, language, picture, file: file && withoutCover(file) };
  const named = { ...shown, part: series?.part, form, wordsOf };
  return { slug, id, ...named, book: bookOf(fields), ...(bulletin && { bulletin }), ...dates };
}

const bulletinOf = ({ serial, number, volume }: Listed['fields']): Entry['bulletin'] =>
  serial && number !== undefined ? { serial, number, ...(volume !== undefined && { volume }) } : undefined;

/** When readers were last told something of it. */
export const lastToldOf = ({ published, updated }: Pick<Entry, 'published' | 'updated'>): PartialDate =>
  updated === undefined || updated < published.slice(0, updated.length) ? published : updated;

/** When readers were last told of a change: whatever else was handed in again says nothing of it. */
export const updatedOf = ({
  corrections = [],
}: {
  corrections?: { date: PartialDate }[];
}): PartialDate | undefined =>
  corrections
    .map(({ date }) => date)
    .sort()
    .at(-1);

function bookOf({ editions, currency }: Listed['fields']): Entry['book'] {
  if (!editions) return undefined;
  const [newest] = editions;
  const prices = (newest?.formats ?? []).flatMap(({ price, available }) =>
    price === undefined || available === false ? [] : [price],
  );
  const price = prices.length ? Math.min(...prices) : undefined;
  return { published: newest?.published, price, from: new Set(prices).size > 1, currency };
}

/** The borders are a pure function of the entries, so that the archive pages never shift. */
export const opensPage = (list: List, slug: string): boolean => fraction(`${list}\n${slug}`) < 1 / 24;

/** Whether the term opens a page of the index of its kind's names. */
export const opensIndexPage = ({ kind, slug }: TermKey): boolean =>
  fraction(`index\n${kind}\n${slug}`) < 1 / 100;

export const opensShard = (slug: string): boolean => fraction(`sitemap\n${slug}`) < 1 / 100;

/** A number from 0 to 1 (exclusive) that is always the same for the same text. */
const fraction = (text: string): number =>
  createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
