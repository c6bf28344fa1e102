import type { StoredHead } from '../contract/document.ts';
import type { ManuscriptReader, ReadTurn } from '../manuscripts/manuscript-reader.ts';
import type { Archive, ContentStore } from '../ports.ts';
import { earlierShelves } from './earlier-files.ts';
import { withFileText } from './file-text.ts';
import { findPages } from './find-pages.ts';
import { type ManuscriptDraft, unreadFiles, uploadedFiles, uploadedPictures } from './manuscript-draft.ts';
import type { Results } from './upload.ts';

interface CompleteDeps {
  archive: Pick<Archive, 'body'>;
  content: Pick<ContentStore, 'lookUp'>;
  reader: Pick<ManuscriptReader, 'read'>;
  hasTime: ReadTurn['hasTime'];
}

/**
 * Complete: a corrected manuscript may come without its pictures; those of the version before are used,
 * but for what it brought anew and nobody could read: that one is missing, or readers would get the old one unsaid. Which
 * version that is shows only once the manuscript has been read, so it is read again, now with these pictures. So are
 * the pages found to which it links by the names of their manuscripts.
 */
export async function completeDraft(
  draft: ManuscriptDraft,
  previous: StoredHead | undefined,
  { results, pages: ownPages }: { results: Results; pages: ReadonlyMap<string, string> },
  { archive, content, reader, hasTime }: CompleteDeps,
): Promise<ManuscriptDraft | 'postponed'> {
  const body = previous && draft.read.missing.length ? await archive.body(previous.body) : undefined;
  const before = previous && body && { fields: previous.fields, body };
  const shelves = before && earlierShelves(before);
  const pages = await findPages(draft.read.linked, draft.file.name, { ownPages, content });
  if (!shelves && !pages.size) return draft;
  const own = { pictures: uploadedPictures(results), files: uploadedFiles(results) };
  const shelf = { ...own, ...shelves, unread: unreadFiles(draft.upload, results), pages };
  const turn = { upload: draft.upload.id, hasTime };
  const read = await reader.read({ name: draft.file.name, bytes: draft.bytes }, shelf, turn);
  if (read.outcome === 'postponed') return read.outcome;
  if (read.outcome === 'refused') return draft;
  const completed = withFileText(read.fields, read.body, results.values(), before);
  // What it began from may have made it a draft, of which its text says nothing.
  const { draft: isDraft } = draft.read;
  return { ...draft, read: { ...read, body: completed, draft: isDraft }, pages: Object.fromEntries(pages) };
}
