import { shownWithPast } from '../api/shown.ts';
import { mayRead, maySee, type Viewer } from '../contract/own-documents.ts';
import { notFound } from '../documents/change-document.ts';
import { editionWithMembers } from '../editions/show-edition.ts';
import type { DocumentReader } from '../ports.ts';
import { newestReadable } from './readable-head.ts';

/** How many revisions are shown. */
const mostRevisions = 100;

/** A document as it stands, and what was done to it. Who may not read what stands gets the newest that they may; of the past
 *  they see their own. Throws a Problem (404) when there is none for them. */
export async function showDocument(
  slug: string,
  viewer: Viewer,
  { documents, siteUrl }: { documents: DocumentReader; siteUrl: string },
) {
  const head = await documents.head(slug);
  if (!head || head.status === 'deleted' || !maySee(viewer, head)) throw notFound(slug);
  const [past, edition] = await Promise.all([
    documents.revisions(slug, mostRevisions, head.since),
    // It tells of the documents of others.
    viewer.isEditor ? editionWithMembers(head, documents) : undefined,
  ]);
  const shown = await newestReadable(viewer, head, documents, past);
  if (!shown) throw notFound(slug);
  const readable = past.filter((revision) => mayRead(viewer, head, revision));
  return shownWithPast(shown, readable, siteUrl, edition);
}
