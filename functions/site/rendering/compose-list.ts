import type { Entry, List } from '../../content/contract/lists.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { endOfArchivePage, endOfHead, feedLength } from '../list-pages.ts';
import { feed } from '../pages/feed.ts';
import { listPage } from '../pages/list.tsx';
import { yearsPage } from '../pages/years.tsx';
import type { ListEntry, ListRange, NameSet } from '../ports.ts';
import { hrefOf } from '../routes.ts';
import type { RenderSnapshot } from './render-snapshot.ts';

/** Entries read at once: a page seldom has more. */
const stride = 60;

const sets: Record<string, NameSet> = {
  section: 'sections',
  tag: 'tags',
  author: 'authors',
  series: 'series',
};

/** The first page of a list, or the archive page that `from` opens. */
export async function composeList(
  { list, from }: { list: List; from?: string },
  snapshot: RenderSnapshot,
  config: SiteConfig,
): Promise<string | undefined> {
  const [name, part] = await Promise.all([
    nameOf(list, snapshot, config),
    from === undefined ? partFrom(list, undefined, endOfHead, snapshot) : archivePart(list, from, snapshot),
  ]);
  const { entries, older } = part;
  if (!entries.length && (from !== undefined || !standsEmpty(list, config))) return undefined;
  const isWhole = from === undefined && older === undefined;
  const order = isWhole && list.startsWith('series#') ? inReadingOrder : inListOrder;
  return listPage(config, { list, name, from, older, entries: order(entries) });
}

export async function composeFeed(
  list: List,
  snapshot: RenderSnapshot,
  config: SiteConfig,
): Promise<string | undefined> {
  const [name, listEntry] = await Promise.all([
    list === 'all' ? undefined : nameOf(list, snapshot, config),
    snapshot.entries(list, { towards: 'older', count: feedLength }),
  ]);
  if (!listEntry.length && !standsEmpty(list, config)) return undefined;
  return feed(config, { list, name, entries: listEntry.map(({ entry }) => entry) });
}

/** Looks into every year's list: that page alone costs as many reads as there are years, and is seldom made. */
export async function composeYears(snapshot: RenderSnapshot, config: SiteConfig): Promise<string> {
  const [published, written] = await Promise.all([
    yearsIn('years', 'year#', snapshot),
    yearsIn('written', 'written#', snapshot),
  ]);
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
  const place = head?.lists?.find((one) => one.list === list && one.border);
  return place ? partFrom(list, place.sort, endOfArchivePage, snapshot) : { entries: [] };
}

async function partFrom(
  list: List,
  from: string | undefined,
  endOf: (listEntry: ListEntry[]) => number | undefined,
  snapshot: RenderSnapshot,
): Promise<Part> {
  const listEntry: ListEntry[] = [];
  let range: ListRange = { towards: 'older', from, count: stride };
  for (;;) {
    const more = await snapshot.entries(list, range);
    listEntry.push(...more);
    const end = endOf(listEntry);
    if (end !== undefined || more.length < stride) return cutAt(listEntry, end);
    range = { towards: 'older', below: listEntry.at(-1)?.sort, count: stride };
  }
}

const cutAt = (listEntry: ListEntry[], end: number | undefined): Part => ({
  entries: listEntry.slice(0, end).map(({ entry }) => entry),
  older: end === undefined ? undefined : listEntry[end]?.entry.slug,
});

/** The archive and the sections of the navigation can be looked at before anything stands in them. */
const standsEmpty = (list: List, config: SiteConfig): boolean =>
  list === 'all' || config.sections.some(({ href }) => href === hrefOf({ page: 'list', list }));

async function nameOf(list: List, snapshot: RenderSnapshot, config: SiteConfig): Promise<string> {
  const [kind = '', slug = ''] = list.split('#');
  const set = sets[kind];
  if (!set) return slug;
  const href = hrefOf({ page: 'list', list });
  return (
    config.sections.find((link) => link.href === href)?.name ?? (await snapshot.name({ set, slug })) ?? slug
  );
}

const inListOrder = (entries: Entry[]): Entry[] => entries;

/** A series is read from its first part on; parts without a number by their date. */
const inReadingOrder = (entries: Entry[]): Entry[] =>
  [...entries].reverse().sort((one, other) => (one.part ?? 0) - (other.part ?? 0));

async function yearsIn(set: NameSet, start: string, snapshot: RenderSnapshot): Promise<string[]> {
  const names = await snapshot.names(set, 1000);
  const years = names.map(({ slug }) => slug).reverse();
  const held = await Promise.all(
    years.map((year) => snapshot.positions(start + year, { towards: 'older', count: 1 })),
  );
  return years.filter((_, at) => held[at]?.length);
}
