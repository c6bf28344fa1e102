import { afterCursor, answerOf } from '../api/cursor.ts';
import type { HistoryReader } from '../ports.ts';

/** Every document there is or was, and by what its last change can be told. */
export async function listHistories(
  { limit, cursor }: { limit: number; cursor?: string },
  { histories }: { histories: Pick<HistoryReader, 'allHeads'> },
) {
  const after = afterCursor(cursor, /^(documents|markers)\/.+$/);
  return answerOf(await histories.allHeads({ limit, after }), ({ slug, status, order, revisions }) => ({
    slug,
    status,
    order,
    revisions,
  }));
}
