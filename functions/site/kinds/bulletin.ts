import { type Entry, entryOf, type Membership } from '../../content/contract/lists.ts';
import { bulletinAt, bulletinsList, numbersOf } from '../../content/contract/serials.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { bulletinPage } from '../pages/bulletin.tsx';
import {
  citingPages,
  datedPages,
  listPages,
  listsShowTheSame,
  pageAt,
  type Reference,
} from '../planning/references.ts';
import type { RenderSnapshot } from '../rendering/render-snapshot.ts';
import { bulletinAddress } from '../routes.ts';
import type { FieldsOf, Published, SiteKind } from './kind.ts';

type Bulletin = FieldsOf<'bulletin'>;

/** One number of a serial: its page, those of the numbers beside it, and the lists and feeds of its serial. */
export const bulletin: SiteKind<Bulletin> = {
  touches(change, places) {
    const own = places.flatMap(ownPage);
    const dated = own.length ? [...places.flatMap(datedPages), ...naming] : [];
    // A change that was lost and is announced again does not say where it stood: the document does.
    const present: Reference[] = change.before ? [] : [{ is: 'named', slug: change.slug }];
    if (listsShowTheSame(change)) return [...own, ...dated];
    return [
      ...own,
      pageAt({ page: 'front' }),
      ...places.flatMap(listPages),
      ...places.flatMap(numbersBeside),
      ...citingPages(change),
      ...present,
      ...dated,
    ];
  },
  pages: {
    list: bulletinsList,
    addressOf: ({ slug, fields }) => bulletinAddress(fields.serial.slug, slug),
    addressAt: ({ sort }) => addressAt(sort),
    compose: composeBulletin,
  },
};

/** They name every bulletin with the time of its last change. */
const naming = [pageAt({ page: 'feed', list: 'all' }), pageAt({ page: 'standing-sitemap' })];

function addressAt(sort: string) {
  const { serial, slug } = bulletinAt(sort);
  return bulletinAddress(serial, slug);
}

const ownPage = ({ list, sort }: Membership): Reference[] =>
  list === bulletinsList ? [pageAt(addressAt(sort))] : [];

const numbersBeside = ({ list, sort }: Membership): Reference[] =>
  list.startsWith(numbersOf('')) ? [{ is: 'beside', list, sort }] : [];

async function composeBulletin(
  document: Published<Bulletin>,
  snapshot: RenderSnapshot,
  config: SiteConfig,
): Promise<string> {
  const { slug, fields, published, at, lists } = document;
  const place = lists.find(({ list }) => list === numbersOf(fields.serial.slug));
  const beside = async (towards: 'older' | 'newer') => {
    if (!place) return undefined;
    const { list, sort } = place;
    const range = towards === 'older' ? { towards, below: sort } : { towards, above: sort };
    const [nearest] = await snapshot.entries(list, { ...range, count: 1 });
    return nearest?.entry;
  };
  const [body, previous, next] = await Promise.all([
    snapshot.body(document.body),
    beside('older'),
    beside('newer'),
  ]);
  return bulletinPage(config, {
    slug,
    fields,
    published: published ?? at,
    body,
    previous,
    next,
  });
}

/** What lists and boxes show of those that are published bulletins, in the order given, each once, wherever they have
 *  moved. */
export async function bulletinEntries(slugs: string[], snapshot: RenderSnapshot): Promise<Entry[]> {
  const heads = await mapConcurrently(slugs, { concurrency: 12 }, (slug) => snapshot.publishedOrMoved(slug));
  const distinct = new Map(heads.flatMap((head) => (head ? [[head.slug, head] as const] : [])));
  return [...distinct.values()].flatMap((head) => (head.fields.kind === 'bulletin' ? [entryOf(head)] : []));
}
