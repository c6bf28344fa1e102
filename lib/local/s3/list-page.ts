import type { StoredObject } from './object.ts';
import { invalidArgument } from './s3-error.ts';

export interface ListQuery {
  prefix: string;
  delimiter: string;
  /** The first key, by its UTF-8 bytes, that may be on the page. */
  from: string;
  limit: number;
}

export interface ListPage {
  objects: StoredObject[];
  prefixes: string[];
  /** `from` of the next page; undefined on the last. */
  next?: string;
}

/** The first text there is behind a key. */
export const behind = (key: string): string => `${key}\0`;

/** A text behind every key that starts with the prefix. */
const behindAll = (prefix: string): string => `${prefix}\u{10FFFF}`;

/** Collects a page, leaping over what a common prefix stands for. `list` gives the objects from a key on. */
export function listPage(list: (from: string) => Iterable<StoredObject>, query: ListQuery): ListPage {
  const page: ListPage = { objects: [], prefixes: [] };
  let from: string | undefined = laterOf(query.from, query.prefix);
  while (from !== undefined && query.limit > 0) from = collect(list(from), query, page, from);
  return page;
}

/** Adds objects up to the first common prefix, and gives the place behind that. */
function collect(
  objects: Iterable<StoredObject>,
  query: ListQuery,
  page: ListPage,
  from: string,
): string | undefined {
  let last = from;
  for (const object of objects) {
    if (!object.key.startsWith(query.prefix)) return undefined;
    if (page.objects.length + page.prefixes.length === query.limit) {
      page.next = last;
      return undefined;
    }
    const common = commonPrefix(object.key, query);
    if (common !== undefined) {
      page.prefixes.push(common);
      return behindAll(common);
    }
    page.objects.push(object);
    last = behind(object.key);
  }
  return undefined;
}

function commonPrefix(key: string, { prefix, delimiter }: ListQuery): string | undefined {
  const at = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** Strings of JavaScript compare by UTF-16, which is not S3's order. */
const laterOf = (a: string, b: string): string =>
  Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0 ? b : a;

/** Reads `max-keys`: at most 1,000, which is also what S3 takes for none. */
export function limitOf(query: URLSearchParams): number {
  const given = query.get('max-keys') || '1000';
  if (!/^\d+$/.test(given)) throw invalidArgument('Provided max-keys not an integer or within integer range');
  return Math.min(Number(given), 1000);
}
