import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { Problem } from '../../runtime/problem.ts';
import { idOf, isLive, type Revision, type StoredHead, wasPublic } from '../contract/document.ts';
import type { ContentStore, DocumentReader } from '../ports.ts';
import type { Command } from './change-document.ts';
import type { StateWrite } from './document-write.ts';
import { piece } from './identity.ts';
import { leavingSlugs, markersFor, oldSlugsOf } from './moved-markers.ts';
import { newestOrderOf } from './pending-revision.ts';

export interface TakeOverDeps {
  content: Pick<ContentStore, 'lookUp'>;
  documents: Pick<DocumentReader, 'revisions'>;
}

/** What a publication takes over from the old slugs that the manuscript named. */
export interface TakenOver {
  markers: StateWrite[];
  /** Old slugs that lead here from now on; that of the document whose id goes on comes first. */
  moved: string[];
  /** Old slugs that stay as they are. */
  kept: string[];
  /** Other documents that stand at the old slugs. */
  replaced: StoredHead[];
  /** Lasting identity of the document from now on. */
  id: string;
  former: string[];
  first: (string | undefined)[];
}

/**
 * What the manuscript named while readers did not have it leads here from now on, where the same stands there as when it
 * came. Of its aliases one may be the document itself under its old name: the id that is known outside goes on.
 */
export async function takeOver(
  seen: StoredHead,
  revision: Revision,
  command: Command,
  deps: TakeOverDeps,
): Promise<TakenOver> {
  const { aliases = [], replaces = [] } = revision;
  const oldSlugs = oldSlugsOf([...aliases, ...replaces], seen.slug);
  const { heads } = oldSlugs.length ? await deps.content.lookUp({ slugs: oldSlugs, filenames: [] }) : nothing;
  const older = leavingSlugs({ editor: true, draft: false, order: command.order }, oldSlugs, { heads });
  const unchanged = await unchangedSince(newestOrderOf(seen, revision), seen, { slugs: older, heads }, deps);
  const live = unchanged.flatMap((old) => heads.get(old) ?? []).filter(isLive);
  const own = live.filter(({ slug }) => !replaces.includes(slug));
  const renamed = wasPublic(seen) ? undefined : (own.find(wasPublic) ?? own[0]);
  const moved = [...new Set([renamed?.slug ?? [], unchanged].flat())];
  const id = idOf(renamed ?? seen);
  return {
    markers: markersFor({ ...seen, ...command, id }, id, moved, { heads }),
    moved,
    kept: oldSlugs.filter((old) => !moved.includes(old)),
    replaced: live.filter((head) => head !== renamed),
    id,
    former: [...moved, ...own.flatMap(({ former = [] }) => former)],
    first: own.map(({ first }) => first),
  };
}

const nothing = { heads: new Map<string, never>() };

/** Those of the slugs where nothing has come or gone since that order. */
async function unchangedSince(
  order: string,
  { id, slug, status }: StoredHead,
  { slugs, heads }: { slugs: string[]; heads: ReadonlyMap<string, StoredHead> },
  { documents }: Pick<TakeOverDeps, 'documents'>,
): Promise<string[]> {
  const own = idOf({ id, slug, status });
  const checked = await mapConcurrently(slugs, { concurrency }, async (old) => {
    const head = heads.get(old);
    const isFree = !head || head.status === 'deleted' || (head.status === 'moved' && idOf(head) === own);
    return isFree || (await stoodAt(order, head, documents)) ? [old] : [];
  });
  return checked.flat();
}

/** Old slugs looked at at once; a manuscript names at most forty. */
const concurrency = 8;

/** Revisions that are read to see what stood there. Where more have come since, it counts as another. */
export const mostRevisions = 100;

/** Whether the document that stands there now, or the marker, stood there at that order already. Whatever comes to an
 *  address where another left comes after a marker. */
async function stoodAt(
  order: string,
  { slug, since, status }: StoredHead,
  documents: TakeOverDeps['documents'],
): Promise<boolean> {
  const past = await documents.revisions(slug, mostRevisions, since);
  const before = past.filter((one) => one.order <= order);
  const [stood] = before.sort((a, b) => (a.order < b.order ? 1 : -1));
  const hasMoved = past.some((one) => one.order > order && one.status === 'moved');
  return stood !== undefined && !hasMoved && (stood.status === 'moved') === (status === 'moved');
}

/** What a publication took and has not moved: its document stands, and not all markers were written after it. An address
 *  that was deleted since stays so. */
export const leftToMove = (seen: StoredHead, { markers }: TakenOver): StateWrite[] =>
  markers.filter(({ seen: old, head }) => {
    const wasDeleted = old?.status === 'deleted' && old.order > (seen.ordering?.after ?? '');
    return seen.former?.includes(head.slug) && old?.to !== seen.slug && !wasDeleted;
  });

/** An editor who publishes a draft may not know whose address it takes: they name every document that goes. One that is
 *  named and leads here already has gone. @param again The command that they give again with the names. */
export function demandNamed(
  {
    seen,
    revision,
    named,
    again = `press publish ${seen.slug} ${revision.revision}`,
  }: { seen: StoredHead; revision: Revision; named: string[]; again?: string },
  { replaced, kept, markers }: TakenOver,
): void {
  const publication = `Revision ${revision.revision} of “${seen.slug}”`;
  const [unnamed] = replaced.filter(({ slug }) => !named.includes(slug));
  if (unnamed) {
    const all = replaced.map(({ slug }) => slug);
    throw new Problem(
      409,
      `${publication} takes the place of ${piece(unnamed.fields.title, unnamed.slug)}, which came as ${unnamed.name}:
      its address would lead here. If that is meant, say so: “${again} ${all.map((one) => `--replaces ${one}`).join(' ')}”, in
      the API {"replaces": ${JSON.stringify(all)}}. If not, take “${unnamed.slug}” out of its front matter and hand it in
      again.`.replace(/\s+/g, ' '),
    );
  }
  const gone = markers.flatMap(({ seen: old }) => (old?.to === seen.slug ? [old] : []));
  const [other] = named.filter((slug) => ![...replaced, ...gone].some((head) => head.slug === slug));
  if (other === undefined) return;
  const why = kept.includes(other)
    ? `what stands at “${other}” came there after the draft: hand the draft in again if it is to take that place`
    : `its front matter names no document that stands at “${other}”`;
  throw new Problem(
    409,
    `${publication} does not take the place of “${other}”: ${why}. Nothing was changed.`,
  );
}

/** Old slugs that a manuscript named: those that lead to its document now, those of other documents whose place it takes,
 *  and those that stay as they are because something came there, or left, after the draft came. */
export interface Addresses {
  moved: string[];
  replaced: string[];
  kept: string[];
}

/** Every document that goes is among the named ones; some may have gone before. */
export const addressesOf = ({ moved, replaced, kept }: TakenOver, named: string[]): Addresses => {
  const others = [...new Set([...replaced.map(({ slug }) => slug), ...named])];
  return { moved: moved.filter((slug) => !others.includes(slug)), replaced: others, kept };
};
