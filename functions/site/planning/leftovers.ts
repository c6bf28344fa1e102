import type { SiteConfig } from '../../look/site-config.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { addressOf } from '../find-address.ts';
import { documentIn, hasPage } from '../has-page.ts';
import type { Content, PageStore } from '../ports.ts';
import { assetNames } from '../rendering/assets.ts';
import { assetFolders } from '../routes.ts';

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

/** Stored pages that are looked at in one step. */
const pagesPerStep = 200;
const concurrency = 8;

/**
 * Those of the next stored pages after `after` that a quick look finds no reason for. The renderer decides; the others
 * were among the paths of the full render before.
 */
export async function stalePages({ content, config, pages }: Sources, after?: string): Promise<Leftovers> {
  const stored = await pages.paths(after, pagesPerStep);
  const addressed = stored.map((path) => ({ path, address: addressOf(path) }));
  const slugs = [...new Set(addressed.flatMap(({ address }) => (address && documentIn(address)) ?? []))];
  const { documents } = await content.lookUp({ documents: slugs, terms: [] });
  const stale = await mapConcurrently(addressed, { concurrency }, async ({ address }) => {
    if (address?.page === 'asset') return false;
    return !address || !(await hasPage(address, { documents, config }, content));
  });
  return { paths: stored.filter((_, at) => stale[at]), last: stored.at(-1) };
}

/** In one message, and far more than a press leaves behind between two full renders; the next one finds the rest. */
const mostStaleAssets = 500;

/** Names of the stored assets that no page rendered from now on refers to, while the press stays as it is. */
export async function staleAssets({ pages, config }: Pick<Sources, 'pages' | 'config'>): Promise<string[]> {
  const current = new Set(assetNames(config));
  const stale: string[] = [];
  for (const folder of assetFolders) {
    for await (const name of assetsIn(folder, pages)) {
      if (!current.has(name) && stale.push(name) === mostStaleAssets) return stale;
    }
  }
  return stale;
}

/** Names of the stored assets of a folder, which may hold a page as well. */
async function* assetsIn(folder: string, pages: Sources['pages']): AsyncGenerator<string> {
  for (let after: string | undefined = folder.slice(0, -1); after !== undefined; ) {
    const stored = await pages.paths(after);
    const inFolder = stored.filter((path) => path.startsWith(folder));
    yield* inFolder.filter((path) => path !== folder).map((path) => path.slice(folder.length));
    after = inFolder.length === stored.length ? stored.at(-1) : undefined;
  }
}
