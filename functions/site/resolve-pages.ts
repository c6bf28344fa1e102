import type { List } from '../content/list.ts';
import type { Reference } from './affected-pages.ts';
import { endOfHead, feedLength, relatedCount } from './list-pages.ts';
import type { ListReader, Stop } from './ports.ts';
import { pathOf } from './routes.ts';

/** Stops read at once: enough to meet a border four times out of five. */
const stride = 40;

/**
 * Gives the paths of the pages referred to, as the lists stand now; each once, what readers look for first in
 * front. Reads a few stops around each position, never a whole list: at most three queries a position, seldom
 * more; what lies around a position, and a list's head, once. Keep it only as long as a batch, as a reading.
 */
export function pagesResolver(reader: ListReader): (references: Reference[]) => Promise<string[]> {
  const surroundings = surroundingsOf(reader);
  return async (references) => {
    const paths = await Promise.all(references.map((reference) => resolve(reference, reader, surroundings)));
    return [...new Set(paths.flat())];
  };
}

type Surroundings = ReturnType<typeof surroundingsOf>;

async function resolve(reference: Reference, reader: ListReader, near: Surroundings): Promise<string[]> {
  switch (reference.is) {
    case 'path':
      return [reference.path];
    case 'head':
      return (await inHead(reference, near)) ? [pathOf({ page: 'list', list: reference.list })] : [];
    case 'holder':
      return archivePages(reference.list, await nearestBorder(reference, reader, near));
    case 'feed':
      return (await inFeed(reference, near)) ? [pathOf({ page: 'feed', list: reference.list })] : [];
    case 'shard':
      return [await shardHolding(reference.sort, reader)];
    case 'newer neighbours':
      return articles((await near.newer(reference)).slice(0, relatedCount));
    case 'citing':
      return articles(await everyStop(`cites#${reference.slug}`, reader));
    case 'years':
      return (await isOldest(reference, reader)) ? [pathOf({ page: 'years' })] : [];
  }
}

interface Position {
  list: List;
  sort: string;
}

/** Several questions are asked about each position; the lists are read once for all of them. */
function surroundingsOf(reader: ListReader) {
  const newer = once(({ list, sort }: Position) =>
    reader.stops(list, { towards: 'newer', above: sort, count: stride }),
  );
  const newest = once(({ list }: Position) => headOf(list, reader), 'list');
  return { newer, newest };
}

function once<V>(read: (position: Position) => Promise<V>, per: 'list' | 'position' = 'position') {
  const known = new Map<string, Promise<V>>();
  return (position: Position): Promise<V> => {
    const key = per === 'list' ? position.list : `${position.list}\n${position.sort}`;
    const value = known.get(key) ?? read(position);
    known.set(key, value);
    return value;
  };
}

/** The stop that ends the head of the list; without one the head is the whole list. */
async function headOf(list: List, reader: ListReader): Promise<Stop | undefined> {
  const stops: Stop[] = [];
  for (;;) {
    const more = await reader.stops(list, { towards: 'older', below: stops.at(-1)?.sort, count: stride });
    stops.push(...more);
    const end = endOfHead(stops);
    if (end !== undefined) return stops[end];
    if (more.length < stride) return undefined;
  }
}

/**
 * A change at a position leaves the head as it was exactly if the head ends above it, before and after alike:
 * what is newer than the position did not change, and only that decides.
 */
async function inHead(position: Position, near: Surroundings): Promise<boolean> {
  const newer = await near.newer(position);
  if (newer.length < stride) return endOfHead([...newer].reverse()) === undefined;
  const end = await near.newest(position);
  return end === undefined || end.sort <= position.sort;
}

async function inFeed(position: Position, near: Surroundings): Promise<boolean> {
  return (await near.newer(position)).length < feedLength;
}

async function nearestBorder(
  position: Position,
  reader: ListReader,
  near: Surroundings,
): Promise<Stop | undefined> {
  let stops = await near.newer(position);
  for (;;) {
    const border = stops.find((stop) => stop.border);
    const last = stops.at(-1);
    if (border || !last || stops.length < stride) return border;
    stops = await reader.stops(position.list, { towards: 'newer', above: last.sort, count: stride });
  }
}

async function shardHolding(sort: string, reader: ListReader): Promise<string> {
  const [shard] = await reader.stops('shards', { towards: 'newer', above: sort, count: 1 });
  return pathOf({ page: 'sitemap', from: shard?.slug });
}

/**
 * Whether a year's list has just gained its first article or lost its last cannot be told from its length when
 * many come at once. But the oldest of them, whichever comes when, always finds itself the oldest.
 */
async function isOldest({ list, sort }: Position, reader: ListReader): Promise<boolean> {
  const older = await reader.stops(list, { towards: 'older', below: sort, count: 1 });
  return older.length === 0;
}

async function everyStop(list: List, reader: ListReader): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (;;) {
    const more = await reader.stops(list, { towards: 'older', below: stops.at(-1)?.sort, count: stride });
    stops.push(...more);
    if (more.length < stride) return stops;
  }
}

const articles = (stops: Stop[]) => stops.map(({ slug }) => pathOf({ page: 'article', slug }));

const archivePages = (list: List, border?: Stop) =>
  border ? [pathOf({ page: 'list', list, from: border.slug })] : [];
