import type { StoredHead } from '../ports.ts';
import { assetNames } from '../rendering/asset-names.ts';
import { type Address, addressOf } from '../routes.ts';
import type { Step, Walk } from './every-path.ts';

/**
 * The paths of what is in the bucket and, by a quick look, should not be. The renderer looks again and removes;
 * what is left out here was among the paths before. Old assets have a step of their own, if there are any: pages
 * that wait to be rendered again show them, and so do those that readers and the edge still have.
 */
export async function leftovers(walk: Walk, after?: string): Promise<Step> {
  const there = await walk.pages.paths(after);
  const addressed = there.map((path) => ({ path, address: addressOf(path) }));
  const slugs = [...new Set(addressed.flatMap(({ address }) => (address && slugIn(address)) ?? []))];
  const { documents } = await walk.content.lookUp({ documents: slugs, names: [] });
  const stale = await Promise.all(
    addressed.map(async ({ address }) => !address || !(await isLive(address, documents, walk))),
  );
  const paths = there.filter((_, at) => stale[at]);
  if (there.length) return { paths, next: { part: 'leftovers', after: there.at(-1) } };
  const old = await oldAssets(walk);
  return old.paths.length ? { paths, next: { part: 'assets' }, needsDelay: true } : { paths };
}

const assets = '/assets';

/** The paths of assets that no page needs any more, once all are rendered. */
export async function oldAssets(
  { pages, config }: Pick<Walk, 'pages' | 'config'>,
  after?: string,
): Promise<Step> {
  const there = await pages.paths(after ?? assets);
  const names = there
    .filter((path) => path.startsWith(`${assets}/`))
    .map((path) => path.slice(assets.length + 1));
  const current = assetNames(config);
  const paths = names.filter((name) => !current.includes(name)).map((name) => `${assets}/${name}`);
  const more = names.length > 0 && names.length === there.length;
  return more ? { paths, next: { part: 'assets', after: there.at(-1) } } : { paths };
}

/** The document on which it hangs whether the page is there. */
const slugIn = (address: Address): string | undefined =>
  'slug' in address ? address.slug : 'from' in address ? address.from : undefined;

async function isLive(
  address: Address,
  documents: ReadonlyMap<string, StoredHead>,
  { content }: Walk,
): Promise<boolean> {
  const slug = slugIn(address);
  const head = slug === undefined ? undefined : documents.get(slug);
  const standsIn = (list: string) => head?.lists?.some((place) => place.list === list) ?? false;
  switch (address.page) {
    case 'article':
      return standsIn('all');
    case 'standing':
      return standsIn('pages');
    case 'sitemap':
      return slug === undefined || standsIn('shards');
    case 'list':
    case 'feed':
      if (slug !== undefined) return opens(address, head);
      return (await content.positions(address.list, { towards: 'older', count: 1 })).length > 0;
    default:
      return true;
  }
}

const opens = ({ list }: { list: string }, head?: StoredHead) =>
  head?.lists?.some((place) => place.list === list && place.border) ?? false;
