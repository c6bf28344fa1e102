import type { List, TermKind } from '../content/contract/lists.ts';
import { listPath, termPages } from './lists.ts';

/** What a page of the site is; `find-address.ts` reads one from a path. */
export type Address =
  | { page: 'front' }
  /** The page of one document; the folder is that of its kind. */
  | { page: 'document'; folder: string; slug: string }
  /** The page of an older edition of a book. */
  | { page: 'edition'; slug: string; edition: string }
  /** The page of one number of a serial. */
  | { page: 'bulletin'; serial: string; slug: string }
  /** Leads to the newest number of a serial; it is no page of its own. */
  | { page: 'latest'; serial: string }
  /** The head of a list, or the archive page that the article `from` opens. */
  | { page: 'list'; list: List; from?: string }
  | { page: 'years' }
  /** The names of the terms of a kind: from the first on, or the page that the term `from` opens. */
  | { page: 'term-index'; kind: TermKind; from?: string }
  | { page: 'feed'; list: List }
  | { page: 'sitemap-index' }
  /** A shard of the sitemap: the newest articles, or those from `from` on back. */
  | { page: 'sitemap'; from?: string }
  | { page: 'standing-sitemap' }
  | { page: 'robots' }
  /** Where editors work. */
  | { page: 'desk' }
  | { page: 'asset'; name: string };

/** The documents that other pages link to. */
export const articleAddress = (slug: string): Address => ({ page: 'document', folder: '/articles/', slug });

export const bookAddress = (slug: string): Address => ({ page: 'document', folder: '/books/', slug });

export const editionAddress = (slug: string, edition: string): Address => ({
  page: 'edition',
  slug,
  edition,
});

export const bulletinAddress = (serial: string, slug: string): Address => ({
  page: 'bulletin',
  serial,
  slug,
});

/** The page of an edition of the press. */
export const pressEditionAddress = (slug: string): Address => ({
  page: 'document',
  folder: '/editions/',
  slug,
});

export const standingAddress = (slug: string): Address => ({ page: 'document', folder: '/', slug });

/** Pages of the bookings room, percent-encoded. */
export const eventsHref = '/events/';
export const eventHref = (slug: string): string => `${eventsHref}${encodeURIComponent(slug)}/`;

/** The path of a page, not percent-encoded: the page's key in the bucket follows from it. */
export function pathOf(address: Address): string {
  switch (address.page) {
    case 'front':
      return '/';
    case 'document':
      return `${address.folder}${address.slug}/`;
    case 'edition':
      return `/books/${address.slug}/${address.edition}/`;
    case 'bulletin':
      return `/bulletins/${address.serial}/${address.slug}/`;
    case 'latest':
      return `/bulletins/${address.serial}/latest/`;
    case 'list':
      return `${listPath(address.list)}${partOf(address.from)}`;
    case 'term-index':
      return `${termPages[address.kind].folder}${partOf(address.from)}`;
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
    case 'desk':
      return deskFolder;
    case 'asset':
      return `${assetFolderOf(address.name)}${address.name}`;
  }
}

const partOf = (from?: string): string => (from === undefined ? '' : `from/${from}/`);

const deskFolder = '/desk/';

export const assetFolders = ['/assets/', deskFolder] as const;

/** The desk has its files in its own folder, with headers of their own. */
const assetFolderOf = (name: string): (typeof assetFolders)[number] =>
  name.startsWith('desk-') ? deskFolder : '/assets/';

/** As links and feeds carry it: percent-encoded. */
export const hrefOf = (address: Address): string =>
  encodeURI(pathOf(address)).replace(/[?#]/g, encodeURIComponent);
