import { isLive, revisionOf, type StoredHead } from '../contract/document.ts';
import { blankFields, isSingle } from '../kinds/kinds.ts';
import type { Known } from './claim.ts';
import type { Incoming } from './decide.ts';
import type { StateWrite } from './document-write.ts';
import { withDerived } from './membership.ts';

/** The aliases of a manuscript at `slug` that can lead there. Of a single kind there is no other address. */
export const oldSlugsOf = (aliases: string[], slug: string): string[] =>
  [...new Set(aliases)].filter((alias) => alias !== slug && !isSingle(alias));

/**
 * The old slugs that lead here from now on. Only to what readers see, so that no draft takes an address from them,
 * and only where nothing newer stands. The document whose id goes on here comes first.
 */
export function leavingSlugs(
  { editor, draft, order }: Pick<Incoming, 'editor' | 'draft' | 'order'>,
  oldSlugs: string[],
  { heads }: Pick<Known, 'heads'>,
): string[] {
  if (!editor || draft) return [];
  const older = oldSlugs.filter((slug) => (heads.get(slug)?.order ?? '') < order);
  const first = older.find((slug) => isLive(heads.get(slug)));
  return [...new Set([...(first === undefined ? [] : [first]), ...older])];
}

/** What a marker tells of the document that it leads to, and of what made it lead there. */
type Leading = Pick<Incoming, 'slug' | 'id' | 'order' | 'by' | 'byName' | 'at' | 'name' | 'fields'>;

/** A marker for each of these slugs, leading to the document with this id. */
export const markersFor = (
  incoming: Leading,
  id: string,
  leaving: string[],
  known: Pick<Known, 'heads' | 'leads'>,
): StateWrite[] => leaving.map((slug) => markerWrite(slug, { ...incoming, id }, known));

function markerWrite(
  slug: string,
  incoming: Leading,
  { heads, leads }: Pick<Known, 'heads' | 'leads'>,
): StateWrite {
  const seen = heads.get(slug);
  // A marker that leads there already only gets the newer order.
  if (seen && (seen.to === incoming.slug || leads?.get(slug)?.slug === incoming.slug)) {
    return { seen, head: { ...seen, id: incoming.id, order: incoming.order, to: incoming.slug } };
  }
  const head = movedMarker(seen, slug, incoming);
  return { seen, head, revision: revisionOf(head) };
}

/** What stands at an old slug once its document has moved on; the document's past stays with it. */
export function movedMarker(seen: StoredHead | undefined, from: string, to: Leading): StoredHead {
  const { slug, id, order, by, byName, at, name } = { ...to, slug: from };
  const blank = { fields: blankFields(to.fields.kind), source: '', body: '' };
  const past = seen ?? { ...blank, name, manuscript: '', originals: {}, revision: 0, revisions: 0 };
  const revisions = past.revisions + 1;
  return withDerived({
    ...past,
    lists: [],
    entry: '',
    former: undefined,
    byWriter: undefined,
    basedOn: undefined,
    overtaken: undefined,
    restores: undefined,
    givenDate: undefined,
    textDecided: undefined,
    handedIn: undefined,
    pending: undefined,
    ordering: undefined,
    aliases: undefined,
    replaces: undefined,
    publishAt: undefined,
    withdrawAt: undefined,
    withdrawReason: undefined,
    slug,
    id,
    order,
    by,
    byName,
    at,
    status: 'moved',
    to: to.slug,
    revision: revisions,
    revisions,
  });
}
