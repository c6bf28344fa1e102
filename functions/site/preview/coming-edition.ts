import type { Revision, StoredHead } from '../../content/contract/document.ts';
import { isLive, isPublic } from '../../content/contract/document.ts';
import { comingEditions } from '../../content/contract/lists.ts';
import { presentHead, readMoves } from '../../content/contract/moves.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { Content } from '../ports.ts';
import { asPublished } from './as-published.ts';

export interface ComingEditionDeps {
  content: Pick<Content, 'entries' | 'lookUp'>;
  revisions: {
    revision(slug: string, revision: number, since?: string): Promise<Revision | undefined>;
  };
}

/** What readers get at one moment with a document. */
export interface Together {
  /** ISO instant; absent: nobody has said when. */
  at?: string | undefined;
  /** The documents that wait for it, as they will be. */
  drafts: StoredHead[];
}

/** A press prepares a few at a time. */
const mostEditions = 100;

/** Documents that are read at once. */
const concurrency = 8;

/**
 * What comes with a document: the others of the edition that names it, or, of an edition, its own. For editors alone, for
 * it shows what others have handed in. @param now ISO instant, the date of what nobody has said a time for.
 */
export async function comingWith(
  { slug, fields, former = [], publishAt }: Pick<StoredHead, 'slug' | 'fields' | 'former' | 'publishAt'>,
  now: string,
  deps: ComingEditionDeps,
): Promise<Together> {
  const edition =
    fields.kind === 'edition'
      ? { publishAt, documents: fields.documents }
      : await editionNaming([slug, ...former], deps);
  if (!edition) return { drafts: [] };
  const heads = (await presentHeads(edition.documents, deps)).filter((head) => head.slug !== slug);
  const drafts = await mapConcurrently(heads, { concurrency }, async (head) => {
    const draft = await nextOf(head, edition.publishAt, deps);
    return draft?.body ? asPublished(head, draft, { at: edition.publishAt, now }) : [];
  });
  return { at: edition.publishAt, drafts: drafts.flat() };
}

/** The first that goes, of several. */
async function editionNaming(slugs: string[], { content }: ComingEditionDeps) {
  const coming = await content.entries(comingEditions, { towards: 'older', count: mostEditions });
  if (!coming.length) return undefined;
  const found = await content.lookUp({ documents: coming.map(({ entry }) => entry.slug), terms: [] });
  const editions = [...found.documents.values()].flatMap(({ status, byWriter, fields, publishAt }) => {
    const isToCome = (status === 'draft' || status === 'scheduled') && !byWriter;
    if (!isToCome || fields.kind !== 'edition') return [];
    return fields.documents.some((one) => slugs.includes(one)) ? { publishAt, ...fields } : [];
  });
  const last = '~';
  return editions.sort((one, other) => ((one.publishAt ?? last) < (other.publishAt ?? last) ? -1 : 1))[0];
}

/** Each once, wherever it has moved. */
async function presentHeads(slugs: string[], { content }: ComingEditionDeps): Promise<StoredHead[]> {
  const read = async (wanted: { slugs: string[]; ids: string[] }) => {
    const found = await content.lookUp({ documents: wanted.slugs, ids: wanted.ids, terms: [] });
    return { heads: found.documents, slugs: found.slugs };
  };
  const { heads } = await read({ slugs, ids: [] });
  const moves = await readMoves(heads.values(), read);
  const present = slugs.flatMap((slug) => {
    const head = heads.get(slug);
    return (head && presentHead(head, moves)) ?? [];
  });
  return [...new Map(present.filter(isLive).map((head) => [head.slug, head])).values()];
}

/** What an editor has handed in that goes at that moment; what a writer has waits for an editor, and what has a later time
 *  of its own for that. */
async function nextOf(
  head: StoredHead,
  at: string | undefined,
  { revisions }: ComingEditionDeps,
): Promise<Revision | undefined> {
  const { pending } = head;
  const waiting = [...(pending ? [pending] : []), ...(isPublic(head) ? [] : [head])];
  const next = waiting.find(
    ({ byWriter, status, publishAt }) =>
      !byWriter &&
      !(status === 'scheduled' && publishAt !== undefined && (at === undefined || publishAt > at)),
  );
  if (!next || next === head) return next && head;
  return revisions.revision(head.slug, next.revision, head.since);
}
