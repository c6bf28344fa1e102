import * as z from 'zod/mini';
import { call, type Press, Problem } from '../client.ts';

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'has to be a SHA-256 in hexadecimal'));
const positiveInteger = z.int().check(z.positive());

/** A document as `GET /api/histories` lists it. `order` and `revisions` change with every hand-in. */
const documentState = z.looseObject({
  slug: z.string().check(z.regex(/^[a-z0-9-]+$/, 'is no address a document can have')),
  status: z.string(),
  order: z.string(),
  revisions: positiveInteger,
  /** Order of the other document that stood at this slug before. */
  since: z.optional(z.string()),
});
export type DocumentState = z.output<typeof documentState>;

const pastState = z.looseObject({
  revision: positiveInteger,
  status: z.string(),
  /** Of its file, as handed in. */
  name: z.optional(z.string()),
  order: z.string(),
  manuscript: z.optional(sha256),
  /** SHA-256 by name. */
  pictures: z.record(z.string(), sha256),
});
export type PastState = z.output<typeof pastState>;

/** What `GET /api/histories/{slug}` gives in pages; it has more fields than the command line uses. */
export const history = z.extend(documentState, {
  revision: positiveInteger,
  names: z.array(z.string()),
  past: z.array(pastState),
});
export type History = z.output<typeof history>;

const links = z.record(sha256, z.url({ protocol: /^https?$/ }));
const next = z.nullable(z.string());
const historyPage = z.extend(history, { links, next });
const documentStatesPage = z.object({ items: z.array(documentState), next });

/** The whole past of a document with links to its files by their SHA-256. */
export interface HistoryWithLinks {
  history: History;
  links: Record<string, string>;
}

export const sameState = (a: DocumentState, b: DocumentState): boolean =>
  a.order === b.order && a.revisions === b.revisions;

/** The state of every document the press has or had. */
export async function listStates(press: Press): Promise<DocumentState[]> {
  const pages = await everyPage(press, '/histories?limit=100&', documentStatesPage);
  const items = pages.flatMap((page) => page.items);
  return [...new Map(items.map((item) => [item.slug, item])).values()];
}

const maxAttempts = 10;

/** @throws Problem when the document is changed during every attempt to read it. */
export async function readStableHistory(press: Press, slug: string): Promise<HistoryWithLinks> {
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const found = await readHistory(press, slug);
    if (found) return found;
  }
  throw new Problem(`“${slug}” keeps being changed while it is copied. Run the backup again in a while.`);
}

/** Undefined when the document was changed between two pages of its history. */
export async function readHistory(press: Press, slug: string): Promise<HistoryWithLinks | undefined> {
  const ofThis = z.extend(historyPage, { slug: z.literal(slug) });
  const pages = await everyPage(press, `/histories/${encodeURIComponent(slug)}?`, ofThis);
  const [first] = pages;
  if (!first || pages.some((page) => !sameState(page, first))) return undefined;
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
  schema: z.ZodMiniType<T>,
): Promise<T[]> {
  const pages: T[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = cursor && `cursor=${encodeURIComponent(cursor)}`;
    const { data, error } = schema.safeParse(await call<unknown>(press, 'GET', path + query));
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
