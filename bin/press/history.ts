import { call } from './client.ts';
import type { Press } from './find-press.ts';

/** By these two it shows whether a document has changed. */
export interface Standing {
  slug: string;
  status: string;
  order: string;
  revisions: number;
}

export interface PastState {
  revision: number;
  status: string;
  order: string;
  manuscript?: string;
  /** SHA-256 by name. */
  pictures: Record<string, string>;
}

/** What `GET /api/histories/{slug}` tells in stretches; there is more in it than the command line looks at. */
export interface History extends Standing {
  revision: number;
  names: string[];
  past: PastState[];
}

/** The whole past of a document with links to its files by their SHA-256. */
export interface HistoryWithLinks {
  history: History;
  links: Record<string, string>;
}

type Page = History & { links: Record<string, string>; next: string | null };

export const sameStanding = (a: Standing, b: Standing): boolean =>
  a.order === b.order && a.revisions === b.revisions;

/** Every document there is or was in the press. */
export async function everyStanding(press: Press): Promise<Standing[]> {
  const found = new Map<string, Standing>();
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const page: { items: Standing[]; next: string | null } = await call(
      press,
      'GET',
      `/histories?limit=100${query}`,
    );
    for (const item of page.items) found.set(item.slug, item);
    cursor = page.next;
  }
  return [...found.values()];
}

/** Undefined when the document was changed while it was read: ask again. */
export async function readHistory(press: Press, slug: string): Promise<HistoryWithLinks | undefined> {
  const pages: Page[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : '';
    const page: Page = await call(press, 'GET', `/histories/${encodeURIComponent(slug)}${query}`);
    pages.push(page);
    cursor = page.next;
  }
  const [first] = pages;
  if (!first || pages.some((page) => !sameStanding(page, first))) return undefined;
  const { links, next, ...history } = first;
  const past = pages.flatMap((page) => page.past);
  if (past.at(-1)?.revision !== history.revisions) return undefined;
  const names = [...new Set(pages.flatMap((page) => page.names))].sort();
  return {
    history: { ...history, names, past },
    links: Object.assign({}, ...pages.map((page) => page.links)),
  };
}
