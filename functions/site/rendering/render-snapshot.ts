import type { StoredHead } from '../../content/contract/document.ts';
import type { List, TermKey, TermKind } from '../../content/contract/lists.ts';
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
  termName(key: TermKey): Promise<string | undefined>;
  entries(list: List, range: ListRange): Promise<ListEntry[]>;
  positions(list: List, range: ListRange): Promise<ListPosition[]>;
  terms(kind: TermKind, count: number, after?: string): Promise<TermName[]>;
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
  return {
    config: memoizeAsync(async () => siteConfigOf(await published('press'), site)),
    published,
    termName: lookUp.termName,
    entries: memoizeAsync(
      (list: List, range: ListRange) => content.entries(list, range),
      (list, range) => `${list}\n${JSON.stringify(range)}`,
    ),
    positions: (list, range) => content.positions(list, range),
    terms: (kind, count, after) => content.terms(kind, count, after),
    body: (key) => bodies.body(key),
  };
}

interface Pending {
  documents: Set<string>;
  terms: Map<string, TermKey>;
  result: Promise<LookUpResult>;
}

/** Collects what is needed in one turn of the event loop into one look-up. */
function batchedLookUp(content: Content) {
  const idOf = ({ kind, slug }: TermKey) => `${kind}/${slug}`;
  let pending: Pending | undefined;

  const begin = (): Pending => {
    const wanted = { documents: new Set<string>(), terms: new Map<string, TermKey>() };
    const result = yieldToEventLoop().then(() => {
      pending = undefined;
      return content.lookUp({ documents: [...wanted.documents], terms: [...wanted.terms.values()] });
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
  return { document: memoizeAsync(document), termName: memoizeAsync(termName, idOf) };
}
