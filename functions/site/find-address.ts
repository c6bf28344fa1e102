import { type List, listOf, pressEditions, type TermKind, termKinds } from '../content/contract/lists.ts';
import { reservedPaths } from '../runtime/reserved-paths.ts';
import { documentPages } from './kinds/kinds.ts';
import { indexedKinds, termPages } from './lists.ts';
import type { Address } from './routes.ts';

/** The page at a path (not percent-encoded), `undefined` when the site never has one there. */
export function addressOf(path: string): Address | undefined {
  for (const { pattern, read } of patterns) {
    const found = pattern.exec(path);
    const address = found && read(...found.slice(1));
    if (address) return address;
  }
  return undefined;
}

interface Pattern {
  pattern: RegExp;
  read: (...parts: string[]) => Address | undefined;
}

const name = '([^/]+)';
const listHead = `(/archive/|/books/|/editions/|${termHeads(termKinds)})`;
const feedHead = `(${termHeads(termKinds.filter((kind) => termPages[kind].hasFeed))})`;

const patterns: Pattern[] = [
  at('/', () => ({ page: 'front' })),
  at('/archive/years/', () => ({ page: 'years' })),
  at(listHead, (path) => ({ page: 'list', list: listAt(path) })),
  at(`${listHead}from/${name}/`, (path, from) => ({ page: 'list', list: listAt(path), from })),
  ...indexedKinds.flatMap(termIndexesOf),
  at('/feed\\.xml', () => ({ page: 'feed', list: 'all' })),
  at(`${feedHead}feed\\.xml`, (path) => ({ page: 'feed', list: listAt(path) })),
  at('/sitemap\\.xml', () => ({ page: 'sitemap-index' })),
  at('/sitemaps/newest\\.xml', () => ({ page: 'sitemap' })),
  at('/sitemaps/pages\\.xml', () => ({ page: 'standing-sitemap' })),
  at(`/sitemaps/from/${name}\\.xml`, (from) => ({ page: 'sitemap', from })),
  at('/robots\\.txt', () => ({ page: 'robots' })),
  at('/desk/', () => ({ page: 'desk' })),
  at(`/assets/${name}`, (asset) => ({ page: 'asset', name: asset })),
  at('/desk/(desk-[^/]+)', (asset) => ({ page: 'asset', name: asset })),
  at(`/books/${name}/${name}/`, (slug, edition) => ({ page: 'edition', slug, edition })),
  at(`/bulletins/${name}/latest/`, (serial) => ({ page: 'latest', serial })),
  // Beside them stands the feed.
  at(`/bulletins/${name}/([^/.]+)/`, (serial, slug) => ({ page: 'bulletin', serial, slug })),
  ...documentPages.flatMap(({ folder }) => (folder === undefined ? [] : documentsIn(folder))),
];

function at(path: string, read: Pattern['read']): Pattern {
  return { pattern: new RegExp(`^${path}$`, 'u'), read };
}

function termIndexesOf(kind: TermKind): Pattern[] {
  const { folder } = termPages[kind];
  return [
    at(folder, () => ({ page: 'term-index', kind })),
    at(`${folder}from/${name}/`, (from) => ({ page: 'term-index', kind, from })),
  ];
}

/** At the root the names of files and of the site's own folders are no documents. */
function documentsIn(folder: string): Pattern {
  if (folder !== '/') return at(`${folder}${name}/`, (slug) => ({ page: 'document', folder, slug }));
  return at('/([^/.]+)/', (slug) =>
    reservedPaths.has(slug) ? undefined : { page: 'document', folder, slug },
  );
}

/** The paths of the first pages of these terms' lists. */
function termHeads(kinds: readonly TermKind[]): string {
  return kinds
    .map((kind) => termPages[kind])
    .map(({ folder, byYear }) => `${folder}${byYear ? '\\d{4}' : '[^/]+'}/`)
    .join('|');
}

function listAt(path: string): List {
  if (path === '/books/') return 'books';
  if (path === '/editions/') return pressEditions;
  const kind = termKinds.find((one) => path.startsWith(termPages[one].folder));
  const slug = kind && path.slice(termPages[kind].folder.length, -1);
  return kind && slug ? listOf({ kind, slug }) : 'all';
}
