import { isLive, isPublic, type StoredHead } from '../contract/document.ts';
import type { Notice } from '../contract/values.ts';
import type { Known } from '../documents/claim.ts';
import { asDate } from '../documents/schedule.ts';
import { type ComingEdition, whenGoes } from '../editions/coming-editions.ts';
import { editorsDraft, presentHeads, type Readiness, readinessOf, unfitFor } from '../editions/readiness.ts';
import type { ContentStore } from '../ports.ts';
import { type ManuscriptDraft, sourceOf } from './manuscript-draft.ts';
import type { DocumentBeside } from './named-documents.ts';

/*
 * What an edition lists waits for it: handed in without a word of when readers are to get it, such a document is kept as a
 * draft. An edition of the same upload counts, and one that is stored; one that comes after its documents finds them live.
 */

/** The editions among an upload's drafts that readers do not have yet. One that is handed in again, and has gone, holds
 *  nothing. */
export function editionsAmong(drafts: ManuscriptDraft[], { heads }: Pick<Known, 'heads'>): ComingEdition[] {
  return drafts.flatMap((draft) => {
    const { read, claim, upload, times } = draft;
    if (read.fields.kind !== 'edition' || !upload.editor) return [];
    const slug = claim.slug ?? read.titleSlug;
    const seen = heads.get(slug);
    const hasGone = seen && isPublic(seen) && seen.source === sourceOf(draft);
    const { title, documents } = read.fields;
    return hasGone ? [] : [{ slug, title, documents, publishAt: times.publishAt }];
  });
}

/** The edition for which a manuscript is kept, that would be published. */
export function editionHolding(
  slug: string,
  { claim, upload }: Pick<ManuscriptDraft, 'claim' | 'upload'>,
  editions: ComingEdition[],
): ComingEdition | undefined {
  if (!upload.editor || claim.draft) return undefined;
  return editions.find(({ documents }) => documents.includes(slug));
}

/** Slugs that readers get at the same moment as this document: what has a time of its own may come before them. */
export const broughtWith = (
  slug: string,
  { times }: Pick<ManuscriptDraft, 'times'>,
  editions: ComingEdition[],
): ReadonlySet<string> =>
  new Set(
    times.publishAt === undefined
      ? editions.flatMap(({ documents }) => (documents.includes(slug) ? documents : []))
      : [],
  );

/** Of a document that an edition to come lists. @param isHeld It is a draft for that reason alone. */
export function listedNotice(
  slug: string,
  { upload, times, read }: Pick<ManuscriptDraft, 'upload' | 'times' | 'read'>,
  editions: ComingEdition[],
): string | undefined {
  const holding = editions.find((one) => one.slug !== slug && one.documents.includes(slug));
  if (!holding) return undefined;
  const own = times.publishAt;
  const unfit = unfitFor(read.fields);
  if (unfit) return `It is listed in ${whenGoes(holding)}, and ${unfit}.`;
  if (own !== undefined && !read.draft && own > upload.opened)
    return `It is listed in ${whenGoes(holding)}, and has a time of its own (${asDate(own)}): ${
      holding.publishAt !== undefined && own <= holding.publishAt
        ? 'it is live then, even if the edition does not go'
        : 'take that out of its file, or the edition does not go'
    }.`;
  return `It waits for ${whenGoes(holding)}. “press publish ${slug}” makes it live before.`;
}

interface Listing {
  /** Where the edition stands, or is to. */
  slug: string;
  publishAt: string | undefined;
}

/** Each document of an edition that is not ready yet, or that another edition lists, too. */
export async function editionNotices(
  { file, read, times }: Pick<ManuscriptDraft, 'file' | 'read' | 'times'>,
  slug: string,
  {
    beside,
    allRead,
    editions,
    content,
  }: {
    beside: DocumentBeside[];
    allRead: boolean;
    editions: ComingEdition[];
    content: Pick<ContentStore, 'lookUp'>;
  },
): Promise<Notice[]> {
  if (read.fields.kind !== 'edition') return [];
  const { documents } = read.fields;
  const isWithoutTime = times.publishAt === undefined && !read.draft;
  const notes = isWithoutTime ? [withoutTime(slug)] : [];
  const heads = await presentHeads(documents, (wanted) => content.lookUp({ ...wanted, filenames: [] }));
  const listing = { slug, publishAt: times.publishAt };
  const unready = documents.flatMap((one) => {
    const text = whyUnready(one, { head: heads.get(one), beside, allRead }, listing);
    return text === undefined ? [] : [text];
  });
  const others = editions.filter((one) => one.slug !== slug);
  const twice = documents.flatMap((one) => {
    const other = others.find((edition) => edition.documents.includes(one));
    return other
      ? [`It names “${one}”, and so does ${whenGoes(other)}: it goes with the one that goes first.`]
      : [];
  });
  const notice =
    (level: Notice['level']) =>
    (text: string): Notice => ({ level, file: file.name, text });
  return [...notes.map(notice('note')), ...[...unready, ...twice].map(notice('warning'))];
}

const withoutTime = (slug: string): string =>
  `Nobody has said when it goes: write \`publish_at:\` into it, or “press schedule ${slug} "2026-12-01 07:00"”. Until then its documents wait.`;

function whyUnready(
  slug: string,
  { head, beside, allRead }: { head: StoredHead | undefined; beside: DocumentBeside[]; allRead: boolean },
  listing: Listing,
): string | undefined {
  const own = beside.find((one) => one.slug === slug);
  const unfit = own && unfitFor(own.fields);
  if (unfit) return `It names “${slug}”, which ${unfit}. Not ready yet.`;
  if (own || (!head && !allRead)) return undefined;
  const readiness = readinessOf({ head, fields: knownFields(head) }, listing.publishAt);
  return inWords(slug, readiness);
}

/** Of what waits beside what readers have the fields are not read here. */
const knownFields = (head: StoredHead | undefined) => {
  if (!isLive(head)) return undefined;
  const waiting = editorsDraft(head);
  return !waiting || waiting.revision === head.revision ? head.fields : undefined;
};

function inWords(slug: string, readiness: Readiness): string | undefined {
  switch (readiness.state) {
    case 'goes':
      return undefined;
    case 'live':
      return `It names “${slug}”, which readers have already: what is new in it by then goes with the edition.`;
    case 'not ready':
      return `It names “${slug}”, which ${readiness.why}. Not ready yet: without it nothing of the edition goes.`;
  }
}
