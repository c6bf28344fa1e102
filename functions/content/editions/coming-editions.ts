import type { StoredHead } from '../contract/document.ts';
import { comingEditions } from '../contract/lists.ts';
import { asDate } from '../documents/schedule.ts';
import type { ContentStore, ListReader } from '../ports.ts';

/** An edition that readers do not have yet, which keeps its documents from them. */
export interface ComingEdition {
  slug: string;
  title: string;
  documents: readonly string[];
  /** ISO instant; absent: nobody has said when. */
  publishAt?: string | undefined;
}

/** A press prepares a few at a time. */
const most = 100;

/** Editions that editors have handed in and that have not gone. */
export async function readComingEditions({
  lists,
  content,
}: {
  lists: Pick<ListReader, 'list'>;
  content: Pick<ContentStore, 'lookUp'>;
}): Promise<ComingEdition[]> {
  const { items } = await lists.list(comingEditions, { limit: most });
  if (!items.length) return [];
  const slugs = items.map(({ entry }) => entry.slug);
  const { heads } = await content.lookUp({ slugs, filenames: [] });
  return [...heads.values()].flatMap((head) => comingOf(head) ?? []);
}

function comingOf({ slug, status, fields, publishAt, byWriter }: StoredHead): ComingEdition | undefined {
  const isToCome = (status === 'draft' || status === 'scheduled') && !byWriter;
  if (!isToCome || fields.kind !== 'edition') return undefined;
  return { slug, title: fields.title, documents: fields.documents, publishAt };
}

/** When it goes, as notices say it. */
export const whenGoes = ({ slug, title, publishAt }: Omit<ComingEdition, 'documents'>): string =>
  publishAt === undefined
    ? `the edition “${title}” (${slug}), for which nobody has said a time yet`
    : `the edition “${title}” (${slug}), which goes at ${asDate(publishAt)}`;
