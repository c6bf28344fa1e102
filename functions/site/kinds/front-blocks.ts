import { type Entry, type List, listOf } from '../../content/contract/lists.ts';
import { bulletinsList, numbersOf } from '../../content/contract/serials.ts';
import type { FrontBlock } from '../../content/kinds/front.ts';
import type { Link } from '../../look/site-config.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { slugOf } from '../../runtime/slug.ts';
import type { FrontBlockView } from '../pages/front-blocks.tsx';
import type { RenderSnapshot } from '../rendering/render-snapshot.ts';
import { hrefOf } from '../routes.ts';
import { termLink } from '../site-config.ts';
import { articleEntries } from './article-links.ts';
import { bookEntries } from './book.ts';
import { bulletinEntries } from './bulletin.ts';
import { eventBoxes } from './event.ts';

const usualCount = 4;

/** What may stand in a block, before what stands above it is known. */
type Candidates =
  | { is: 'pieces'; link: Link | undefined; entries: Entry[]; count: number }
  | { is: 'other'; view: FrontBlockView | undefined };

/**
 * The blocks in their order, none with a piece that stands above it, and none that would be empty: what is not there
 * leaves no hole.
 */
export async function blockViews(
  blocks: FrontBlock[],
  shown: Entry[],
  snapshot: RenderSnapshot,
): Promise<FrontBlockView[]> {
  const found = await mapConcurrently([...blocks.entries()], { concurrency: 8 }, ([at, block]) =>
    candidatesOf(block, shown.length + mostTaken(block, blocks.slice(0, at)), snapshot),
  );
  const taken = new Set(shown.map(({ slug }) => slug));
  return blocks.flatMap((block, at) => {
    const candidates = found[at];
    if (candidates?.is !== 'pieces') return candidates?.view ?? [];
    const { link, entries, count } = candidates;
    const own = entries.filter(({ slug }) => !taken.has(slug)).slice(0, count);
    for (const { slug } of own) taken.add(slug);
    const { title = link?.name, size = 'medium' } = block;
    return own.length ? { is: 'pieces' as const, title, href: link?.href, size, entries: own } : [];
  });
}

/** How many pieces that this block might show can stand in those above it. An article has one section and one series. */
const mostTaken = (block: FrontBlock, above: FrontBlock[]): number =>
  above
    .filter((other) => !namesAnother('section', block, other) && !namesAnother('series', block, other))
    .reduce((sum, { pieces, section, series, newest, count = usualCount }) => {
      const isList = section !== undefined || series !== undefined || newest === true;
      return sum + (pieces?.length ?? (isList ? count : 0));
    }, 0);

function namesAnother(term: 'section' | 'series', block: FrontBlock, other: FrontBlock): boolean {
  const [name, otherName] = [block[term], other[term]];
  return name !== undefined && otherName !== undefined && slugOf(name) !== slugOf(otherName);
}

/** `above`: how many of its pieces can stand above it. */
async function candidatesOf(block: FrontBlock, above: number, snapshot: RenderSnapshot): Promise<Candidates> {
  const { pieces, section, series, newest, count = usualCount } = block;
  if (pieces)
    return {
      is: 'pieces',
      link: undefined,
      entries: await articleEntries(pieces, snapshot),
      count: pieces.length,
    };
  const newestOf = async (list: List, link: Link): Promise<Candidates> => ({
    is: 'pieces',
    link,
    entries: await newestIn(list, above + count, snapshot),
    count,
  });
  if (section !== undefined)
    return newestOf(listOf({ kind: 'sections', slug: slugOf(section) }), termLink('sections', section));
  if (series !== undefined)
    return newestOf(listOf({ kind: 'series', slug: slugOf(series) }), termLink('series', series));
  if (newest) return newestOf('all', { name: 'Newest', href: hrefOf({ page: 'list', list: 'all' }) });
  return { is: 'other', view: await otherView(block, snapshot) };
}

/** Undefined where nothing of it is there. */
async function otherView(
  { title, size = 'medium', count = usualCount, books, events, newsletter, text, ...others }: FrontBlock,
  snapshot: RenderSnapshot,
): Promise<FrontBlockView | undefined> {
  if (books) {
    const entries = await (books.join() === 'newest'
      ? newestIn('books', count, snapshot)
      : bookEntries(books, snapshot));
    return entries.length ? { is: 'books', title, size, entries } : undefined;
  }
  const { bulletins, serial } = others;
  if (bulletins || serial !== undefined) {
    const entries =
      bulletins && bulletins.join() !== 'newest'
        ? await bulletinEntries(bulletins, snapshot)
        : await newestIn(serial === undefined ? bulletinsList : numbersOf(slugOf(serial)), count, snapshot);
    const href = hrefOf(
      serial === undefined
        ? { page: 'term-index', kind: 'serials' }
        : { page: 'list', list: numbersOf(slugOf(serial)) },
    );
    return entries.length ? { is: 'bulletins', title: title ?? serial, href, size, entries } : undefined;
  }
  if (events) {
    const boxes = await eventBoxes(events, snapshot);
    return boxes.length ? { is: 'events', title, events: boxes } : undefined;
  }
  if (newsletter) return { is: 'newsletter', title };
  return text === undefined ? undefined : { is: 'text', title, text };
}

const newestIn = async (list: List, count: number, snapshot: RenderSnapshot): Promise<Entry[]> =>
  (await snapshot.entries(list, { towards: 'older', count })).map(({ entry }) => entry);
