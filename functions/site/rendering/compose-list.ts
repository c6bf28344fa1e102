import {
  type Entry,
  type List,
  listOf,
  pagesAbout,
  pressEditions,
  type TermKind,
  termOf,
} from '../../content/contract/lists.ts';
import { bulletinsList } from '../../content/contract/serials.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { byteOrder } from '../../runtime/byte-order.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { canBeEmpty } from '../has-page.ts';
import { endOfArchivePage, endOfHead, feedLength, isByYear } from '../lists.ts';
import { feed } from '../pages/feed.ts';
import { listPage } from '../pages/list.tsx';
import { yearsPage } from '../pages/years.tsx';
import type { ListEntry, ListRange } from '../ports.ts';
import { hrefOf } from '../routes.ts';
import { kindsWithIndex } from './compose-index.ts';
import type { RenderSnapshot } from './render-snapshot.ts';

/** Entries in one query: a page seldom has more. */
const queryLimit = 60;

/** The first page of a list, or the archive page that `from` opens. */
export async function composeList(
  { list, from }: { list: List; from?: string },
  snapshot: RenderSnapshot,
  config: SiteConfig,
): Promise<string | undefined> {
  const isArchive = list === 'all' && from === undefined;
  const [name, indexes, books, editions, about, part] = await Promise.all([
    nameOf(list, snapshot, config),
    isArchive ? kindsWithIndex(snapshot) : [],
    isArchive ? snapshot.positions('books', { towards: 'older', count: 1 }) : [],
    isArchive ? snapshot.positions(pressEditions, { towards: 'older', count: 1 }) : [],
    from === undefined ? pageAbout(list, snapshot) : undefined,
    from === undefined ? partFrom(list, undefined, endOfHead, snapshot) : archivePart(list, from, snapshot),
  ]);
  const { entries, older } = part;
  if (!entries.length && (from !== undefined || !canBeEmpty(list, config))) return undefined;
  const isWhole = from === undefined && older === undefined;
  const order = isWhole && termOf(list)?.kind === 'series' ? inReadingOrder : inListOrder;
  return listPage(config, {
    list,
    name,
    from,
    older,
    indexes,
    hasBooks: books.length > 0,
    hasEditions: editions.length > 0,
    about,
    entries: order(entries),
  });
}

/** What a page says of the author whose list it is; one of them, should there be several. */
async function pageAbout(list: List, snapshot: RenderSnapshot): Promise<Entry | undefined> {
  const term = termOf(list);
  if (term?.kind !== 'authors') return undefined;
  const [newest] = await snapshot.entries(pagesAbout(term.slug), { towards: 'older', count: 1 });
  return newest?.entry;
}

export async function composeFeed(
  list: List,
  snapshot: RenderSnapshot,
  config: SiteConfig,
): Promise<string | undefined> {
  const isAll = list === 'all';
  const [name, own, bulletins] = await Promise.all([
    isAll ? undefined : nameOf(list, snapshot, config),
    snapshot.entries(list, { towards: 'older', count: feedLength }),
    isAll ? snapshot.entries(bulletinsList, { towards: 'older', count: feedLength }) : [],
  ]);
  const newest = isAll ? newestFirst([...own, ...bulletins]).slice(0, feedLength) : own;
  if (!newest.length && !canBeEmpty(list, config)) return undefined;
  return feed(config, { list, name, entries: newest.map(({ entry }) => entry) });
}

/** Both lists are ordered by a date in front. */
const newestFirst = (entries: ListEntry[]): ListEntry[] =>
  entries.sort((one, other) => byteOrder(other.sort, one.sort));

/** Queries the list of every year: this page costs as many reads as there are years, and is seldom rendered. */
export async function composeYears(snapshot: RenderSnapshot, config: SiteConfig): Promise<string> {
  const [published, written] = await Promise.all([yearsIn('years', snapshot), yearsIn('written', snapshot)]);
  return yearsPage(config, { published, written });
}

interface Part {
  entries: Entry[];
  /** The slug that opens the next older page. */
  older?: string;
}

/** The page that the article opens, if it opens one now. */
async function archivePart(list: List, from: string, snapshot: RenderSnapshot): Promise<Part> {
  const head = await snapshot.published(from);
  const place = head?.lists.find((one) => one.list === list && one.border);
  return place ? partFrom(list, place.sort, endOfArchivePage, snapshot) : { entries: [] };
}

async function partFrom(
  list: List,
  from: string | undefined,
  endOf: (read: ListEntry[]) => number | undefined,
  snapshot: RenderSnapshot,
): Promise<Part> {
  const read: ListEntry[] = [];
  let range: ListRange = { towards: 'older', from, count: queryLimit };
  for (;;) {
    const more = await snapshot.entries(list, range);
    read.push(...more);
    const end = endOf(read);
    if (end !== undefined || more.length < queryLimit) return cutAt(read, end);
    range = { towards: 'older', below: read.at(-1)?.sort, count: queryLimit };
  }
}

const cutAt = (read: ListEntry[], end: number | undefined): Part => ({
  entries: read.slice(0, end).map(({ entry }) => entry),
  older: end === undefined ? undefined : read[end]?.entry.slug,
});

async function nameOf(list: List, snapshot: RenderSnapshot, config: SiteConfig): Promise<string> {
  const term = termOf(list);
  if (!term || isByYear(list)) return term?.slug ?? '';
  const href = hrefOf({ page: 'list', list });
  const section = config.sections.find((link) => link.href === href);
  return section?.name ?? (await snapshot.termName(term)) ?? term.slug;
}

const inListOrder = (entries: Entry[]): Entry[] => entries;

/** A series is read from its first part on; parts without a number by their date. */
const inReadingOrder = (entries: Entry[]): Entry[] =>
  [...entries].reverse().sort((one, other) => (one.part ?? 0) - (other.part ?? 0));

async function yearsIn(kind: TermKind, snapshot: RenderSnapshot): Promise<string[]> {
  const terms = await snapshot.terms(kind, 1000);
  const years = terms.map(({ slug }) => slug).reverse();
  const newest = await mapConcurrently(years, { concurrency: 8 }, (slug) =>
    snapshot.positions(listOf({ kind, slug }), { towards: 'older', count: 1 }),
  );
  return years.filter((_, at) => newest[at]?.length);
}
