import { afterCursor, answerOf } from '../api/cursor.ts';
import type { ListReader } from '../ports.ts';
import { shownBookLine } from './shown-book.ts';

/** Published books, those with the newest editions first. */
export async function listBooks(
  { limit, cursor }: { limit: number; cursor?: string },
  { lists, siteUrl }: { lists: ListReader; siteUrl: string },
) {
  const after = afterCursor(cursor, /^\d{4}[^#]*#.+$/);
  return answerOf(await lists.list('books', { limit, after }), shownBookLine(siteUrl));
}
