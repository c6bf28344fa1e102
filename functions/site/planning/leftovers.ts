import type { SiteConfig } from '../../look/site-config.ts';
import { addressOf } from '../find-address.ts';
import { documentIn, hasPage } from '../has-page.ts';
import type { Content, PageStore } from '../ports.ts';
import { assetNames } from '../rendering/assets.ts';

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
export async function stalePages({ content, config, pages }: Sources, after?: string): Promise<Leftovers> {
  const stored = await pages.paths(after);
  const addressed = stored.map((path) => ({ path, address: addressOf(path) }));
  const slugs = [...new Set(addressed.flatMap(({ address }) => (address && documentIn(address)) ?? []))];
  const { documents } = await content.lookUp({ documents: slugs, terms: [] });
  const stale = await Promise.all(
    addressed.map(async ({ address }) => {
      if (address?.page === 'asset') return false;
      return !address || !(await hasPage(address, { documents, config }, content));
    }),
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
