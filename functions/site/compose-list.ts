import type { Entry, List } from '../content/list.ts';
import type { Paper } from '../look/paper.ts';
import { endOfArchivePage, endOfHead, feedLength } from './list-pages.ts';
import { feed } from './pages/feed.ts';
import { listPage } from './pages/list.tsx';
import { yearsPage } from './pages/years.tsx';
import type { NameSet, Placed, Stretch } from './ports.ts';
import type { Reading } from './reading.ts';
import { hrefOf } from './routes.ts';

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
  reading: Reading,
  paper: Paper,
): Promise<string | undefined> {
  const [name, part] = await Promise.all([
    nameOf(list, reading, paper),
    from === undefined ? partFrom(list, undefined, endOfHead, reading) : archivePart(list, from, reading),
  ]);
  const { entries, older } = part;
  if (!entries.length && (from !== undefined || !standsEmpty(list, paper))) return undefined;
  const isWhole = from === undefined && older === undefined;
  const order = isWhole && list.startsWith('series#') ? inReadingOrder : inListOrder;
  return listPage(paper, { list, name, from, older, entries: order(entries) });
}

export async function composeFeed(list: List, reading: Reading, paper: Paper): Promise<string | undefined> {
  const [name, placed] = await Promise.all([
    list === 'all' ? undefined : nameOf(list, reading, paper),
    reading.entries(list, { towards: 'older', count: feedLength }),
  ]);
  if (!placed.length && !standsEmpty(list, paper)) return undefined;
  return feed(paper, { list, name, entries: placed.map(({ entry }) => entry) });
}

/** Looks into every year's list: that page alone costs as many reads as there are years, and is seldom made. */
export async function composeYears(reading: Reading, paper: Paper): Promise<string> {
  const [published, written] = await Promise.all([
    yearsIn('years', 'year#', reading),
    yearsIn('written', 'written#', reading),
  ]);
  return yearsPage(paper, { published, written });
}

interface Part {
  entries: Entry[];
  /** The slug that opens the next older page. */
  older?: string;
}

/** The page that the article opens, if it opens one now. */
async function archivePart(list: List, from: string, reading: Reading): Promise<Part> {
  const head = await reading.published(from);
  const place = head?.lists?.find((one) => one.list === list && one.border);
  return place ? partFrom(list, place.sort, endOfArchivePage, reading) : { entries: [] };
}

async function partFrom(
  list: List,
  from: string | undefined,
  endOf: (placed: Placed[]) => number | undefined,
  reading: Reading,
): Promise<Part> {
  const placed: Placed[] = [];
  let stretch: Stretch = { towards: 'older', from, count: stride };
  for (;;) {
    const more = await reading.entries(list, stretch);
    placed.push(...more);
    const end = endOf(placed);
    if (end !== undefined || more.length < stride) return cutAt(placed, end);
    stretch = { towards: 'older', below: placed.at(-1)?.sort, count: stride };
  }
}

const cutAt = (placed: Placed[], end: number | undefined): Part => ({
  entries: placed.slice(0, end).map(({ entry }) => entry),
  older: end === undefined ? undefined : placed[end]?.entry.slug,
});

/** The archive and the sections of the navigation can be looked at before anything stands in them. */
const standsEmpty = (list: List, paper: Paper): boolean =>
  list === 'all' || paper.sections.some(({ href }) => href === hrefOf({ page: 'list', list }));

async function nameOf(list: List, reading: Reading, paper: Paper): Promise<string> {
  const [kind = '', slug = ''] = list.split('#');
  const set = sets[kind];
  if (!set) return slug;
  const href = hrefOf({ page: 'list', list });
  return (
    paper.sections.find((link) => link.href === href)?.name ?? (await reading.name({ set, slug })) ?? slug
  );
}

const inListOrder = (entries: Entry[]): Entry[] => entries;

/** A series is read from its first part on; parts without a number by their date. */
const inReadingOrder = (entries: Entry[]): Entry[] =>
  [...entries].reverse().sort((one, other) => (one.part ?? 0) - (other.part ?? 0));

async function yearsIn(set: NameSet, start: string, reading: Reading): Promise<string[]> {
  const names = await reading.names(set, 1000);
  const years = names.map(({ slug }) => slug).reverse();
  const held = await Promise.all(
    years.map((year) => reading.stops(start + year, { towards: 'older', count: 1 })),
  );
  return years.filter((_, at) => held[at]?.length);
}
