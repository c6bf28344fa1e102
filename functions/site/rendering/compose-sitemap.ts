import { type List, pressEditions } from '../../content/contract/lists.ts';
import { bulletinAt, bulletinsList } from '../../content/contract/serials.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { standingBefore } from '../../runtime/reserved-paths.ts';
import { sitemap, sitemapIndex } from '../pages/sitemap.ts';
import type { ListPosition, ListRange } from '../ports.ts';
import {
  type Address,
  articleAddress,
  bookAddress,
  bulletinAddress,
  eventHref,
  eventsHref,
  hrefOf,
  pathOf,
  pressEditionAddress,
  standingAddress,
} from '../routes.ts';
import { kindsWithIndex } from './compose-index.ts';
import type { RenderSnapshot } from './render-snapshot.ts';

/** Positions in one query: a shard has about a hundred, the list of all shards may have thousands. */
const [shardLimit, listLimit] = [150, 1000];

/** The shard of the newest articles, or that which the article `from` opens, down to where the next begins. */
export async function composeShard(
  from: string | undefined,
  snapshot: RenderSnapshot,
  config: SiteConfig,
): Promise<string | undefined> {
  if (from === undefined) {
    const positions = await positionsUntil('all', undefined, ({ shard }) => shard, snapshot, shardLimit);
    return sitemap([
      { address: `${config.site}/` },
      ...positions.map((position) => articleOf(position, config)),
    ]);
  }
  const sort = (await snapshot.published(from))?.lists.find(({ list }) => list === 'shards')?.sort;
  if (sort === undefined) return undefined;
  const isNext = ({ shard, slug }: ListPosition) => shard && slug !== from;
  const positions = await positionsUntil('all', sort, isNext, snapshot, shardLimit);
  return sitemap(positions.map((position) => articleOf(position, config)));
}

export async function composeSitemapIndex(snapshot: RenderSnapshot, config: SiteConfig): Promise<string> {
  const shards = await positionsUntil('shards', undefined, () => false, snapshot, listLimit);
  const paths = shards.map(({ slug }) => hrefOf({ page: 'sitemap', from: slug }));
  const fixed = [pathOf({ page: 'sitemap' }), pathOf({ page: 'standing-sitemap' })];
  return sitemapIndex([...fixed, ...paths].map((path) => config.site + path));
}

export async function composeStandingSitemap(snapshot: RenderSnapshot, config: SiteConfig): Promise<string> {
  const [positions, events, books, bulletins, editions, kinds] = await Promise.all([
    positionsUntil('pages', undefined, () => false, snapshot, listLimit),
    positionsUntil('events', undefined, () => false, snapshot, listLimit),
    positionsUntil('books', undefined, () => false, snapshot, listLimit),
    positionsUntil(bulletinsList, undefined, () => false, snapshot, listLimit),
    positionsUntil(pressEditions, undefined, () => false, snapshot, listLimit),
    kindsWithIndex(snapshot),
  ]);
  const standing = new Set(positions.map(({ slug }) => slug));
  const own = kinds.filter((kind) => kind !== 'serials' || !standing.has(standingBefore.serials));
  const indexes = own.map((kind) => located({ page: 'term-index', kind }, config));
  const pages = positions.map(({ slug, updated }) => located(standingAddress(slug), config, updated));
  return sitemap([
    located({ page: 'list', list: 'all' }, config),
    ...indexes,
    ...pages,
    ...(books.length && !standing.has(standingBefore.books)
      ? [located({ page: 'list', list: 'books' }, config)]
      : []),
    ...books.map(({ slug, updated }) => located(bookAddress(slug), config, updated)),
    ...bulletins.map(({ sort, updated }) => {
      const { serial, slug } = bulletinAt(sort);
      return located(bulletinAddress(serial, slug), config, updated);
    }),
    ...(editions.length && !standing.has(standingBefore.editions)
      ? [located({ page: 'list', list: pressEditions }, config)]
      : []),
    ...editions.map(({ slug, updated }) => located(pressEditionAddress(slug), config, updated)),
    ...(events.length ? [{ address: config.site + eventsHref }] : []),
    ...events.map(({ slug, updated }) => ({ address: config.site + eventHref(slug), updated })),
  ]);
}

const articleOf = ({ slug, updated }: ListPosition, config: SiteConfig) =>
  located(articleAddress(slug), config, updated);

const located = (address: Address, config: SiteConfig, updated?: string) => ({
  address: config.site + hrefOf(address),
  updated,
});

/** The positions of a list from `from` towards the older, before the first that `ends` them. */
async function positionsUntil(
  list: List,
  from: string | undefined,
  ends: (position: ListPosition) => boolean,
  snapshot: RenderSnapshot,
  queryLimit: number,
): Promise<ListPosition[]> {
  const positions: ListPosition[] = [];
  let range: ListRange = { towards: 'older', from, count: queryLimit };
  for (;;) {
    const more = await snapshot.positions(list, range);
    const end = more.findIndex(ends);
    positions.push(...more.slice(0, end < 0 ? undefined : end));
    if (end >= 0 || more.length < queryLimit) return positions;
    range = { towards: 'older', below: more.at(-1)?.sort, count: queryLimit };
  }
}
