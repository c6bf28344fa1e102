import {
  type Entry,
  editionSort,
  editionsList,
  entryOf,
  type Membership,
} from '../../content/contract/lists.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { bookPage } from '../pages/book.tsx';
import { citingPages, listPages, listsShowTheSame, pageAt } from '../planning/references.ts';
import type { RenderSnapshot } from '../rendering/render-snapshot.ts';
import { bookAddress, editionAddress } from '../routes.ts';
import type { FieldsOf, Published, SiteKind } from './kind.ts';
import { namingEntries } from './naming-entries.ts';

type Book = FieldsOf<'book'>;

/** Articles that a book shows as belonging to it, the newest. */
const mostArticles = 6;

/** A work with its editions: the newest has its page, older ones have theirs below it. */
export const book: SiteKind<Book> = {
  touches(change, places) {
    const isListed = places.some(({ list }) => list === 'books');
    const own = [
      pageAt(bookAddress(change.slug)),
      ...places.filter(isOfEdition).map(({ sort }) => pageAt(editionIn(sort))),
    ];
    const dated = isListed ? [pageAt({ page: 'standing-sitemap' })] : [];
    if (listsShowTheSame(change)) return [...own, ...dated];
    return [
      ...own,
      pageAt({ page: 'front' }),
      ...places.flatMap(listPages),
      ...citingPages(change),
      ...(isListed ? [linking] : []),
      ...dated,
    ];
  },
  pages: {
    folder: '/books/',
    list: 'books',
    compose: (document, snapshot, config) =>
      composeEdition(document, document.fields.editions[0]?.id, snapshot, config),
    others: ({ slug, fields }) => fields.editions.slice(1).map(({ id }) => editionAddress(slug, id)),
  },
};

/** The archive leads to the books once there are any. */
const linking = pageAt({ page: 'list', list: 'all' });

const isOfEdition = ({ list }: Membership) => list === editionsList;

function editionIn(sort: string) {
  const [slug = '', edition = ''] = sort.split('/');
  return editionAddress(slug, edition);
}

/** The page of an older edition, `undefined` if there is none. */
export async function composeOlderEdition(
  { slug, edition }: { slug: string; edition: string },
  snapshot: RenderSnapshot,
  config: SiteConfig,
): Promise<string | undefined> {
  const head = await snapshot.published(slug);
  const isOlder = head?.lists.some(
    ({ list, sort }) => list === editionsList && sort === editionSort(slug, edition),
  );
  if (!isOlder || head?.fields.kind !== 'book') return undefined;
  return composeEdition({ ...head, fields: head.fields }, edition, snapshot, config);
}

/** The articles that belong to the book stand at its own address alone: they touch no other page. */
async function composeEdition(
  document: Published<Book>,
  edition: string | undefined,
  snapshot: RenderSnapshot,
  config: SiteConfig,
): Promise<string> {
  const { slug, fields } = document;
  const isNewest = edition === fields.editions[0]?.id;
  const [body, articles] = await Promise.all([
    snapshot.body(document.body),
    isNewest ? namingEntries(document, 'book', mostArticles, snapshot) : [],
  ]);
  return bookPage(config, { slug, fields, edition, body, articles });
}

/** What lists and boxes show of those that are published books, in the order given, each once, wherever they have moved. */
export async function bookEntries(slugs: string[], snapshot: RenderSnapshot): Promise<Entry[]> {
  const heads = await Promise.all(slugs.map((slug) => snapshot.publishedOrMoved(slug)));
  const distinct = new Map(heads.flatMap((head) => (head ? [[head.slug, head] as const] : [])));
  return [...distinct.values()].flatMap((head) => (head.fields.kind === 'book' ? [entryOf(head)] : []));
}
