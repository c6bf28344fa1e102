import type { Known } from './identity.ts';
import type { ManuscriptInHand } from './manuscript-in-hand.ts';
import { type Incoming, movedMarker } from './next-state.ts';
import type { ContentStore } from './ports.ts';
import { revisionOf, type StoredHead } from './stored-head.ts';

/** Slugs that a manuscript asks to lead to it. Readers have no other address for `front` and `press`. */
export const oldSlugs = ({ read }: ManuscriptInHand, slug: string): string[] =>
  [...new Set(read.aliases)].filter((old) => ![slug, 'front', 'press'].includes(old));

/**
 * Leaves a marker at each old slug, each in its own write: a document that stood there is announced as moved.
 * Only for what readers see, so that no draft takes anything from them. Returns the slugs that lead here now.
 */
export async function moveOldSlugs(
  incoming: Incoming,
  slugs: string[],
  { heads }: Known,
  content: ContentStore,
): Promise<string[] | 'overtaken'> {
  if (!incoming.editor || incoming.draft) return [];
  const older = slugs.filter((slug) => (heads.get(slug)?.order ?? '') < incoming.order);
  const outcomes = await Promise.all(
    older.map((slug) => content.write(markerWrite(heads.get(slug), slug, incoming))),
  );
  return outcomes.includes('overtaken') ? 'overtaken' : older;
}

function markerWrite(seen: StoredHead | undefined, slug: string, incoming: Incoming) {
  // A marker that says the same already only learns the newer order.
  if (seen?.to === incoming.slug) return { seen, head: { ...seen, order: incoming.order } };
  const head = movedMarker(seen, slug, incoming);
  return { seen, head, revision: revisionOf(head) };
}
