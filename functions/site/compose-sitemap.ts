import type { List } from '../content/list.ts';
import type { Paper } from '../look/paper.ts';
import { sitemap, sitemapIndex } from './pages/sitemap.ts';
import type { Stop, Stretch } from './ports.ts';
import type { Reading } from './reading.ts';
import { type Address, hrefOf, pathOf } from './routes.ts';

/** Stops read at once: a shard has a hundred, the list of all shards may have thousands. */
const [inShard, inList] = [150, 1000];

/** The shard of the newest articles, or that which the article `from` opens, down to where the next begins. */
export async function composeShard(
  from: string | undefined,
  reading: Reading,
  paper: Paper,
): Promise<string | undefined> {
  if (from === undefined) {
    const stops = await stopsUntil('all', undefined, ({ shard }) => shard, reading, inShard);
    return sitemap([{ address: `${paper.site}/` }, ...stops.map((stop) => articleOf(stop, paper))]);
  }
  const sort = (await reading.published(from))?.lists?.find(({ list }) => list === 'shards')?.sort;
  if (sort === undefined) return undefined;
  const isNext = ({ shard, slug }: Stop) => shard && slug !== from;
  const stops = await stopsUntil('all', sort, isNext, reading, inShard);
  return sitemap(stops.map((stop) => articleOf(stop, paper)));
}

export async function composeSitemapIndex(reading: Reading, paper: Paper): Promise<string> {
  const shards = await stopsUntil('shards', undefined, () => false, reading, inList);
  const paths = shards.map(({ slug }) => hrefOf({ page: 'sitemap', from: slug }));
  const fixed = [pathOf({ page: 'sitemap' }), pathOf({ page: 'standing-sitemap' })];
  return sitemapIndex([...fixed, ...paths].map((path) => paper.site + path));
}

export async function composeStandingSitemap(reading: Reading, paper: Paper): Promise<string> {
  const stops = await stopsUntil('pages', undefined, () => false, reading, inList);
  const pages = stops.map(({ slug, changed }) => located({ page: 'standing', slug }, paper, changed));
  return sitemap([located({ page: 'list', list: 'all' }, paper), ...pages]);
}

const articleOf = ({ slug, changed }: Stop, paper: Paper) =>
  located({ page: 'article', slug }, paper, changed);

const located = (address: Address, paper: Paper, changed?: string) => ({
  address: paper.site + hrefOf(address),
  changed,
});

/** What stands in the list from a position on back, before the first stop that ends it. */
async function stopsUntil(
  list: List,
  from: string | undefined,
  ends: (stop: Stop) => boolean,
  reading: Reading,
  stride: number,
): Promise<Stop[]> {
  const stops: Stop[] = [];
  let stretch: Stretch = { towards: 'older', from, count: stride };
  for (;;) {
    const more = await reading.stops(list, stretch);
    const end = more.findIndex(ends);
    stops.push(...more.slice(0, end < 0 ? undefined : end));
    if (end >= 0 || more.length < stride) return stops;
    stretch = { towards: 'older', below: more.at(-1)?.sort, count: stride };
  }
}
