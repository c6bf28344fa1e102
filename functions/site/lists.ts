import { type List, pressEditions, type TermKind, termKinds, termOf } from '../content/contract/lists.ts';

interface TermPages {
  folder: string;
  /** The slug of a term is a year. */
  byYear?: boolean;
  hasFeed?: boolean;
}

/** Where the lists of each kind of term have their pages. */
export const termPages: Readonly<Record<TermKind, TermPages>> = {
  sections: { folder: '/sections/', hasFeed: true },
  tags: { folder: '/tags/' },
  authors: { folder: '/authors/' },
  series: { folder: '/series/' },
  serials: { folder: '/bulletins/', hasFeed: true },
  years: { folder: '/archive/', byYear: true },
  written: { folder: '/written/', byYear: true },
};

/** The kinds of terms whose names have an index; years have a page of their own. */
export const indexedKinds: readonly TermKind[] = termKinds.filter((kind) => !termPages[kind].byYear);

/** Path of the first page of a list, `undefined` for a list that has none. */
export function listPath(list: List): string | undefined {
  if (list === 'all') return '/archive/';
  if (list === 'books') return '/books/';
  if (list === pressEditions) return '/editions/';
  const term = termOf(list);
  return term && `${termPages[term.kind].folder}${term.slug}/`;
}

export function hasFeed(list: List): boolean {
  const term = termOf(list);
  return list === 'all' || (term !== undefined && termPages[term.kind].hasFeed === true);
}

/** Whether the list holds the articles of one year. */
export function isByYear(list: List): boolean {
  const term = termOf(list);
  return term !== undefined && termPages[term.kind].byYear === true;
}

/** The slug in a position `<date>#<slug>`. */
export const slugIn = (sort: string): string => sort.slice(sort.indexOf('#') + 1);

/**
 * A list is divided into pages at its borders: entries that a hash of their own marks, about one in 24. An insert
 * or a removal therefore changes only the pages next to it.
 * Head: the newest entries down to the first border at or after `shortestHead`. Archive page of a border: the border
 * and what is older, down to the next border.
 */
export const shortestHead = 12;

/**
 * An index of names is divided in the same way, by borders that the names mark, about one in 100, in the order of their
 * slugs. Its first page ends with the first border at or after this.
 */
export const shortestIndex = 60;

/** Entries in a feed. */
export const feedLength = 20;

/** Articles that an article names to be read next. */
export const relatedCount = 3;

/** Index of the entry that ends the head, `undefined` when none of these does. */
export function endOfHead(entries: readonly { border: boolean }[]): number | undefined {
  const index = entries.findIndex(({ border }, at) => border && at >= shortestHead);
  return index < 0 ? undefined : index;
}

/** Index of the entry that ends the archive page which the first one opens. */
export function endOfArchivePage(entries: readonly { border: boolean }[]): number | undefined {
  const index = entries.findIndex(({ border }, at) => border && at > 0);
  return index < 0 ? undefined : index;
}
