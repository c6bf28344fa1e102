import type { List } from '../../content/contract/lists.ts';
import { byteOrder } from '../../runtime/byte-order.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { endOfHead, feedLength, relatedCount } from '../list-pages.ts';
import type { ListPosition, ListReader } from '../ports.ts';
import { pathOf } from '../routes.ts';
import type { Reference } from './affected-pages.ts';
import { type ListNeighbours, listNeighbours, type Position, stride } from './list-neighbours.ts';

/** Look-ups of one change at once: few, for its article is being rendered at the same time, and somebody waits for
 *  that. */
const concurrency = 3;

/**
 * Gives the paths of the pages referred to, as the lists stand now; each once, what readers look for first in
 * front. Reads a few stops around each position, never a whole list: at most three queries a position, seldom
 * more; what several changes of a batch ask, once. Keep it only as long as a batch, as a reading.
 */
export function pagesResolver(reader: ListReader): (references: Reference[]) => Promise<string[]> {
  const neighbours = listNeighbours(reader);
  return async (references) => {
    const paths = await mapConcurrently(references, { concurrency }, (reference) =>
      resolve(reference, reader, neighbours),
    );
    return [...new Set(paths.flat())];
  };
}

async function resolve(reference: Reference, reader: ListReader, near: ListNeighbours): Promise<string[]> {
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
      return [await shardHolding(reference.sort, near)];
    case 'newer neighbours':
      return articles((await near.newer(reference)).slice(0, relatedCount));
    case 'citing':
      return articles(await everyStop(`cites#${reference.slug}`, reader));
    case 'years':
      // Whether the list gained its first or lost its last cannot be told from its length when many come at once. But
      // the oldest of them, whichever comes when, always finds itself the oldest.
      return (await near.hasOlder(reference)) ? [] : [pathOf({ page: 'years' })];
  }
}

/**
 * A change at a position leaves the head as it was exactly if the head ends above it, before and after alike:
 * what is newer than the position did not change, and only that decides.
 */
async function inHead(position: Position, near: ListNeighbours): Promise<boolean> {
  const newer = await near.newer(position);
  if (newer.length < stride) return endOfHead([...newer].reverse()) === undefined;
  const end = await near.headEnd(position.list);
  return end === undefined || byteOrder(end.sort, position.sort) <= 0;
}

async function inFeed(position: Position, near: ListNeighbours): Promise<boolean> {
  return (await near.newer(position)).length < feedLength;
}

async function nearestBorder(
  position: Position,
  reader: ListReader,
  near: ListNeighbours,
): Promise<ListPosition | undefined> {
  let positions = await near.newer(position);
  for (;;) {
    const border = positions.find((position) => position.border);
    const last = positions.at(-1);
    if (border || !last || positions.length < stride) return border;
    positions = await reader.positions(position.list, { towards: 'newer', above: last.sort, count: stride });
  }
}

async function shardHolding(sort: string, near: ListNeighbours): Promise<string> {
  const [shard] = await near.newer({ list: 'shards', sort });
  return pathOf({ page: 'sitemap', from: shard?.slug });
}

async function everyStop(list: List, reader: ListReader): Promise<ListPosition[]> {
  const positions: ListPosition[] = [];
  for (;;) {
    const more = await reader.positions(list, {
      towards: 'older',
      below: positions.at(-1)?.sort,
      count: stride,
    });
    positions.push(...more);
    if (more.length < stride) return positions;
  }
}

const articles = (positions: ListPosition[]) =>
  positions.map(({ slug }) => pathOf({ page: 'article', slug }));

const archivePages = (list: List, border?: ListPosition) =>
  border ? [pathOf({ page: 'list', list, from: border.slug })] : [];
