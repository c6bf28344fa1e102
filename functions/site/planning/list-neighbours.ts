import type { List } from '../../content/contract/lists.ts';
import { byteOrder } from '../../runtime/byte-order.ts';
import { memoizeAsync } from '../../runtime/memoize-async.ts';
import { yieldToEventLoop } from '../../runtime/yield-to-event-loop.ts';
import { endOfHead } from '../lists.ts';
import type { ListPosition, ListReader } from '../ports.ts';

/** Positions in one query: enough to find a border four times out of five, and no fewer than a feed shows. */
export const queryLimit = 40;

/** A place in a list, whether it has an entry or not. */
export interface Position {
  list: List;
  sort: string;
}

/** What planning reads around the positions of a batch of changes; each thing once. */
export interface ListNeighbours {
  /** What is newer than the position, nearest first: `queryLimit` of it, or all if it is less. */
  newer(position: Position): Promise<ListPosition[]>;
  /** Whether anything in the list is older than the position. */
  hasOlder(position: Position): Promise<boolean>;
  /** The entry that ends the list's head; without one the head is the whole list. */
  headEnd(list: List): Promise<ListPosition | undefined>;
}

/**
 * For one position of a list the query starts at the position. When several of one list are needed in one turn
 * of the event loop, as in a batch of new articles, the newest entries of the list are read first, and answer for all
 * positions among them.
 */
export function listNeighbours(reader: ListReader): ListNeighbours {
  const newest = memoizeAsync((list: List) =>
    reader.positions(list, { towards: 'older', count: queryLimit }),
  );
  const shared = sharedNewest(newest);
  const idOf = ({ list, sort }: Position) => `${list}\n${sort}`;
  return {
    newer: memoizeAsync(async ({ list, sort }: Position) => {
      const top = await shared({ list, sort });
      if (!top || !reaches(top, sort)) {
        return reader.positions(list, { towards: 'newer', above: sort, count: queryLimit });
      }
      return top.filter((position) => byteOrder(position.sort, sort) > 0).reverse();
    }, idOf),
    hasOlder: memoizeAsync(async ({ list, sort }: Position) => {
      const top = await shared({ list, sort });
      if (top?.some((position) => byteOrder(position.sort, sort) < 0)) return true;
      if (top && top.length < queryLimit) return false;
      return (await reader.positions(list, { towards: 'older', below: sort, count: 1 })).length > 0;
    }, idOf),
    headEnd: memoizeAsync(async (list: List) => endOfHeadIn(list, await newest(list), reader)),
  };
}

/** Whether everything that is newer than the position is among the newest entries read. */
const reaches = (newest: ListPosition[], sort: string): boolean =>
  newest.length < queryLimit || newest.some((position) => byteOrder(position.sort, sort) <= 0);

/** The newest entries of a list, when several of its positions are needed at once; `undefined` when only one is
 *  or the query fails, and each position then needs its own query. */
function sharedNewest(newest: (list: List) => Promise<ListPosition[]>) {
  const pending = new Map<List, { sorts: Set<string>; positions: Promise<ListPosition[] | undefined> }>();
  const begin = (list: List) => {
    const sorts = new Set<string>();
    const positions = yieldToEventLoop().then(() =>
      sorts.size > 1 ? newest(list).catch(() => undefined) : undefined,
    );
    return { sorts, positions };
  };
  return ({ list, sort }: Position): Promise<ListPosition[] | undefined> => {
    const one = pending.get(list) ?? begin(list);
    pending.set(list, one);
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
    if (more.length < queryLimit) return undefined;
    more = await reader.positions(list, {
      towards: 'older',
      below: positions.at(-1)?.sort,
      count: queryLimit,
    });
    positions.push(...more);
  }
}
