import type { List, Membership } from '../../content/contract/lists.ts';
import { hasFeed, isByYear, listPath, slugIn } from '../lists.ts';
import { type Address, pathOf } from '../routes.ts';
import type { Change, Trace } from './messages.ts';

/** Pages named without reading anything: a path, or the pages that are in some relation to a position in a list. */
export type Reference =
  | { is: 'path'; path: string }
  /** The first page of the list, if the position is in its range. */
  | { is: 'head'; list: List; sort: string }
  /** The archive page that the next newer border opens: it holds the position, or ends at it. */
  | { is: 'holder'; list: List; sort: string }
  /** The list's feed, if the position is in its range. */
  | { is: 'feed'; list: List; sort: string }
  | { is: 'shard'; sort: string }
  /** The articles whose "next older ones" reach the position. */
  | { is: 'newer neighbours'; list: List; sort: string }
  /** The articles that name this document as related, as a translation, as an event or as what they reply to; and the
   *  translations of those of which it is one. */
  | { is: 'citing'; slug: string }
  /** The translations of the article that is named by this slug, wherever it stands now: those it names, and those that
   *  name it. */
  | { is: 'translations'; slug: string }
  /** The article or book that is named by this slug, wherever it stands now. */
  | { is: 'named'; slug: string }
  /** The articles next to the position on both sides. */
  | { is: 'beside'; list: List; sort: string }
  /** The list of years, if nothing in the year's list is older than the position. */
  | { is: 'years'; list: List; sort: string };

export const pageAt = (address: Address): Reference => ({ is: 'path', path: pathOf(address) });

/** The pages of a list that show what is at the position. */
export function listPages({ list, sort, border }: Membership): Reference[] {
  if (!listPath(list)) return [];
  return [
    { is: 'head', list, sort },
    { is: 'holder', list, sort },
    ...(border ? [pageAt({ page: 'list', list, from: slugIn(sort) })] : []),
    ...(isByYear(list) ? [{ is: 'years' as const, list, sort }] : []),
  ];
}

/** The pages that say when an article was last changed: feeds and the sitemap. */
export function datedPages({ list, sort }: Membership): Reference[] {
  if (list === 'shards') {
    return [pageAt({ page: 'sitemap', from: slugIn(sort) }), pageAt({ page: 'sitemap-index' })];
  }
  const feed: Reference[] = hasFeed(list) ? [{ is: 'feed', list, sort }] : [];
  return list === 'all' ? [...feed, { is: 'shard', sort }] : feed;
}

/** The articles that name a document by its slug or by one that it had. */
export function citingPages({ slug, before, after }: Change): Reference[] {
  const slugs = new Set([slug, ...(before?.former ?? []), ...(after?.former ?? [])]);
  return [...slugs].map((slug) => ({ is: 'citing', slug }));
}

/** Only the body is new, or what no list shows. */
export function listsShowTheSame({ before, after }: Change): boolean {
  if (!before || !after || before.status !== after.status || before.entry !== after.entry) return false;
  return placesIn(before) === placesIn(after) && `${before.former}` === `${after.former}`;
}

const placesIn = ({ lists }: Trace) =>
  lists
    .map(({ list, sort }) => `${list}\n${sort}`)
    .sort()
    .join('\n');
