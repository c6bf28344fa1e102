import { type CitedAs, partOfCiting } from '../../content/contract/citations.ts';
import type { StoredHead } from '../../content/contract/document.ts';
import type { Entry } from '../../content/contract/lists.ts';
import { byteOrder } from '../../runtime/byte-order.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { RenderSnapshot } from '../rendering/render-snapshot.ts';

/**
 * Those that name this document in a way that it shows, the newest first, whichever of its slugs they know: at one that it left another document
 * may stand by now, and is the one meant.
 */
export async function namingEntries(
  { slug, former = [] }: Pick<StoredHead, 'slug' | 'former'>,
  as: CitedAs,
  most: number,
  snapshot: RenderSnapshot,
): Promise<Entry[]> {
  const found = await mapConcurrently([slug, ...former], { concurrency: 4 }, async (name) => {
    const isMeant = name === slug || (await snapshot.publishedOrMoved(name))?.slug === slug;
    const { list, below, has } = partOfCiting(name, as);
    const entries = isMeant ? await snapshot.entries(list, { towards: 'older', below, count: most }) : [];
    return entries.filter(({ sort, entry }) => has(sort) && entry.slug !== slug);
  });
  const newest = found.flat().sort((one, other) => byteOrder(other.sort, one.sort));
  const distinct = new Map(newest.map(({ entry }) => [entry.slug, entry]));
  return [...distinct.values()].slice(0, most);
}
