import { revisionOf, type StoredHead } from '../contract/document.ts';
import type { Known } from '../documents/identity.ts';
import { type Incoming, movedMarker } from '../documents/next-state.ts';
import { isKind, kindRules } from '../kinds/kinds.ts';
import type { MarkerWrite } from '../ports.ts';
import type { ManuscriptDraft } from './manuscript-in-hand.ts';

/** Slugs that a manuscript asks to lead to it. Of a single kind there is no other address. */
export const oldSlugs = ({ read }: ManuscriptDraft, slug: string): string[] =>
  [...new Set(read.aliases)].filter((old) => old !== slug && !isSingle(old));

/**
 * A marker for each old slug. Only for what readers see, so that no draft takes anything from them, and only
 * where nothing newer stands.
 */
export function markersFor(incoming: Incoming, slugs: string[], { heads }: Known): MarkerWrite[] {
  if (!incoming.editor || incoming.draft) return [];
  const older = slugs.filter((slug) => (heads.get(slug)?.order ?? '') < incoming.order);
  return older.map((slug) => markerWrite(heads.get(slug), slug, incoming));
}

function markerWrite(seen: StoredHead | undefined, slug: string, incoming: Incoming): MarkerWrite {
  // A marker that says the same already only learns the newer order.
  if (seen?.to === incoming.slug) return { seen, head: { ...seen, order: incoming.order } };
  const head = movedMarker(seen, slug, incoming);
  return { seen, head, revision: revisionOf(head) };
}

const isSingle = (slug: string) => isKind(slug) && kindRules(slug).single;
