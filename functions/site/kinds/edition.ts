import type { StoredHead } from '../../content/contract/document.ts';
import { type Entry, entryOf, type Membership, pressEditions } from '../../content/contract/lists.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { eventBoxOf } from '../pages/event-box.tsx';
import { type EditionPiece, pressEditionPage } from '../pages/press-edition.tsx';
import { listPages, listsShowTheSame, pageAt, type Reference } from '../planning/references.ts';
import type { RenderSnapshot } from '../rendering/render-snapshot.ts';
import { pressEditionAddress, standingAddress } from '../routes.ts';
import type { FieldsOf, Published, SiteKind } from './kind.ts';

type Edition = FieldsOf<'edition'>;

/** What readers got at one moment: its page shows what it has of articles, books, bulletins, events and pages. */
export const edition: SiteKind<Edition> = {
  touches(change, places) {
    const isListed = places.some(({ list }) => list === pressEditions);
    const own = [pageAt(pressEditionAddress(change.slug))];
    const dated = isListed ? [pageAt({ page: 'standing-sitemap' })] : [];
    if (listsShowTheSame(change)) return [...own, ...dated];
    return [
      ...own,
      ...places.flatMap(listPages),
      ...places.flatMap(editionsBeside),
      ...(isListed ? [linking] : []),
      ...dated,
    ];
  },
  pages: { folder: '/editions/', list: pressEditions, compose },
};

/** The archive leads to the editions once there are any. */
const linking = pageAt({ page: 'list', list: 'all' });

const editionsBeside = ({ list, sort }: Membership): Reference[] =>
  list === pressEditions ? [{ is: 'beside', list, sort }] : [];

async function compose(
  { slug, fields, published, at, lists, ...document }: Published<Edition>,
  snapshot: RenderSnapshot,
  config: SiteConfig,
): Promise<string> {
  const sort = lists.find(({ list }) => list === pressEditions)?.sort;
  const [body, pieces, previous, next] = await Promise.all([
    snapshot.body(document.body),
    piecesOf(fields.documents, snapshot),
    beside(sort, 'older', snapshot),
    beside(sort, 'newer', snapshot),
  ]);
  return pressEditionPage(config, { slug, fields, published: published ?? at, body, pieces, previous, next });
}

async function beside(
  sort: string | undefined,
  towards: 'older' | 'newer',
  snapshot: RenderSnapshot,
): Promise<Entry | undefined> {
  if (sort === undefined) return undefined;
  const range = towards === 'older' ? { towards, below: sort } : { towards, above: sort };
  const [nearest] = await snapshot.entries(pressEditions, { ...range, count: 1 });
  return nearest?.entry;
}

/** Those that are published, in the order given, each once, wherever they have moved. */
async function piecesOf(slugs: string[], snapshot: RenderSnapshot): Promise<EditionPiece[]> {
  const heads = await mapConcurrently(slugs, { concurrency: 12 }, (slug) => snapshot.publishedOrMoved(slug));
  const distinct = new Map(heads.flatMap((head) => (head ? [[head.slug, head] as const] : [])));
  return [...distinct.values()].flatMap((head) => pieceOf(head) ?? []);
}

/** The front page and newsletters have no place of their own in it. */
function pieceOf(head: StoredHead): EditionPiece | undefined {
  const { slug, fields } = head;
  switch (fields.kind) {
    case 'article':
    case 'book':
    case 'bulletin':
      return { is: fields.kind, entry: entryOf(head) };
    case 'event':
      return { is: 'event', event: eventBoxOf(slug, fields) };
    case 'page':
      return { is: 'page', title: fields.title, address: standingAddress(slug), language: fields.language };
    default:
      return undefined;
  }
}
