import { citedBy, isListing, namedAsTranslation, partOfCiting } from '../../content/contract/citations.ts';
import type { StoredHead } from '../../content/contract/document.ts';
import { type List, pressEditions, termOf } from '../../content/contract/lists.ts';
import { presentHead, readMoves } from '../../content/contract/moves.ts';
import { byteOrder } from '../../runtime/byte-order.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { endOfHead, feedLength, relatedCount } from '../lists.ts';
import type { Content, ListPosition, ListReader } from '../ports.ts';
import {
  type Address,
  articleAddress,
  bookAddress,
  bulletinAddress,
  pathOf,
  pressEditionAddress,
} from '../routes.ts';
import { type ListNeighbours, listNeighbours, type Position, queryLimit } from './list-neighbours.ts';
import type { Reference } from './references.ts';

/** Look-ups of one change at the same time: few, because its article is being rendered meanwhile, and somebody waits
 *  for that. */
const concurrency = 3;

/**
 * Returns the paths of the pages referred to, as the lists are now; each once, in the order of the references. Reads
 * a few entries around each position, never a whole list: at most three queries a position, seldom more; what several
 * changes of a batch ask, once. Use one for one batch only: it never reads the same thing again.
 */
export function pagesResolver(reader: Reader): (references: Reference[]) => Promise<string[]> {
  const neighbours = listNeighbours(reader);
  return async (references) => {
    const paths = await mapConcurrently(references, { concurrency }, (reference) =>
      resolve(reference, reader, neighbours),
    );
    return [...new Set(paths.flat())];
  };
}

type Reader = Pick<Content, 'positions' | 'lookUp'>;

async function resolve(reference: Reference, reader: Reader, neighbours: ListNeighbours): Promise<string[]> {
  switch (reference.is) {
    case 'path':
      return [reference.path];
    case 'head':
      return (await inHead(reference, neighbours)) ? [pathOf({ page: 'list', list: reference.list })] : [];
    case 'holder':
      return archivePages(reference.list, await nearestBorder(reference, reader, neighbours));
    case 'feed':
      return (await inFeed(reference, neighbours)) ? [pathOf({ page: 'feed', list: reference.list })] : [];
    case 'shard':
      return [await shardHolding(reference.sort, neighbours)];
    case 'newer neighbours':
      return articles((await neighbours.newer(reference)).slice(0, relatedCount));
    case 'citing':
      return citingPages(`cites#${reference.slug}`, reader);
    case 'translations':
      return translationPages(await presentHeads([reference.slug], reader), reader);
    case 'named':
      return (await presentHeads([reference.slug], reader)).flatMap(pageOfNamed);
    case 'beside': {
      const { list, sort } = reference;
      const older = await reader.positions(list, { towards: 'older', below: sort, count: 1 });
      return pagesIn(list, [...(await neighbours.newer(reference)).slice(0, 1), ...older]);
    }
    case 'years':
      // When many changes are planned at once, the list's length does not tell whether it gained its first entry or
      // lost its last. But the oldest of them finds itself the oldest, in whatever order they are planned.
      return (await neighbours.hasOlder(reference)) ? [] : [pathOf({ page: 'years' })];
  }
}

/**
 * A change at a position leaves the head as it was exactly if the head ends above it, before and after alike:
 * what is newer than the position did not change, and only that decides.
 */
async function inHead(position: Position, neighbours: ListNeighbours): Promise<boolean> {
  const newer = await neighbours.newer(position);
  if (newer.length < queryLimit) return endOfHead([...newer].reverse()) === undefined;
  const end = await neighbours.headEnd(position.list);
  return end === undefined || byteOrder(end.sort, position.sort) <= 0;
}

async function inFeed(position: Position, neighbours: ListNeighbours): Promise<boolean> {
  return (await neighbours.newer(position)).length < feedLength;
}

async function nearestBorder(
  position: Position,
  reader: ListReader,
  neighbours: ListNeighbours,
): Promise<ListPosition | undefined> {
  let positions = await neighbours.newer(position);
  for (;;) {
    const border = positions.find((one) => one.border);
    const last = positions.at(-1);
    if (border || !last || positions.length < queryLimit) return border;
    positions = await reader.positions(position.list, {
      towards: 'newer',
      above: last.sort,
      count: queryLimit,
    });
  }
}

