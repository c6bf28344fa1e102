import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { canonicalList, issuePath } from '../archive/addresses.ts';
import type { IssueText } from '../issues/issue.ts';
import { isNews, newsItemOf } from '../issues/news-rule.ts';
import type { News, NewsItem, Published } from '../issues/ports.ts';
import type { MailingList } from '../lists.ts';
import type { IssueContent, Piece } from './issue-content.ts';

export interface GatherDeps {
  published: Pick<Published, 'pieces' | 'document' | 'body'>;
  news: Pick<News, 'waiting' | 'carried' | 'starts'>;
}

export interface Gathered {
  content: IssueContent;
  /** Lasting identities of its pieces. */
  carries: string[];
  /** What gets a mark when it freezes, by list. */
  marks?: Record<string, NewsItem[]>;
  /** Names of lists that the press document does not have. */
  gone: string[];
}

/** Pieces in a mail; of the rest it gives a link. */
const mostPieces = 40;

/** Where readers find the rest: the newest articles of the paper. */
const restPath = '/archive/';

/** What the issue shows, as things stand now. @param lists Of the press. */
export async function gatherContent(
  text: IssueText,
  lists: readonly MailingList[],
  deps: GatherDeps,
): Promise<Gathered> {
  const present = text.lists.filter((name) => lists.some((list) => list.name === name));
  const home = canonicalList(present, lists);
  const [intro, { own, missing }, queues] = await Promise.all([
    deps.published.body(text.body),
    ownPieces(text, deps),
    text.sinceLast ? queuesOf(present, deps) : undefined,
  ]);
  const all = queues ? await withNews(own, queues, deps) : { pieces: own, left: new Set<string>() };
  const pieces = all.pieces.slice(0, mostPieces);
  const count = all.pieces.length - pieces.length;
  const { slug, title, subject, preview, language } = text;
  return {
    content: {
      ...{ slug, title, subject, preview, language, lists: present, intro, pieces },
      ...(count && { more: { count, path: restPath } }),
      ...(home && { archive: issuePath(home, slug) }),
      ...(missing.length && { missing }),
    },
    carries: pieces.map(({ id }) => id),
    ...(queues && { marks: await marksOf(own, { queues, left: all.left }, deps) }),
    gone: text.lists.filter((name) => !present.includes(name)),
  };
}

/** The pieces that it names, each once, with its own line. */
async function ownPieces({ pieces: named }: IssueText, { published }: GatherDeps) {
  const found = await published.pieces(named.map(({ slug }) => slug));
  const own = new Map<string, Piece>();
  for (const { slug, line } of named) {
    const piece = found.get(slug);
    if (piece && !own.has(piece.id)) own.set(piece.id, line ? { ...piece, line } : piece);
  }
  const missing = named.map(({ slug }) => slug).filter((slug) => !found.has(slug));
  return { own: [...own.values()], missing };
}

type Queues = ReadonlyMap<string, NewsItem[]>;

/** What each list has not had. */
const queuesOf = async (lists: readonly string[], { news }: GatherDeps): Promise<Queues> =>
  new Map(
    await mapConcurrently(
      lists,
      { concurrency: 4 },
      async (list) => [list, await news.waiting(list)] as const,
    ),
  );

/** Slugs of one look-up. */
const atOnce = 100;

/** Its own pieces and what any of the lists has not had, each once, the newest first; `left`: what readers do not get now,
 *  which is news still when they do. */
async function withNews(own: Piece[], queues: Queues, { published }: GatherDeps) {
  const items = new Map([...queues.values()].flat().map((item) => [item.id, item]));
  const newest = [...items.values()].sort((a, b) => byText(b.first, a.first) || byText(a.id, b.id));
  const pages = await mapConcurrently(pagesOf(newest), { concurrency: 4 }, async (page) => {
    const found = await published.pieces(page.map(({ slug }) => slug));
    return page.map(({ id, slug }) => ({ id, piece: found.get(slug) }));
  });
  const known = new Set(own.map(({ id }) => id));
  // Another article can have its slug by now.
  const isThere = ({ id, piece }: { id: string; piece?: Piece }) => piece?.id === id;
  const fresh = pages.flat().flatMap((each) => (isThere(each) && each.piece ? [each.piece] : []));
  const left = new Set(pages.flat().flatMap((each) => (isThere(each) ? [] : [each.id])));
  return { pieces: [...own, ...fresh.filter(({ id }) => !known.has(id))], left };
}

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const pagesOf = (items: NewsItem[]): NewsItem[][] =>
  Array.from({ length: Math.ceil(items.length / atOnce) }, (_, at) =>
    items.slice(at * atOnce, (at + 1) * atOnce),
  );

/**
 * What gets a mark: all that waits and readers get, in the mail or behind its link, and those of its own pieces that are
 * news of which the queue has not heard yet.
 */
async function marksOf(
  own: Piece[],
  { queues, left }: { queues: Queues; left: ReadonlySet<string> },
  deps: GatherDeps,
): Promise<Record<string, NewsItem[]>> {
  const starts = await deps.news.starts();
  const marks = await mapConcurrently([...queues], { concurrency: 4 }, async ([list, items]) => {
    const unheard = await unheardNews(own, { list, items, start: starts.get(list) }, deps);
    return { list, items: [...items.filter(({ id }) => !left.has(id)), ...unheard] };
  });
  return Object.fromEntries(marks.map(({ list, items }) => [list, items]));
}

async function unheardNews(
  own: Piece[],
  { list, items, start }: { list: string; items: NewsItem[]; start?: string },
  { news, published }: GatherDeps,
): Promise<NewsItem[]> {
  const queued = new Set(items.map(({ id }) => id));
  const others = own.filter(({ id }) => !queued.has(id));
  if (!others.length || start === undefined) return [];
  const had = await news.carried(
    list,
    others.map(({ id }) => id),
  );
  const candidates = others.filter(({ id }) => !had.has(id));
  const documents = await mapConcurrently(candidates, { concurrency: 4 }, ({ slug }) =>
    published.document(slug),
  );
  return documents.flatMap((document) => (document && isNews(document, start) ? [newsItemOf(document)] : []));
}
