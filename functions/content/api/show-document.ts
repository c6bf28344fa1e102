import { notFound } from '../documents/change-document.ts';
import { editionWithMembers } from '../editions/show-edition.ts';
import type { DocumentReader } from '../ports.ts';
import { shownWithPast } from './shown.ts';

/** How many revisions are shown. */
const mostRevisions = 100;

/** A document as it stands, and what was done to it. Throws a Problem (404) when there is none. */
export async function showDocument(
  slug: string,
  { documents, siteUrl }: { documents: DocumentReader; siteUrl: string },
) {
  const head = await documents.head(slug);
  if (!head || head.status === 'deleted') throw notFound(slug);
  const [revisions, edition] = await Promise.all([
    documents.revisions(slug, mostRevisions, head.since),
    editionWithMembers(head, documents),
  ]);
  return shownWithPast(head, revisions, siteUrl, edition);
}
