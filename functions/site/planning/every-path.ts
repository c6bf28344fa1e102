import type { SiteConfig } from '../../look/site-config.ts';
import type { Content, NameSet, PageStore } from '../ports.ts';
import { assetNames } from '../rendering/asset-names.ts';
import { type Address, hasFeed, pathOf } from '../routes.ts';
import { leftovers, oldAssets } from './leftovers.ts';

/** How far a full render has come. Plain JSON: it travels in a message. */
export type Cursor =
  | { part: 'fixed' }
  | { part: 'articles' | 'standing'; below?: string }
  /** `below`: in the middle of the first name past `after`. */
  | { part: 'lists'; set: NameSet; after?: string; below?: string }
  | { part: 'leftovers'; after?: string }
  | { part: 'assets'; after?: string };

export interface Step {
  paths: string[];
  next?: Cursor;
  /** What comes next removes what the pages sent so far still show, until they are rendered and have left the edge. */
  needsDelay?: boolean;
}

export interface Walk {
  content: Content;
  config: SiteConfig;
  /** What is there already: pages that should be no more are among the paths too. */
  pages: Pick<PageStore, 'paths'>;
}

export const start: Cursor = { part: 'fixed' };

const stride = 500;
const namesAtOnce = 20;

const sets: [NameSet, string][] = [
  ['sections', 'section#'],
  ['tags', 'tag#'],
  ['authors', 'author#'],
  ['series', 'series#'],
  ['years', 'year#'],
  ['written', 'written#'],
];

/** Every path of the site, the assets first; each at least once, and also some where nothing may stand. */
export async function* everyPath(walk: Walk): AsyncGenerator<string> {
  for (let cursor: Cursor | undefined = start; cursor; ) {
    const step: Step = await pathsFrom(cursor, walk);
    yield* step.paths;
    cursor = step.next;
  }
}

/** Some of the paths: those from the cursor on, and where to go on. */
export async function pathsFrom(cursor: Cursor, walk: Walk): Promise<Step> {
  switch (cursor.part) {
    case 'fixed':
      return { paths: fixed(walk.config), next: { part: 'articles' } };
    case 'articles':
      return articles(walk.content, cursor.below);
    case 'standing':
      return standing(walk.content, cursor.below);
    case 'lists':
      return lists(walk.content, cursor);
    case 'leftovers':
      return leftovers(walk, cursor.after);
    case 'assets':
      return oldAssets(walk, cursor.after);
  }
}

function fixed(config: SiteConfig): string[] {
  const assets = assetNames(config).map((name): Address => ({ page: 'asset', name }));
  const pages: Address[] = [
    { page: 'front' },
    { page: 'list', list: 'all' },
    { page: 'years' },
    { page: 'feed', list: 'all' },
    { page: 'sitemap-index' },
    { page: 'sitemap' },
    { page: 'standing-sitemap' },
    { page: 'robots' },
  ];
  const sections = config.sections.map(({ href }) => decodeURI(href));
  return [...[...assets, ...pages].map(pathOf), ...sections, ...sections.map((path) => `${path}feed.xml`)];
}

async function articles(content: Content, below?: string): Promise<Step> {
  const positions = await content.positions('all', { towards: 'older', below, count: stride });
  const paths = positions.flatMap(({ slug, border, shard }) => [
    pathOf({ page: 'article', slug }),
    ...(border ? [pathOf({ page: 'list', list: 'all', from: slug })] : []),
    ...(shard ? [pathOf({ page: 'sitemap', from: slug })] : []),
  ]);
  const more = positions.length === stride;
  return { paths, next: more ? { part: 'articles', below: positions.at(-1)?.sort } : { part: 'standing' } };
}

async function standing(content: Content, below?: string): Promise<Step> {
  const positions = await content.positions('pages', { towards: 'older', below, count: stride });
  const paths = positions.map(({ slug }) => pathOf({ page: 'standing', slug }));
  const more = positions.length === stride;
  return {
    paths,
    next: more ? { part: 'standing', below: positions.at(-1)?.sort } : { part: 'lists', set: 'sections' },
  };
}

type InLists = Extract<Cursor, { part: 'lists' }>;

/** The pages of some lists; of a list too long to be read at once, those of its first stretch. */
async function lists(content: Content, cursor: InLists): Promise<Step> {
  const [, prefix = ''] = sets.find(([set]) => set === cursor.set) ?? [];
  const names = await content.names(cursor.set, namesAtOnce, cursor.after);
  const found = await Promise.all(
    names.map(({ slug }, at) => content.openings(prefix + slug, at === 0 ? cursor.below : undefined)),
  );
  const paths: string[] = [];
  for (const [at, { slug }] of names.entries()) {
    const openings = found[at];
    paths.push(...pagesOf(prefix + slug, openings?.slugs ?? []));
    const after = names[at - 1]?.slug ?? cursor.after;
    if (openings?.next) return { paths, next: { ...cursor, after, below: openings.next } };
  }
  return { paths, next: names.length === namesAtOnce ? pastThese(cursor, names.at(-1)) : nextSet(cursor) };
}

const pagesOf = (list: string, openings: string[]): string[] => [
  pathOf({ page: 'list', list }),
  ...(hasFeed(list) ? [pathOf({ page: 'feed', list })] : []),
  ...openings.map((from) => pathOf({ page: 'list', list, from })),
];

const pastThese = ({ part, set }: InLists, last?: { slug: string }): Cursor => ({
  part,
  set,
  after: last?.slug,
});

function nextSet(cursor: InLists): Cursor {
  const at = sets.findIndex(([set]) => set === cursor.set);
  const [set] = sets[at + 1] ?? [];
  return set ? { part: 'lists', set } : { part: 'leftovers' };
}
