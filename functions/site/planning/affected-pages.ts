import type { DocumentChanged, DocumentTrace } from '../../content/contract/change.ts';
import type { List, Membership } from '../../content/contract/lists.ts';
import { hasFeed, listPath, pathOf } from '../routes.ts';

/** A page named without reading anything: a path, or the page that stands in some relation to a position. */
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
  /** The articles that name this one as related. */
  | { is: 'citing'; slug: string }
  /** The list of years, if nothing in the year's list is older than the position. */
  | { is: 'years'; list: List; sort: string };

/**
 * Every page that a change of one document can touch, and few others: as many in an archive of a million as in
 * one of a hundred. `everything` when the press itself changed, which is on every page.
 */
export function affectedPages(change: DocumentChanged): Reference[] | 'everything' {
  if (change.kind === 'press') return 'everything';
  if (change.kind === 'front') return [at('/')];
  const places = placesOf(change);
  const [own, dated] = [ownPages(change, places), datedPages(places)];
  if (showsTheSame(change) || !isArticle(change, places)) return [...own, ...dated];
  return [
    ...own,
    at('/'),
    ...places.flatMap(listPages),
    ...places.flatMap(neighbours),
    ...slugsOf(change).map((slug) => ({ is: 'citing' as const, slug })),
    ...dated,
  ];
}

/** Its slug and every one it had: articles that name it by one of them show it too. */
const slugsOf = ({ slug, before, after }: DocumentChanged): string[] => [
  ...new Set([slug, ...(before?.former ?? []), ...(after?.former ?? [])]),
];

const at = (path: string): Reference => ({ is: 'path', path });

/** Where it stood and where it stands, each place once. */
function placesOf({ before, after }: DocumentChanged): Membership[] {
  const places = [...(before?.lists ?? []), ...(after?.lists ?? [])];
  return [...new Map(places.map((place) => [`${place.list}\n${place.sort}`, place])).values()];
}

/** Whether all lists stay as they are: only the body, or what no list shows, is new. */
function showsTheSame({ before, after }: DocumentChanged): boolean {
  if (!before || !after || before.status !== after.status || before.entry !== after.entry) return false;
  return standing(before) === standing(after) && `${before.former}` === `${after.former}`;
}

const standing = ({ lists }: DocumentTrace) =>
  lists
    .map(({ list, sort }) => `${list}\n${sort}`)
    .sort()
    .join('\n');

/** A document can change its kind: where it stood tells what it was. */
const isArticle = ({ kind }: DocumentChanged, places: Membership[]) =>
  kind === 'article' || places.some(({ list }) => list === 'all');

const isStandingPage = ({ kind }: DocumentChanged, places: Membership[]) =>
  kind === 'page' || places.some(({ list }) => list === 'pages');

function ownPages(change: DocumentChanged, places: Membership[]): Reference[] {
  const { slug } = change;
  return [
    ...(isArticle(change, places) ? [at(pathOf({ page: 'article', slug }))] : []),
    ...(isStandingPage(change, places) ? [at(pathOf({ page: 'standing', slug }))] : []),
  ];
}

function listPages({ list, sort, border }: Membership): Reference[] {
  if (!listPath(list)) return [];
  const slug = sort.slice(sort.indexOf('#') + 1);
  return [
    { is: 'head', list, sort },
    { is: 'holder', list, sort },
    ...(border ? [at(pathOf({ page: 'list', list, from: slug }))] : []),
    ...(/^(year|written)#/.test(list) ? [{ is: 'years' as const, list, sort }] : []),
  ];
}

/** The pages that say when a document was last changed: feeds and sitemaps. */
function datedPages(places: Membership[]): Reference[] {
  return places.flatMap(({ list, sort }): Reference[] => {
    if (list === 'pages') return [at('/sitemaps/pages.xml')];
    if (list === 'shards') return shardOpened(sort);
    const feed: Reference[] = hasFeed(list) ? [{ is: 'feed', list, sort }] : [];
    return list === 'all' ? [...feed, { is: 'shard', sort }] : feed;
  });
}

function shardOpened(sort: string): Reference[] {
  const from = sort.slice(sort.indexOf('#') + 1);
  return [at(pathOf({ page: 'sitemap', from })), at(pathOf({ page: 'sitemap-index' }))];
}

const neighbours = ({ list, sort }: Membership): Reference[] =>
  list.startsWith('section#') ? [{ is: 'newer neighbours', list, sort }] : [];
