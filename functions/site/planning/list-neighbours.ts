import type { List } from '../../content/contract/lists.ts';
import { byteOrder } from '../../runtime/byte-order.ts';
import { memoizeAsync } from '../../runtime/memoize-async.ts';
import { yieldToEventLoop } from '../../runtime/yield-to-event-loop.ts';
import { endOfHead } from '../list-pages.ts';
import type { ListPosition, ListReader } from '../ports.ts';

/** Stops read at once: enough to meet a border four times out of five, and no fewer than a feed shows. */
export const stride = 40;

/** A place in a list, whether something stands there or not. */
export interface Position {
  list: List;
  sort: string;
}

/** What planning asks about the places of a batch of changes; each thing is read once. */
export interface ListNeighbours {
  /** What is newer than the position, nearest first: a stride of it, or all if it is less. */
  newer(position: Position): Promise<ListPosition[]>;
  /** Whether anything in the list is older than the position. */
  hasOlder(position: Position): Promise<boolean>;
  /** The stop that ends the list's head; without one the head is the whole list. */
  headEnd(list: List): Promise<ListPosition | undefined>;
}

/**
 * One position alone is looked at where it is. When several of one list are asked about in one turn of the event
 * loop, as in a batch of new articles, the list's newest stops are read first, and tell of all that they reach.
 */
export function listNeighbours(reader: ListReader): ListNeighbours {
  const newest = memoizeAsync((list: List) => reader.positions(list, { towards: 'older', count: stride }));
  const shared = sharedNewest(newest);
  const at = ({ list, sort }: Position) => `${list}\n${sort}`;
  return {
    newer: memoizeAsync(async ({ list, sort }: Position) => {
      const top = await shared({ list, sort });
      if (!top || !reaches(top, sort)) {
        return reader.positions(list, { towards: 'newer', above: sort, count: stride });
      }
      return top.filter((position) => byteOrder(position.sort, sort) > 0).reverse();
    }, at),
    hasOlder: memoizeAsync(async ({ list, sort }: Position) => {
      const top = await shared({ list, sort });
      if (top?.some((position) => byteOrder(position.sort, sort) < 0)) return true;
      if (top && top.length < stride) return false;
      return (await reader.positions(list, { towards: 'older', below: sort, count: 1 })).length > 0;
    }, at),
    headEnd: memoizeAsync(async (list: List) => endOfHeadIn(list, await newest(list), reader)),
  };
}

/** Whether the newest stops of a list tell all that is newer than the position. */
const reaches = (newest: ListPosition[], sort: string): boolean =>
  newest.length < stride || newest.some((position) => byteOrder(position.sort, sort) <= 0);

/** The list's newest stops for those who ask about several of its positions at once; each looks for itself if they
 *  cannot be read. */
function sharedNewest(newest: (list: List) => Promise<ListPosition[]>) {
  const asked = new Map<List, { sorts: Set<string>; positions: Promise<ListPosition[] | undefined> }>();
  const begin = (list: List) => {
    const sorts = new Set<string>();
    const positions = yieldToEventLoop().then(() =>
      sorts.size > 1 ? newest(list).catch(() => undefined) : undefined,
    );
    return { sorts, positions };
  };
  return ({ list, sort }: Position): Promise<ListPosition[] | undefined> => {
    const one = asked.get(list) ?? begin(list);
    asked.set(list, one);
    one.sorts.add(sort);
    return one.positions;
  };
}

async function endOfHeadIn(
  list: List,
  newest: ListPosition[],
  reader: ListReader,
): Promise<ListPosition | undefined> {
  const positions = [...newest];
  for (let more = newest; ; ) {
    const end = endOfHead(positions);
    if (end !== undefined) return positions[end];
    if (more.length < stride) return undefined;
    more = await reader.positions(list, { towards: 'older', below: positions.at(-1)?.sort, count: stride });
    positions.push(...more);
  }
}
