import { describe, expect, it } from 'vitest';
import type { DocumentChanged, DocumentTrace } from '../../../../functions/content/contract/change.ts';
import type { Membership } from '../../../../functions/content/contract/lists.ts';
import { affectedPages } from '../../../../functions/site/planning/affected-pages.ts';
import { pagesResolver } from '../../../../functions/site/planning/resolve-pages.ts';
import { GreatArchive, slugAt } from '../great-archive.ts';

const sizes = [100, 10_000, 1_000_000];
const places = ['head', 'middle', 'tail'] as const;
type Place = (typeof places)[number];

/** Ages for the place, a few each time, so that borders fall this way and that. */
const agesAt = (place: Place, size: number, round: number): number =>
  ({ head: 0, middle: Math.floor(size / 2), tail: size - 30 })[place] + round;

const rounds = Array.from({ length: 25 }, (_, round) => round);

interface Count {
  pages: number;
  queries: number;
  positionsRead: number;
}

describe.each(sizes)('in an archive of %i articles', (size) => {
  it('the newest article, with one section, three tags and two authors, touches at most 30 pages', async () => {
    for (const round of rounds) {
      const { pages } = await insert(size, 0, `fresh-${round}`);
      expect(pages).toBeLessThanOrEqual(30);
    }
  });

  describe.each(places)('at the %s', (place) => {
    it.each([
      ['inserting', insert],
      ['removing', remove],
      ['re-dating', redate],
    ] as const)('%s touches at most 48 pages, and reads no more than around them', async (_, change) => {
      for (const round of rounds) {
        const count = await change(size, agesAt(place, size, round), `moving-${round}`);
        expect(count.pages).toBeLessThanOrEqual(48);
        expect(count.queries).toBeLessThanOrEqual(90);
        expect(count.positionsRead).toBeLessThanOrEqual(2_500);
      }
    });
  });
});

it.each(places)('touches as many pages of a million as of ten thousand, at the %s', async (place) => {
  const means = await Promise.all(
    [10_000, 1_000_000].map(async (size) => {
      const counts = await Promise.all(
        rounds.map((round) => insert(size, agesAt(place, size, round), `new-${round}`)),
      );
      return counts.reduce((sum, { pages }) => sum + pages, 0) / counts.length;
    }),
  );
  const [few = 0, many = 0] = means;
  expect(Math.abs(many - few)).toBeLessThan(4);
});

it('the newest articles, when many come at once, are looked up in each list together', async () => {
  const archive = new GreatArchive(10_000);
  const fresh = Array.from({ length: 10 }, (_, age) => ({ age, slug: `fresh-${age}` }));
  for (const { slug, age } of fresh) archive.add(slug, archive.placesOf(slug, age));
  const resolve = pagesResolver(archive);
  const affected = fresh.map(({ slug, age }) => {
    const lists = archive.placesOf(slug, age);
    return affectedPages(changeOf(slug, undefined, { lists, entry: 'new' }));
  });
  await Promise.all(affected.map((one) => one !== 'everything' && resolve(one)));
  // Each alone would need thirteen; together they share the archive, the year and whatever they have in common.
  expect(archive.queries).toBeLessThanOrEqual(90);
});

it('a new body alone touches the article, the feeds that show it and its shard of the sitemap', async () => {
  const archive = new GreatArchive(10_000);
  const lists = archive.placesOf(slugAt(3), 3);
  const change = changeOf(slugAt(3), { lists, entry: 'same' }, { lists, entry: 'same' });
  expect((await pathsOf(change, archive)).sort()).toEqual([
    '/articles/article-3/',
    '/feed.xml',
    '/sections/3/feed.xml',
    '/sitemaps/newest.xml',
  ]);
});

it('the press on every page touches everything, the front document the front page', () => {
  expect(affectedPages({ slug: 'press', id: 'press', kind: 'press' })).toBe('everything');
  expect(affectedPages({ slug: 'front', id: 'front', kind: 'front' })).toEqual([{ is: 'path', path: '/' }]);
});

it('a standing page touches itself and its sitemap', async () => {
  const lists = [{ list: 'pages', sort: 'about' }];
  const change = { ...changeOf('about', undefined, { lists, entry: 'x' }), kind: 'page' as const };
  const paths = await pathsOf(change, new GreatArchive(100));
  expect(paths.sort()).toEqual(['/about/', '/sitemaps/pages.xml']);
});

it('an event touches the front page, the articles that name it and the sitemap, also by its old slug', async () => {
  const archive = new GreatArchive(100);
  const sort = '2026-01-01#rally';
  archive.add('rally', [{ list: 'cites#may-school', sort }]);
  const lists = [{ list: 'events', sort: '2027-07-01T10:00#summer-school' }];
  const change = changeOf('summer-school', { lists, entry: 'x' }, { lists, entry: 'x' });
  const after = change.after && { ...change.after, former: ['may-school'] };
  expect(await pathsOf({ ...change, kind: 'event', after }, archive)).toEqual([
    '/',
    '/articles/rally/',
    '/sitemaps/pages.xml',
  ]);
});

async function insert(size: number, age: number, slug: string): Promise<Count> {
  const archive = new GreatArchive(size);
  const lists = archive.placesOf(slug, age);
  archive.add(slug, lists);
  return count(changeOf(slug, undefined, { lists, entry: 'new' }), archive);
}

async function remove(size: number, age: number): Promise<Count> {
  const archive = new GreatArchive(size);
  const lists = archive.placesOf(slugAt(age), age);
  archive.remove(slugAt(age));
  return count(changeOf(slugAt(age), { lists, entry: 'old' }, { lists: [], entry: 'old' }), archive);
}

/** From where it stands to another end of the archive. */
async function redate(size: number, age: number): Promise<Count> {
  const archive = new GreatArchive(size);
  const slug = slugAt(age);
  const before = archive.placesOf(slug, age);
  const after = archive.placesOf(slug, age, archive.dateAt((age + size / 3) % size));
  archive.remove(slug);
  archive.add(slug, after);
  return count(changeOf(slug, { lists: before, entry: 'old' }, { lists: after, entry: 'new' }), archive);
}

async function count(change: DocumentChanged, archive: GreatArchive): Promise<Count> {
  const { length: pages } = await pathsOf(change, archive);
  return { pages, queries: archive.queries, positionsRead: archive.positionsRead };
}

async function pathsOf(change: DocumentChanged, archive: GreatArchive): Promise<string[]> {
  const affected = affectedPages(change);
  if (affected === 'everything') throw new Error('Not everything is touched by this');
  return pagesResolver(archive)(affected);
}

type State = { lists: Membership[]; entry: string };

function changeOf(slug: string, before: State | undefined, after: State): DocumentChanged {
  const trace = (state: State): DocumentTrace => ({
    revision: 1,
    status: state.lists.length ? 'published' : 'withdrawn',
    ...state,
  });
  return { slug, id: slug, kind: 'article', ...(before && { before: trace(before) }), after: trace(after) };
}
