import type { List } from '../../content/contract/lists.ts';
import { presentHead, readMoves } from '../../content/contract/moves.ts';
import type { Body } from '../../content/contract/values.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { memoizeAsync } from '../../runtime/memoize-async.ts';
import { yieldToEventLoop } from '../../runtime/yield-to-event-loop.ts';
import type {
  Bodies,
  Content,
  Found,
  ListEntry,
  ListPosition,
  ListRange,
  Name,
  NameKey,
  NameSet,
  StoredHead,
} from '../ports.ts';
import { siteConfigOf } from '../site-config.ts';

/** What the pages of one batch read: each thing once, and look-ups that are asked for together in one call. */
export interface RenderSnapshot {
  config(): Promise<SiteConfig>;
  /** The document if it is published. */
  published(slug: string): Promise<StoredHead | undefined>;
  /** The same; where a document has moved on, that document. */
  publishedOrMoved(slug: string): Promise<StoredHead | undefined>;
  name(key: NameKey): Promise<string | undefined>;
  entries(list: List, range: ListRange): Promise<ListEntry[]>;
  positions(list: List, range: ListRange): Promise<ListPosition[]>;
  names(set: NameSet, count: number, after?: string): Promise<Name[]>;
  body(key: string): Promise<Body>;
}

export interface Sources {
  content: Content;
  bodies: Bodies;
  /** Origin of the site. */
  site: string;
}

/**
 * Keep one only as long as a batch: what it has read it reads no more. A page may be made from it because every
 * message of the batch was received, and so every change they tell of was stored, before its first read.
 */
export function renderSnapshot({ content, bodies, site }: Sources): RenderSnapshot {
  const lookUp = together(content);
  const published = async (slug: string) => {
    const head = await lookUp.document(slug);
    return head?.status === 'published' ? head : undefined;
  };
  /** A marker without an id is from before moves were announced to those who name the document by its old slug. */
  const publishedOrMoved = async (slug: string) => {
    const head = await lookUp.document(slug);
    if (head?.status !== 'moved' || head.id === undefined) return published(slug);
    const moves = await readMoves([head], lookUp.moves);
    const present = presentHead(head, moves);
    return present?.status === 'published' ? present : undefined;
  };
  return {
    config: memoizeAsync(async () => siteConfigOf(await published('press'), site)),
    published,
    publishedOrMoved,
    name: lookUp.name,
    entries: memoizeAsync(
      (list: List, range: ListRange) => content.entries(list, range),
      (list, range) => `${list}\n${JSON.stringify(range)}`,
    ),
    positions: (list, range) => content.positions(list, range),
    names: (set, count, after) => content.names(set, count, after),
    body: (key) => bodies.body(key),
  };
}

interface Pending {
  documents: Set<string>;
  ids: Set<string>;
  names: Map<string, NameKey>;
  found: Promise<Found>;
}

/** Gathers what is asked for in one turn of the event loop into one look-up. */
function together(content: Content) {
  const idOf = ({ set, slug }: NameKey) => `${set}/${slug}`;
  let pending: Pending | undefined;

  const gather = (): Pending => {
    pending ??= begin();
    return pending;
  };
  const begin = (): Pending => {
    const wanted = {
      documents: new Set<string>(),
      ids: new Set<string>(),
      names: new Map<string, NameKey>(),
    };
    const found = yieldToEventLoop().then(() => {
      pending = undefined;
      const { documents, ids, names } = wanted;
      return content.lookUp({ documents: [...documents], ids: [...ids], names: [...names.values()] });
    });
    return { ...wanted, found };
  };
  const document = async (slug: string) => {
    const { documents: wanted, found } = gather();
    wanted.add(slug);
    return (await found).documents.get(slug);
  };
  const name = async (key: NameKey) => {
    const { names: wanted, found } = gather();
    wanted.set(idOf(key), key);
    return (await found).names.get(idOf(key));
  };
  const slugOf = async (id: string) => {
    const { ids: wanted, found } = gather();
    wanted.add(id);
    return (await found).slugs.get(id);
  };
  const read = { document: memoizeAsync(document), slugOf: memoizeAsync(slugOf) };
  const moves = async ({ slugs, ids }: { slugs: string[]; ids: string[] }) => {
    const [heads, moved] = await Promise.all([
      Promise.all(slugs.map((slug) => read.document(slug))),
      Promise.all(ids.map(async (id) => [id, await read.slugOf(id)] as const)),
    ]);
    return {
      heads: new Map(heads.flatMap((head) => (head ? [[head.slug, head] as const] : []))),
      slugs: new Map(moved.flatMap(([id, slug]) => (slug === undefined ? [] : [[id, slug] as const]))),
    };
  };
  return { document: read.document, moves, name: memoizeAsync(name, idOf) };
}
