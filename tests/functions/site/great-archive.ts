import { type Membership, opensPage } from '../../../functions/content/contract/lists.ts';
import type { Content, ListPosition, ListRange } from '../../../functions/site/ports.ts';
import { firstIndex } from './content-in-memory.ts';

const newest = Date.UTC(2026, 0, 1);
const span = 80 * 365.25 * 24 * 3_600_000;

/** An article's lists follow from its age (0 is the newest): every eighth is in the same section, and so on. */
const families = { 'section#': 8, 'tag#a': 40, 'tag#b': 25, 'tag#c': 16, 'author#a': 60, 'author#b': 35 };

/** The ages in a list: `first`, `first + every`, … */
interface Row {
  first: number;
  every: number;
  length: number;
}

/**
 * An archive of `size` articles over eighty years, each with a section, three tags and two authors. Nothing is
 * stored, all follows from an article's age, so that a million are there as quickly as a hundred.
 */
export class GreatArchive implements Pick<Content, 'positions' | 'lookUp'> {
  readonly size: number;
  readonly #removed = new Set<string>();
  readonly #added = new Map<string, ListPosition[]>();
  queries = 0;
  positionsRead = 0;

  constructor(size: number) {
    this.size = size;
  }

  dateAt = (age: number): string => new Date(newest - Math.round((age * span) / this.size)).toISOString();

  /** The lists of an article of that age and date. */
  placesOf(slug: string, age: number, date = this.dateAt(age)): Membership[] {
    const named = Object.entries(families).map(([family, count]) => `${family}${age % count}`);
    const year = date.slice(0, 4);
    const lists = ['all', ...named, `year#${year}`, `written#${year}`];
    const places = lists.map((list) => ({ list, sort: `${date}#${slug}`, border: opensPage(list, slug) }));
    return opensPage('shards', slug) ? [...places, { list: 'shards', sort: `${date}#${slug}` }] : places;
  }

  remove(slug: string): void {
    this.#removed.add(slug);
  }

  add(slug: string, places: Membership[]): void {
    for (const { list, sort } of places) this.#added.set(list, [positionOf(list, slug, sort)]);
  }

  async positions(list: string, range: ListRange): Promise<ListPosition[]> {
    const stored = this.#stored(list, range).filter(({ slug }) => !this.#removed.has(slug));
    const added = this.#added.get(list)?.filter(({ sort }) => isWithin(sort, range)) ?? [];
    const newestFirst = [...stored, ...added].sort((one, other) => (one.sort < other.sort ? 1 : -1));
    const nearestFirst = range.towards === 'newer' ? newestFirst.reverse() : newestFirst;
    const positions = nearestFirst.slice(0, range.count);
    this.queries += 1;
    this.positionsRead += positions.length;
    return positions;
  }

  /** What an article names is not there. */
  lookUp = async () => ({ documents: new Map(), terms: new Map(), slugs: new Map() });

  #stored(list: string, range: ListRange): ListPosition[] {
    const { first, every, length } = this.#rowOf(list);
    const sortOf = (at: number) => this.#sortOf(first + at * every);
    // One more than asked for: one may have been removed.
    const count = range.count + 1;
    const border = firstIndex(length, (at) => isPast(sortOf(at), range));
    const from = range.towards === 'newer' ? Math.max(0, border - count) : border;
    const to = range.towards === 'newer' ? border : Math.min(length, border + count);
    return Array.from({ length: to - from }, (_, at) => {
      const age = first + (from + at) * every;
      return positionOf(list, slugAt(age), this.#sortOf(age));
    });
  }

  #rowOf(list: string): Row {
    if (list === 'all') return { first: 0, every: 1, length: this.size };
    const [family = '', every] = Object.entries(families).find(([start]) => list.startsWith(start)) ?? [];
    if (every) {
      const first = Number(list.slice(family.length));
      return { first, every, length: Math.max(0, Math.ceil((this.size - first) / every)) };
    }
    const year = /^(?:year|written)#(\d{4})$/.exec(list)?.[1];
    if (year === undefined) return { first: 0, every: 1, length: 0 };
    const first = firstIndex(this.size, (age) => this.dateAt(age).slice(0, 4) <= year);
    const end = firstIndex(this.size, (age) => this.dateAt(age).slice(0, 4) < year);
    return { first, every: 1, length: end - first };
  }

  #sortOf = (age: number) => `${this.dateAt(age)}#${slugAt(age)}`;
}

export const slugAt = (age: number): string => `article-${age}`;

/** Whether a position is the first that lies behind the edge from which the range is read, or older still. */
function isPast(sort: string, range: ListRange): boolean {
  if (range.towards === 'newer') return sort <= range.above;
  if (range.from !== undefined) return sort <= range.from;
  return range.below === undefined || sort < range.below;
}

const isWithin = (sort: string, range: ListRange) =>
  range.towards === 'newer' ? !isPast(sort, range) : isPast(sort, range);

const positionOf = (list: string, slug: string, sort: string): ListPosition => ({
  slug,
  sort,
  updated: '',
  border: opensPage(list, slug),
  shard: false,
});
