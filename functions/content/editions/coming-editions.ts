import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { isPublic, type StoredHead } from '../contract/document.ts';
import { comingEditions } from '../contract/lists.ts';
import { inUtc, scheduledOf } from '../documents/schedule.ts';
import type { EditionFields } from '../kinds/edition.ts';
import type { ContentStore, DocumentReader, ListReader } from '../ports.ts';
import { editorsDraft } from './readiness.ts';

/** An edition that readers do not have yet, or a new version of one that has gone: it keeps its documents from them. */
export interface ComingEdition {
  slug: string;
  title: string;
  documents: readonly string[];
  /** ISO instant; absent: nobody has said when. */
  publishAt?: string | undefined;
  /** As it stood; absent: it comes with the same upload, and is not stored yet. */
  head?: StoredHead;
}

export interface ComingDeps {
  lists: Pick<ListReader, 'list'>;
  content: Pick<ContentStore, 'lookUp'>;
  documents: Pick<DocumentReader, 'revision'>;
}

/** How many are read at once; a press prepares a few at a time. */
const pageSize = 100;

/** Revisions that are read at once. */
const concurrency = 8;

/** Editions that editors have handed in and that have not gone, as they stand now. */
export async function readComingEditions(deps: ComingDeps): Promise<ComingEdition[]> {
  const heads: StoredHead[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await deps.lists.list(comingEditions, { limit: pageSize, after });
    const slugs = items.map(({ entry }) => entry.slug);
    if (slugs.length) heads.push(...(await deps.content.lookUp({ slugs, filenames: [] })).heads.values());
    after = next;
  } while (after !== undefined);
  const coming = await mapConcurrently(heads, { concurrency }, (head) => comingOf(head, deps));
  return coming.flat();
}

async function comingOf(head: StoredHead, { documents }: ComingDeps): Promise<ComingEdition[]> {
  const waiting = editorsDraft(head);
  if (!waiting) return [];
  const isBeside = isPublic(head);
  const revision = isBeside ? await documents.revision(head.slug, waiting.revision, head.since) : head;
  if (revision?.fields.kind !== 'edition') return [];
  return [comingEdition(head, revision.fields)];
}

const comingEdition = (head: StoredHead, { title, documents }: EditionFields): ComingEdition => ({
  slug: head.slug,
  title,
  documents,
  publishAt: scheduledOf(head)?.publishAt,
  head,
});

/** When it goes, as notices say it. */
export const whenGoes = ({ slug, title, publishAt }: Omit<ComingEdition, 'documents'>): string =>
  publishAt === undefined
    ? `the edition “${title}” (${slug}), for which nobody has said a time yet`
    : `the edition “${title}” (${slug}), which goes at ${inUtc(publishAt)}`;
