import {
  listOf,
  opensIndexPage,
  pressEditions,
  type TermKey,
  termKinds,
} from '../../content/contract/lists.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { DocumentPages } from '../kinds/kind.ts';
import { addressAt, documentPages } from '../kinds/kinds.ts';
import { hasFeed, indexedKinds, listPath } from '../lists.ts';
import type { Content, ListPosition } from '../ports.ts';
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
    { page: 'list', list: 'books' },
    { page: 'list', list: pressEditions },
    { page: 'years' },
    ...indexedKinds.map((kind): Address => ({ page: 'term-index', kind })),
    { page: 'feed', list: 'all' },
    { page: 'sitemap-index' },
    { page: 'sitemap' },
    { page: 'standing-sitemap' },
    { page: 'robots' },
    { page: 'desk' },
  ];
  const sections = config.sections.map(({ href }) => decodeURI(href));
  return [...[...assets, ...pages].map(pathOf), ...sections, ...sections.map((path) => `${path}feed.xml`)];
}

/** The pages of a kind's documents, and those of the list they are in. */
async function documents(content: Content, { kind, below }: Part<'documents'>): Promise<Step> {
  const pages = documentPages.find((one) => one.kind === kind);
  if (!pages) return { paths: [], next: firstLists };
  const { list, others } = pages;
  const positions = await content.positions(list, { towards: 'older', below, count: documentsPerStep });
  const paths = positions.flatMap((position) => {
    const { slug, border, shard } = position;
    const address = addressAt(pages, position);
    return [
      ...(address ? [pathOf(address)] : []),
      ...(border && listPath(list) ? [pathOf({ page: 'list', list, from: slug })] : []),
      ...(shard ? [pathOf({ page: 'sitemap', from: slug })] : []),
    ];
  });
  const further = others ? await furtherPaths(positions, others, content) : [];
  const hasMore = positions.length === documentsPerStep;
  return {
    paths: [...paths, ...further],
    next: hasMore ? { part: 'documents', kind, below: positions.at(-1)?.sort } : documentsAfter(kind),
  };
}

async function furtherPaths(
  positions: ListPosition[],
  others: NonNullable<DocumentPages['others']>,
  content: Content,
): Promise<string[]> {
  const { documents } = await content.lookUp({ documents: positions.map(({ slug }) => slug), terms: [] });
  return [...documents.values()].flatMap((head) => others(head).map(pathOf));
}

/** The next kind that has pages; after the last the lists. */
function documentsAfter(kind?: string): PathsCursor {
  const next = documentPages[documentPages.findIndex((one) => one.kind === kind) + 1];
  return next ? { part: 'documents', kind: next.kind } : firstLists;
}

type Part<P extends PathsCursor['part']> = Extract<PathsCursor, { part: P }>;

const firstLists: PathsCursor = { part: 'lists', set: 'sections' };

/** The pages of some lists; of a list too long for one query, its first pages: its rest is a step of its own. */
async function lists(content: Content, { set, after, within }: Part<'lists'>): Promise<Step> {
  const from = (next: Omit<Part<'lists'>, 'part' | 'set'>): PathsCursor => ({ part: 'lists', set, ...next });
  if (within) {
    const { slug } = within;
    const { paths, below } = await pagesOfList(content, { kind: set, slug }, within.below);
    return { paths, next: from(below === undefined ? { after: slug } : { within: { slug, below } }) };
  }
  const terms = await content.terms(set, termsPerStep, after);
  const found = await mapConcurrently(terms, { concurrency }, async ({ slug }) => ({
    slug,
    ...(await pagesOfList(content, { kind: set, slug })),
  }));
  const paths: string[] = [];
  for (const { slug, below, ...pages } of found) {
    paths.push(...indexPageOpenedBy({ kind: set, slug }), ...pages.paths);
    if (below !== undefined) return { paths, next: from({ within: { slug, below } }) };
    if (paths.length >= pathsPerStep) return { paths, next: from({ after: slug }) };
  }
  const hasMore = terms.length === termsPerStep;
  return { paths, next: hasMore ? from({ after: terms.at(-1)?.slug }) : listsAfter(set) };
}

const indexPageOpenedBy = (term: TermKey): string[] =>
  indexedKinds.includes(term.kind) && opensIndexPage(term)
    ? [pathOf({ page: 'term-index', kind: term.kind, from: term.slug })]
    : [];

/** Some of the pages of one list; first those of the index that name it. */
async function term(content: Content, cursor: Part<'term'>): Promise<Step> {
  const [{ paths, below }, naming] = await Promise.all([
    pagesOfList(content, cursor, cursor.below),
    cursor.below === undefined ? indexPages(cursor, content) : [],
  ]);
  const all = [...naming, ...paths];
  return below === undefined ? { paths: all } : { paths: all, next: { ...cursor, below } };
}

/** The first page, the feed and the archive pages of a term's list, from `below` on as many as one query finds. */
async function pagesOfList(content: Content, { kind, slug }: TermKey, below?: string) {
  const list = listOf({ kind, slug });
  const { slugs, next } = await content.openings(list, below);
  const first = [pathOf({ page: 'list', list }), ...(hasFeed(list) ? [pathOf({ page: 'feed', list })] : [])];
  const archive = slugs.map((from) => pathOf({ page: 'list', list, from }));
  return { paths: below === undefined ? [...first, ...archive] : archive, below: next };
}

function listsAfter(kind: Part<'lists'>['set']): PathsCursor {
  const set = termKinds[termKinds.indexOf(kind) + 1];
  return set ? { part: 'lists', set } : { part: 'leftovers' };
}
