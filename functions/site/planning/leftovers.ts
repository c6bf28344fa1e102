import type { StoredHead } from '../../content/contract/document.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { addressOf } from '../find-address.ts';
import { documentPagesIn } from '../kinds/kinds.ts';
import type { Content, PageStore } from '../ports.ts';
import { assetNames } from '../rendering/assets.ts';
import type { Address } from '../routes.ts';

/** What a full render goes through: what is published, and the pages that are there already. */
export interface Sources {
  content: Content;
  config: SiteConfig;
  pages: Pick<PageStore, 'paths'>;
}

/** Paths to send to the renderer, which removes what should not be there; `last` is where to go on. */
interface Leftovers {
  paths: string[];
  last?: string;
}

/**
 * The stored pages after `after` that a quick look finds no reason for. The renderer decides; the others were among
 * the paths of the full render before.
 */
export async function stalePages({ content, pages }: Sources, after?: string): Promise<Leftovers> {
  const stored = await pages.paths(after);
  const addressed = stored.map((path) => ({ path, address: addressOf(path) }));
  const slugs = [...new Set(addressed.flatMap(({ address }) => (address && slugOf(address)) ?? []))];
  const { documents } = await content.lookUp({ documents: slugs, terms: [] });
  const stale = await Promise.all(
    addressed.map(async ({ address }) => !address || !(await hasReason(address, documents, content))),
  );
  return { paths: stored.filter((_, at) => stale[at]), last: stored.at(-1) };
}

const assets = '/assets';

/** The stored assets after `after` that no page refers to once all are rendered. */
export async function staleAssets(
  { pages, config }: Pick<Sources, 'pages' | 'config'>,
  after?: string,
): Promise<Leftovers> {
  const stored = await pages.paths(after ?? assets);
  const names = stored
    .filter((path) => path.startsWith(`${assets}/`))
    .map((path) => path.slice(assets.length + 1));
  const current = assetNames(config);
  const paths = names.filter((name) => !current.includes(name)).map((name) => `${assets}/${name}`);
  return { paths, last: names.length === stored.length ? stored.at(-1) : undefined };
}

/** The document whose state decides whether the page should be there. */
const slugOf = (address: Address): string | undefined =>
  'slug' in address ? address.slug : 'from' in address ? address.from : undefined;

async function hasReason(
  address: Address,
  documents: ReadonlyMap<string, StoredHead>,
  content: Content,
): Promise<boolean> {
  const slug = slugOf(address);
  const head = slug === undefined ? undefined : documents.get(slug);
  const isIn = (list?: string) => head?.lists.some((place) => place.list === list) ?? false;
  switch (address.page) {
    case 'document':
      return isIn(documentPagesIn(address.folder)?.list);
    case 'sitemap':
      return slug === undefined || isIn('shards');
    case 'list':
    case 'feed':
      if (slug !== undefined) return opensPageOf(address.list, head);
      return (await content.positions(address.list, { towards: 'older', count: 1 })).length > 0;
    case 'term-index':
      return address.from === undefined;
    default:
      return true;
  }
}

const opensPageOf = (list: string, head?: StoredHead) =>
  head?.lists.some((place) => place.list === list && place.border) ?? false;
