import type { StoredHead } from '../../content/contract/document.ts';
import type { List, TermKey, TermKind } from '../../content/contract/lists.ts';
import { presentHead, readMoves } from '../../content/contract/moves.ts';
import type { Body } from '../../content/contract/values.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { memoizeAsync } from '../../runtime/memoize-async.ts';
import { yieldToEventLoop } from '../../runtime/yield-to-event-loop.ts';
import type {
  Bodies,
  Content,
  ListEntry,
  ListPosition,
  ListRange,
  LookUpResult,
  TermName,
} from '../ports.ts';
import { siteConfigOf } from '../site-config.ts';

/** What the pages of one batch read: each thing once, and look-ups of one turn of the event loop in one call. */
export interface RenderSnapshot {
  config(): Promise<SiteConfig>;
  /** The document if it is published. */
  published(slug: string): Promise<StoredHead | undefined>;
  /** The same; where a document has moved on, that document. */
  publishedOrMoved(slug: string): Promise<StoredHead | undefined>;
  termName(key: TermKey): Promise<string | undefined>;
  entries(list: List, range: ListRange): Promise<ListEntry[]>;
  positions(list: List, range: ListRange): Promise<ListPosition[]>;
  terms(kind: TermKind, count: number, after?: string): Promise<TermName[]>;
  termsUpTo(kind: TermKind, slug: string, count: number): Promise<TermName[]>;
  body(key: string): Promise<Body>;
}

export interface Sources {
  content: Content;
  bodies: Bodies;
  /** Origin of the site. */
  site: string;
}

/**
 * Use one for one batch only: it never reads the same thing again. Pages rendered from it are up to date, because the
 * messages of the batch were received, and the changes that they follow from stored, before its first read.
 */
export function renderSnapshot({ content, bodies, site }: Sources): RenderSnapshot {
  const lookUp = batchedLookUp(content);
  const published = async (slug: string) => {
    const head = await lookUp.document(slug);
    return head?.status === 'published' ? head : undefined;
  };
  /** A marker without an id is from before moves were announced to those who name the document by its old slug. */
  const publishedOrMoved = async (slug: string) => {
    const head = await lookUp.document(slug);
    if (head?.status !== 'moved' || head.id === undefined) return published(slug);
    const present = presentHead(head, await readMoves([head], lookUp.moves));
    return present?.status === 'published' ? present : undefined;
  };
  return {
    config: memoizeAsync(async () => siteConfigOf(await published('press'), site)),
    published,
    publishedOrMoved,
    termName: lookUp.termName,
    entries: memoizeAsync(
      (list: List, range: ListRange) => content.entries(list, range),
      (list, range) => `${list}\n${JSON.stringify(range)}`,
    ),
    positions: (list, range) => content.positions(list, range),
    terms: (kind, count, after) => content.terms(kind, count, after),
    termsUpTo: (kind, slug, count) => content.termsUpTo(kind, slug, count),
    body: (key) => bodies.body(key),
  };
}

interface Pending {
  documents: Set<string>;
  ids: Set<string>;
  terms: Map<string, TermKey>;
  result: Promise<LookUpResult>;
}

/** Collects what is needed in one turn of the event loop into one look-up. */
function batchedLookUp(content: Content) {
  const idOf = ({ kind, slug }: TermKey) => `${kind}/${slug}`;
  let pending: Pending | undefined;

  const begin = (): Pending => {
    const wanted = {
      documents: new Set<string>(),
      ids: new Set<string>(),
      terms: new Map<string, TermKey>(),
    };
    const result = yieldToEventLoop().then(() => {
      pending = undefined;
      const { documents, ids, terms } = wanted;
      return content.lookUp({ documents: [...documents], ids: [...ids], terms: [...terms.values()] });
    });
    return { ...wanted, result };
  };
  const next = (): Pending => {
    pending ??= begin();
    return pending;
  };
  const document = async (slug: string) => {
    const { documents, result } = next();
    documents.add(slug);
    return (await result).documents.get(slug);
  };
  const termName = async (key: TermKey) => {
    const { terms, result } = next();
    terms.set(idOf(key), key);
    return (await result).terms.get(idOf(key));
  };
  const slugOf = async (id: string) => {
    const { ids, result } = next();
    ids.add(id);
    return (await result).slugs.get(id);
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
  return { document: read.document, moves, termName: memoizeAsync(termName, idOf) };
}