async function shardHolding(sort: string, neighbours: ListNeighbours): Promise<string> {
  const [shard] = await neighbours.newer({ list: 'shards', sort });
  return pathOf({ page: 'sitemap', from: shard?.slug });
}

/** Of those that name a document as their translation, the other translations lead to it too. */
async function citingPages(list: List, reader: Reader): Promise<string[]> {
  const positions = await everyPosition(list, reader);
  const translations = positions.filter(({ sort }) => namedAsTranslation({ list, sort }) !== undefined);
  const heads = await presentHeads(
    translations.map(({ slug }) => slug),
    reader,
  );
  return [...positions.map(citingPage), ...(await translationPages(heads, reader))];
}

/** Those that these articles name as translations, and those that name them so. */
async function translationPages(heads: StoredHead[], reader: Reader): Promise<string[]> {
  const own = heads.filter(({ fields }) => fields.kind === 'article');
  const named = own.flatMap(({ fields }) =>
    fields.kind === 'article' ? citedBy({ translations: fields.translations }) : [],
  );
  const slugs = own.flatMap(({ slug, former = [] }) => [slug, ...former]);
  const naming = await mapConcurrently(slugs, { concurrency }, async (slug) => {
    const { list, below, has } = partOfCiting(slug, 'translation');
    const positions = await everyPosition(list, reader, below);
    return articles(positions.filter(({ sort }) => has(sort)));
  });
  return [...naming.flat(), ...(await presentHeads(named, reader)).flatMap(pageOfNamed)];
}

/** Wherever they have moved. None where nothing stands: whatever comes to stand there is a change of its own. */
async function presentHeads(slugs: string[], content: Pick<Reader, 'lookUp'>): Promise<StoredHead[]> {
  if (!slugs.length) return [];
  const look = async ({ slugs: documents, ids }: { slugs: string[]; ids: string[] }) => {
    const found = await content.lookUp({ documents, ids, terms: [] });
    return { heads: found.documents, slugs: found.slugs };
  };
  const { heads } = await look({ slugs: [...new Set(slugs)], ids: [] });
  const moves = await readMoves(heads.values(), look);
  return [...heads.values()].flatMap((head) => presentHead(head, moves) ?? []);
}

function pageOfNamed(head: StoredHead): string[] {
  const address = addressOfNamed(head);
  return address ? [pathOf(address)] : [];
}

/** What shows that it is named: articles and books. Bulletins are named by their own changes. */
function addressOfNamed({ slug, fields }: StoredHead): Address | undefined {
  if (fields.kind === 'article') return articleAddress(slug);
  if (fields.kind === 'bulletin') return bulletinAddress(fields.serial.slug, slug);
  return fields.kind === 'book' ? bookAddress(slug) : undefined;
}

async function everyPosition(list: List, reader: ListReader, start?: string): Promise<ListPosition[]> {
  const positions: ListPosition[] = [];
  for (;;) {
    const more = await reader.positions(list, {
      towards: 'older',
      below: positions.at(-1)?.sort ?? start,
      count: queryLimit,
    });
    positions.push(...more);
    if (more.length < queryLimit) return positions;
  }
}

/** What names a document: an article, or an edition of the press. */
const citingPage = ({ sort, slug }: ListPosition): string =>
  pathOf(isListing(sort) ? pressEditionAddress(slug) : articleAddress(slug));

/** The pages of what stands in a series, in a serial or among editions. */
function pagesIn(list: List, positions: ListPosition[]): string[] {
  if (list === pressEditions) return positions.map(({ slug }) => pathOf(pressEditionAddress(slug)));
  const term = termOf(list);
  if (term?.kind !== 'serials') return articles(positions);
  return positions.map(({ slug }) => pathOf(bulletinAddress(term.slug, slug)));
}

const articles = (positions: ListPosition[]) => positions.map(({ slug }) => pathOf(articleAddress(slug)));

const archivePages = (list: List, border?: ListPosition) =>
  border ? [pathOf({ page: 'list', list, from: border.slug })] : [];
