import type { List } from '../content/list.ts';
import { endOfHead } from './list-pages.ts';
import type { ListReader, Stop } from './ports.ts';

/** Stops read at once: enough to meet a border four times out of five. */
export const stride = 40;

/** A place in a list, whether something stands there or not. */
export interface Position {
  list: List;
  sort: string;
}

/**
 * What is newer than a position, nearest first, some of it; and the stop that ends a list's head. Several
 * questions are asked about each position, and most positions of a batch lie among the newest of their lists:
 * those are read once for all.
 */
export function surroundingsOf(reader: ListReader) {
  const newest = once(({ list }) => reader.stops(list, { towards: 'older', count: stride }), 'list');
  const newer = once(async ({ list, sort }) => {
    const top = await newest({ list, sort });
    return reaches(top, sort)
      ? top.filter((stop) => stop.sort > sort).reverse()
      : reader.stops(list, { towards: 'newer', above: sort, count: stride });
  });
  const endOfNewest = once(async (position) => headOf(position.list, await newest(position), reader), 'list');
  return { newest, newer, endOfNewest };
}

export type Surroundings = ReturnType<typeof surroundingsOf>;

/** Whether the newest stops of a list tell all that is newer than the position. */
const reaches = (newest: Stop[], sort: string): boolean =>
  newest.length < stride || newest.some((stop) => stop.sort <= sort);

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
async function headOf(list: List, newest: Stop[], reader: ListReader): Promise<Stop | undefined> {
  const stops = [...newest];
  for (let more = newest; ; ) {
    const end = endOfHead(stops);
    if (end !== undefined) return stops[end];
    if (more.length < stride) return undefined;
    more = await reader.stops(list, { towards: 'older', below: stops.at(-1)?.sort, count: stride });
    stops.push(...more);
  }
}
