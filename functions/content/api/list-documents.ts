import type { DocumentReader } from '../ports.ts';
import { afterCursor, answerOf } from './cursor.ts';
import { shownDocument } from './shown.ts';

/** Every document, the last changed first; a change may take a moment to show. */
export async function listDocuments(
  { limit, cursor }: { limit: number; cursor?: string },
  { documents, siteUrl }: { documents: DocumentReader; siteUrl: string },
) {
  const after = afterCursor(cursor, /^\d{4}-[^#]+#.+$/);
  return answerOf(await documents.documents({ limit, after }), shownDocument(siteUrl));
}
