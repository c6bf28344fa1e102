import { isLive, type StoredHead } from '../contract/document.ts';
import { maySee } from '../contract/own-documents.ts';
import type { Notice } from '../contract/values.ts';
import { inUtc } from '../documents/schedule.ts';
import { type ComingEdition, whenGoes } from '../editions/coming-editions.ts';
import { editorsDraft, presentHeads, type Readiness, readinessOf, unfitFor } from '../editions/readiness.ts';
import type { ContentStore } from '../ports.ts';
import type { ManuscriptDraft } from './manuscript-draft.ts';
import type { DocumentBeside } from './named-documents.ts';

/*
 * What an edition lists waits for it: handed in without a word of when readers are to get it, such a document is kept as a
 * draft. Of an upload the editions are stored first, so that one which is refused holds nothing; one that comes after its
 * documents finds them live.
 *
 * | what comes between             | and then                                                                       |
 * | ------------------------------ | ------------------------------------------------------------------------------ |
 * | the edition goes, is deleted,  | before a new version of what readers have is written: the write names the      |
 * | moved or handed in anew        | edition's state, is refused, and goes by what stands then. After it: the draft |
 * |                                | goes along with the edition, if that comes to go                               |
 * | the same, and the document is  | it could not have gone without: the draft waits, and an edition that does not  |
 * | new                            | list it any more leaves it to an editor                                        |
 * | there is no time for the       | its documents are left to the next call, too                                   |
 * | edition in this call           |                                                                                |
 */

/** The editions among an upload's drafts, as other editions are told of them. */
export const editionsAmong = (drafts: ManuscriptDraft[]): ComingEdition[] =>
  drafts.flatMap(({ read, claim, times }) => {
    if (read.fields.kind !== 'edition') return [];
    const { title, documents } = read.fields;
    return [{ slug: claim.slug ?? read.titleSlug, title, documents, publishAt: times.publishAt }];
  });

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

/** Of a document that an edition to come lists, as it stands with this manuscript. Writers are told nothing of what editors
 *  prepare. */
export function listedNotice(
  head: StoredHead,
  { upload, times, read }: Pick<ManuscriptDraft, 'upload' | 'times' | 'read'>,
  editions: ComingEdition[],
): string | undefined {
  const { slug } = head;
  const holding = editions.find((one) => one.slug !== slug && one.documents.includes(slug));
  if (!holding || !upload.editor) return undefined;
  const own = times.publishAt;
  if (own !== undefined && !read.draft && own > upload.opened && !unfitFor(read.fields))
    return `It is listed in ${whenGoes(holding)}, and has a time of its own (${inUtc(own)}): ${
      holding.publishAt !== undefined && own <= holding.publishAt
        ? 'it is live then, even if the edition does not go'
        : 'take that out of its file, or the edition does not go'
    }.`;
  const readiness = readinessOf({ head, fields: read.fields }, holding.publishAt);
  switch (readiness.state) {
    case 'goes':
      return `It waits for ${whenGoes(holding)}. “press publish ${slug}” makes it live before.`;
    case 'live':
      return undefined;
    case 'not ready':
      return `It is listed in ${whenGoes(holding)}, and ${readiness.why}.`;
  }
}

interface Listing {
  /** Where the edition stands, or is to. */
  slug: string;
  publishAt: string | undefined;
}

/** Each document of an edition that is not ready yet, or that another edition lists, too. What a writer may not see is not
 *  there for them. */
export async function editionNotices(
  { upload, file, read, times }: Pick<ManuscriptDraft, 'upload' | 'file' | 'read' | 'times'>,
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
  const { editor: isEditor, by } = upload;
  const isWithoutTime = times.publishAt === undefined && !read.draft && isEditor;
  const notes = isWithoutTime ? [withoutTime(slug)] : [];
  const present = await presentHeads(documents, (wanted) => content.lookUp({ ...wanted, filenames: [] }));
  const heads = new Map([...present].filter(([, head]) => maySee({ by, isEditor }, head)));
  const listing = { slug, publishAt: times.publishAt };
  const unready = documents.flatMap((one) => {
    const text = whyUnready(one, { head: heads.get(one), beside, allRead }, listing);
    return text === undefined ? [] : [text];
  });
  const others = isEditor ? editions.filter((one) => one.slug !== slug) : [];
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
