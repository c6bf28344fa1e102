import type { List } from '../content/contract/lists.ts';
import { reservedPaths } from '../runtime/reserved-paths.ts';

/** What a page of the site is. Lists that have pages: all, section#, tag#, author#, series#, year#, written#. */
export type Address =
  | { page: 'front' }
  | { page: 'article'; slug: string }
  | { page: 'standing'; slug: string }
  /** The head of a list, or the archive page that the article `from` opens. */
  | { page: 'list'; list: List; from?: string }
  | { page: 'years' }
  | { page: 'feed'; list: List }
  | { page: 'sitemap-index' }
  /** A shard of the sitemap: the newest articles, or those from `from` on back. */
  | { page: 'sitemap'; from?: string }
  | { page: 'standing-sitemap' }
  | { page: 'robots' }
  | { page: 'asset'; name: string };

const folders = [
  ['section#', '/sections/'],
  ['tag#', '/tags/'],
  ['author#', '/authors/'],
  ['series#', '/series/'],
  ['year#', '/archive/'],
  ['written#', '/written/'],
] as const;

/** Path of the first page of a list, `undefined` for a list that has none. */
export function listPath(list: List): string | undefined {
  if (list === 'all') return '/archive/';
  const folder = folders.find(([start]) => list.startsWith(start));
  return folder && `${folder[1]}${list.slice(folder[0].length)}/`;
}

/** Whether the list has a feed: the whole of the paper and each section. */
export const hasFeed = (list: List): boolean => list === 'all' || list.startsWith('section#');

/** The path of a page, not percent-encoded: the page's key in the bucket follows from it. */
export function pathOf(address: Address): string {
  switch (address.page) {
    case 'front':
      return '/';
    case 'article':
      return `/articles/${address.slug}/`;
    case 'standing':
      return `/${address.slug}/`;
    case 'list':
      return `${listPath(address.list)}${address.from === undefined ? '' : `from/${address.from}/`}`;
    case 'years':
      return '/archive/years/';
    case 'feed':
      return address.list === 'all' ? '/feed.xml' : `${listPath(address.list)}feed.xml`;
    case 'sitemap-index':
      return '/sitemap.xml';
    case 'sitemap':
      return address.from === undefined ? '/sitemaps/newest.xml' : `/sitemaps/from/${address.from}.xml`;
    case 'standing-sitemap':
      return '/sitemaps/pages.xml';
    case 'robots':
      return '/robots.txt';
    case 'asset':
      return `/assets/${address.name}`;
  }
}

type Reader = (...parts: string[]) => Address;

const name = '([^/]+)';
const list = '/(archive|(?:archive|written)/\\d{4}|(?:sections|tags|authors|series)/[^/]+)/';

const patterns: [RegExp, Reader][] = [
  [/^\/$/, () => ({ page: 'front' })],
  [exactly(`/articles/${name}/`), (slug) => ({ page: 'article', slug })],
  [exactly('/archive/years/'), () => ({ page: 'years' })],
  [exactly(list), (path) => ({ page: 'list', list: listAt(path) })],
  [exactly(`${list}from/${name}/`), (path, from) => ({ page: 'list', list: listAt(path), from })],
  [exactly('/feed\\.xml'), () => ({ page: 'feed', list: 'all' })],
  [exactly('/(sections/[^/]+)/feed\\.xml'), (path) => ({ page: 'feed', list: listAt(path) })],
  [exactly('/sitemap\\.xml'), () => ({ page: 'sitemap-index' })],
  [exactly('/sitemaps/newest\\.xml'), () => ({ page: 'sitemap' })],
  [exactly('/sitemaps/pages\\.xml'), () => ({ page: 'standing-sitemap' })],
  [exactly(`/sitemaps/from/${name}\\.xml`), (from) => ({ page: 'sitemap', from })],
  [exactly('/robots\\.txt'), () => ({ page: 'robots' })],
  [exactly(`/assets/${name}`), (asset) => ({ page: 'asset', name: asset })],
];

/** What stands at a path (not percent-encoded), `undefined` when no page of ours ever could. */
export function addressOf(path: string): Address | undefined {
  for (const [pattern, read] of patterns) {
    const found = pattern.exec(path);
    if (found) return read(...found.slice(1));
  }
  const slug = /^\/([^/.]+)\/$/.exec(path)?.[1];
  return slug === undefined || reservedPaths.has(slug) ? undefined : { page: 'standing', slug };
}

/** As links and feeds carry it. */
export const hrefOf = (address: Address): string =>
  encodeURI(pathOf(address)).replace(/[?#]/g, encodeURIComponent);

function exactly(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`, 'u');
}

function listAt(path: string): List {
  if (path === 'archive') return 'all';
  const folder = folders.find(([, start]) => `/${path}`.startsWith(start));
  return `${folder?.[0]}${path.slice(path.indexOf('/') + 1)}`;
}
