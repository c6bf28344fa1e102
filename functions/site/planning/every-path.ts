import { listOf, opensIndexPage, type TermKey, termKinds } from '../../content/contract/lists.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { documentPages } from '../kinds/kinds.ts';
import { hasFeed, indexedKinds, listPath } from '../lists.ts';
import type { Content } from '../ports.ts';
import { assetNames } from '../rendering/assets.ts';
import { type Address, pathOf } from '../routes.ts';
import { indexPages } from './index-pages.ts';
import { type Sources, stalePages } from './leftovers.ts';
import { type PathsCursor, start } from './messages.ts';

export interface Step {
  paths: string[];
  next?: PathsCursor;
}

/** Documents in one query, terms whose lists are read in one step, and its paths, give or take one query's. */
const documentsPerStep = 50;
const termsPerStep = 20;
const pathsPerStep = 100;
const concurrency = 8;

/** Every path of the site, the assets first; each at least once, and also some that may have no page. */
export async function* everyPath(sources: Sources): AsyncGenerator<string> {
  for (let cursor: PathsCursor | undefined = start; cursor; ) {
    const step: Step = await pathsFrom(cursor, sources);
    yield* step.paths;
    cursor = step.next;
  }
}

/** Some of the paths, a few hundred at most: those from the cursor on, and where to go on. */
export async function pathsFrom(cursor: PathsCursor, sources: Sources): Promise<Step> {
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
    case 'leftovers': {
      const { paths, last } = await stalePages(sources, cursor.after);
      return last === undefined ? { paths } : { paths, next: { part: 'leftovers', after: last } };
    }
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
function documentsAfter(kind?: string): PathsCursor {
  const next = documentPages[documentPages.findIndex((one) => one.kind === kind) + 1];
  return next ? { part: 'documents', kind: next.kind } : firstLists;
}

type Part<P extends PathsCursor['part']> = Extract<PathsCursor, { part: P }>;

const firstLists: PathsCursor = { part: 'lists', set: 'sections' };

/** The pages of some lists; of a list too long for one query, its first pages. Long lists end the step. */
async function lists(content: Content, cursor: Part<'lists'>): Promise<Step> {
  const terms = await content.terms(cursor.set, termsPerStep, cursor.after);
  const named = terms.map(({ slug }) => ({ slug, list: listOf({ kind: cursor.set, slug }) }));
  const found = await mapConcurrently([...named.entries()], { concurrency }, ([at, { list }]) =>
    content.openings(list, at === 0 ? cursor.below : undefined),
  );
  const paths: string[] = [];
  for (const [at, { slug, list }] of named.entries()) {
    const openings = found[at];
    paths.push(...indexPageOpenedBy({ kind: cursor.set, slug }), ...pagesOf(list, openings?.slugs ?? []));
    const after = named[at - 1]?.slug ?? cursor.after;
    if (openings?.next) return { paths, next: { ...cursor, after, below: openings.next } };
    if (paths.length >= pathsPerStep) return { paths, next: { part: 'lists', set: cursor.set, after: slug } };
  }
  const hasMore = named.length === termsPerStep;
  return {
    paths,
    next: hasMore ? { part: 'lists', set: cursor.set, after: named.at(-1)?.slug } : listsAfter(cursor.set),
  };
}

const indexPageOpenedBy = (term: TermKey): string[] =>
  indexedKinds.includes(term.kind) && opensIndexPage(term)
    ? [pathOf({ page: 'term-index', kind: term.kind, from: term.slug })]
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

function listsAfter(kind: Part<'lists'>['set']): PathsCursor {
  const set = termKinds[termKinds.indexOf(kind) + 1];
  return set ? { part: 'lists', set } : { part: 'leftovers' };
}
