import { listOf, opensIndexPage, type TermKind, termKinds } from '../../content/contract/lists.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { documentPages } from '../kinds/kinds.ts';
import { hasFeed, indexedKinds, listPath } from '../lists.ts';
import type { Content } from '../ports.ts';
import { assetNames } from '../rendering/assets.ts';
import { type Address, pathOf } from '../routes.ts';
import { indexPages } from './index-pages.ts';
import { type Sources, staleAssets, stalePages } from './leftovers.ts';
import { type Cursor, start } from './messages.ts';

export interface Step {
  paths: string[];
  next?: Cursor;
  /** The next step removes assets that the pages sent so far refer to until they are rendered again and no longer
   *  cached at the edge. */
  needsDelay?: boolean;
}

/** Documents in one query, and terms whose lists are read in one step. */
const documentsPerStep = 500;
const termsPerStep = 20;

/** Every path of the site, the assets first; each at least once, and also some that may have no page. */
export async function* everyPath(sources: Sources): AsyncGenerator<string> {
  for (let cursor: Cursor | undefined = start; cursor; ) {
    const step: Step = await pathsFrom(cursor, sources);
    yield* step.paths;
    cursor = step.next;
  }
}

/** Some of the paths: those from the cursor on, and where to go on. */
export async function pathsFrom(cursor: Cursor, sources: Sources): Promise<Step> {
  switch (cursor.part) {
    case 'term-index':
      return { paths: await indexPages(cursor, sources.content) };
    case 'term':
      return term(sources.content, cursor);
    case 'fixed':
      return { paths: fixed(sources.config), next: documentsAfter() };
    case 'documents':
      return documents(sources.content, cursor);
    case 'lists':
      return lists(sources.content, cursor);
    case 'leftovers':
      return leftovers(sources, cursor.after);
    case 'assets':
      return assets(sources, cursor.after);
  }
}

function fixed(config: SiteConfig): string[] {
  const assets = assetNames(config).map((name): Address => ({ page: 'asset', name }));
  const pages: Address[] = [
    { page: 'front' },
    { page: 'list', list: 'all' },
    { page: 'years' },
    ...indexedKinds.map((kind): Address => ({ page: 'term-index', kind })),
    { page: 'feed', list: 'all' },
    { page: 'sitemap-index' },
    { page: 'sitemap' },
    { page: 'standing-sitemap' },
    { page: 'robots' },
  ];
  const sections = config.sections.map(({ href }) => decodeURI(href));
  return [...[...assets, ...pages].map(pathOf), ...sections, ...sections.map((path) => `${path}feed.xml`)];
}

/** The pages of a kind's documents, and those of the list they are in. */
async function documents(content: Content, { kind, below }: Part<'documents'>): Promise<Step> {
  const pages = documentPages.find((one) => one.kind === kind);
  if (!pages) return { paths: [], next: firstLists };
  const { folder, list } = pages;
  const positions = await content.positions(list, { towards: 'older', below, count: documentsPerStep });
  const paths = positions.flatMap(({ slug, border, shard }) => [
    pathOf({ page: 'document', folder, slug }),
    ...(border && listPath(list) ? [pathOf({ page: 'list', list, from: slug })] : []),
    ...(shard ? [pathOf({ page: 'sitemap', from: slug })] : []),
  ]);
  const hasMore = positions.length === documentsPerStep;
  return {
    paths,
    next: hasMore ? { part: 'documents', kind, below: positions.at(-1)?.sort } : documentsAfter(kind),
  };
}

/** The next kind that has pages; after the last the lists. */
function documentsAfter(kind?: string): Cursor {
  const next = documentPages[documentPages.findIndex((one) => one.kind === kind) + 1];
  return next ? { part: 'documents', kind: next.kind } : firstLists;
}

type Part<P extends Cursor['part']> = Extract<Cursor, { part: P }>;

const firstLists: Cursor = { part: 'lists', set: 'sections' };

/** The pages of some lists; of a list too long for one query, its first pages. */
async function lists(content: Content, cursor: Part<'lists'>): Promise<Step> {
  const terms = await content.terms(cursor.set, termsPerStep, cursor.after);
  const named = terms.map(({ slug }) => ({ slug, list: listOf({ kind: cursor.set, slug }) }));
  const found = await Promise.all(
    named.map(({ list }, at) => content.openings(list, at === 0 ? cursor.below : undefined)),
  );
  const paths = indexPagesOpenedBy(terms, cursor.set);
  for (const [at, { list }] of named.entries()) {
    const openings = found[at];
    paths.push(...pagesOf(list, openings?.slugs ?? []));
    const after = named[at - 1]?.slug ?? cursor.after;
    if (openings?.next) return { paths, next: { ...cursor, after, below: openings.next } };
  }
  const hasMore = named.length === termsPerStep;
  return {
    paths,
    next: hasMore ? { part: 'lists', set: cursor.set, after: named.at(-1)?.slug } : listsAfter(cursor.set),
  };
}

const indexPagesOpenedBy = (terms: { slug: string }[], kind: TermKind): string[] =>
  indexedKinds.includes(kind)
    ? terms
        .filter(({ slug }) => opensIndexPage({ kind, slug }))
        .map(({ slug }) => pathOf({ page: 'term-index', kind, from: slug }))
    : [];

/** Some of the pages of one list; first those of the index that name it. */
async function term(content: Content, cursor: Part<'term'>): Promise<Step> {
  const list = listOf(cursor);
  const [{ slugs, next }, naming] = await Promise.all([
    content.openings(list, cursor.below),
    cursor.below === undefined ? indexPages(cursor, content) : [],
  ]);
  const paths = [...naming, ...pagesOf(list, slugs)];
  return next === undefined ? { paths } : { paths, next: { ...cursor, below: next } };
}

const pagesOf = (list: string, openings: string[]): string[] => [
  pathOf({ page: 'list', list }),
  ...(hasFeed(list) ? [pathOf({ page: 'feed', list })] : []),
  ...openings.map((from) => pathOf({ page: 'list', list, from })),
];

function listsAfter(kind: Part<'lists'>['set']): Cursor {
  const set = termKinds[termKinds.indexOf(kind) + 1];
  return set ? { part: 'lists', set } : { part: 'leftovers' };
}

async function leftovers(sources: Sources, after?: string): Promise<Step> {
  const { paths, last } = await stalePages(sources, after);
  if (last !== undefined) return { paths, next: { part: 'leftovers', after: last } };
  const old = await staleAssets(sources);
  return old.paths.length ? { paths, next: { part: 'assets' }, needsDelay: true } : { paths };
}

/** Pages refer to old assets until they are rendered again, and so do those that readers and the edge still have. */
async function assets(sources: Sources, after?: string): Promise<Step> {
  const { paths, last } = await staleAssets(sources, after);
  return last === undefined ? { paths } : { paths, next: { part: 'assets', after: last } };
}
