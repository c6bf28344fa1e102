import type { StoredHead } from '../content/contract/document.ts';
import { editionSort, editionsList, type List, pressEditions } from '../content/contract/lists.ts';
import { bulletinAt, bulletinsList } from '../content/contract/serials.ts';
import type { SiteConfig } from '../look/site-config.ts';
import { standingBefore } from '../runtime/reserved-paths.ts';
import { hasTerms, openingTerm } from './index-terms.ts';
import { documentPagesIn } from './kinds/kinds.ts';
import type { Content, ListReader } from './ports.ts';
import { type Address, hrefOf } from './routes.ts';

type TermIndex = Extract<Address, { page: 'term-index' }>;

/** What decides, besides lists, whether there is a page. */
export interface Published {
  /** Heads by slug; those that `documentIn` names have to be among them, where they are stored. */
  documents: ReadonlyMap<string, StoredHead>;
  config: SiteConfig;
}

/** The document whose state decides whether there is a page at the address. */
export function documentIn(address: Address): string | undefined {
  if ('slug' in address) return address.slug;
  if (address.page !== 'term-index' && 'from' in address && address.from !== undefined) return address.from;
  return standingAt(address);
}

/** The slug of a standing page that the list at this address gives way to, if there was one before there were such lists. */
export function standingAt(address: Address): string | undefined {
  if (address.page !== 'list' && address.page !== 'term-index') return undefined;
  if (address.from !== undefined) return undefined;
  if (address.page === 'term-index') return address.kind === 'serials' ? standingBefore.serials : undefined;
  if (address.list === pressEditions) return standingBefore.editions;
  return address.list === 'books' ? standingBefore.books : undefined;
}

/**
 * Whether the renderer makes a page there from what is stored now. Composes nothing and reads little: one position of a
 * list, or some terms. For assets see `assetNames`.
 */
export async function hasPage(
  address: Exclude<Address, { page: 'asset' }>,
  { documents, config }: Published,
  content: Pick<Content, 'positions' | 'terms' | 'termsUpTo'>,
): Promise<boolean> {
  const slug = documentIn(address);
  const places = (slug === undefined ? undefined : documents.get(slug))?.lists ?? [];
  switch (address.page) {
    case 'document':
      return places.some(({ list }) => list === documentPagesIn(address.folder)?.list);
    case 'edition': {
      const { slug, edition } = address;
      return places.some(({ list, sort }) => list === editionsList && sort === editionSort(slug, edition));
    }
    case 'bulletin':
      return places.some(({ list, sort }) => {
        const { serial, slug } = bulletinAt(sort);
        return list === bulletinsList && serial === address.serial && slug === address.slug;
      });
    case 'latest':
      return false;
    case 'sitemap':
      return slug === undefined || places.some(({ list }) => list === 'shards');
    case 'list':
    case 'feed':
      if (standingAt(address) !== undefined)
        return places.some(({ list }) => list === 'pages') || hasEntries(address.list, content);
      if (slug !== undefined) return places.some(({ list, border }) => list === address.list && border);
      return canBeEmpty(address.list, config) || hasEntries(address.list, content);
    case 'term-index':
      return places.some(({ list }) => list === 'pages') || isIndexPage(address, content);
    case 'front':
    case 'years':
    case 'sitemap-index':
    case 'standing-sitemap':
    case 'robots':
    case 'desk':
      return true;
  }
}

const isIndexPage = async (
  { kind, from }: TermIndex,
  content: Parameters<typeof hasPage>[2],
): Promise<boolean> =>
  from === undefined
    ? hasTerms(kind, content)
    : (await openingTerm({ kind, slug: from }, content)).length > 0;

const hasEntries = async (list: List, lists: ListReader): Promise<boolean> =>
  (await lists.positions(list, { towards: 'older', count: 1 })).length > 0;

/** The archive and the sections of the navigation have pages before they have articles. */
export const canBeEmpty = (list: List, config: SiteConfig): boolean =>
  list === 'all' || config.sections.some(({ href }) => href === hrefOf({ page: 'list', list }));
