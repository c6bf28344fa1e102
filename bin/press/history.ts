import * as z from 'zod/mini';
import { call } from './client.ts';
import type { Press } from './find-press.ts';
import { Problem } from './problem.ts';

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'has to be a SHA-256 in hexadecimal'));
const counted = z.int().check(z.positive());

/** By order and revisions it shows whether a document has changed. */
const standing = z.looseObject({
  slug: z.string().check(z.regex(/^[a-z0-9-]+$/, 'is no address a document can have')),
  status: z.string(),
  order: z.string(),
  revisions: counted,
});
export type Standing = z.output<typeof standing>;

const pastState = z.looseObject({
  revision: counted,
  status: z.string(),
  order: z.string(),
  manuscript: z.optional(sha256),
  /** SHA-256 by name. */
  pictures: z.record(z.string(), sha256),
});
export type PastState = z.output<typeof pastState>;

/** What `GET /api/histories/{slug}` tells in stretches; there is more in it than the command line looks at. */
export const history = z.extend(standing, {
  revision: counted,
  names: z.array(z.string()),
  past: z.array(pastState),
});
export type History = z.output<typeof history>;

const links = z.record(sha256, z.url({ protocol: /^https?$/ }));
const next = z.nullable(z.string());
const historyPage = z.extend(history, { links, next });
const standingPage = z.object({ items: z.array(standing), next });

/** The whole past of a document with links to its files by their SHA-256. */
export interface HistoryWithLinks {
  history: History;
  links: Record<string, string>;
}

export const sameStanding = (a: Standing, b: Standing): boolean =>
  a.order === b.order && a.revisions === b.revisions;

/** Every document there is or was in the press. */
export async function everyStanding(press: Press): Promise<Standing[]> {
  const pages = await everyPage(press, '/histories?limit=100&', standingPage);
  const items = pages.flatMap((page) => page.items);
  return [...new Map(items.map((item) => [item.slug, item])).values()];
}

/** Undefined when the document was changed while it was read: ask again. */
export async function readHistory(press: Press, slug: string): Promise<HistoryWithLinks | undefined> {
  const ofThis = z.extend(historyPage, { slug: z.literal(slug) });
  const pages = await everyPage(press, `/histories/${encodeURIComponent(slug)}?`, ofThis);
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

/** @throws Problem when an answer has another form. */
async function everyPage<T extends { next: string | null }>(
  press: Press,
  path: string,
  form: z.ZodMiniType<T>,
): Promise<T[]> {
  const pages: T[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = cursor && `cursor=${encodeURIComponent(cursor)}`;
    const { data, error } = form.safeParse(await call<unknown>(press, 'GET', path + query));
    if (error) throw new Problem(noHistory(press, error));
    pages.push(data);
    cursor = data.next;
  }
  return pages;
}

function noHistory({ api }: Press, { issues: [issue] }: z.core.$ZodError): string {
  const where = issue?.path.join('.') || 'all of it';
  return `${api} answered with something that is no history of a document (${where}: ${issue?.message}). Is it a press, of the same version as this command?`;
}
