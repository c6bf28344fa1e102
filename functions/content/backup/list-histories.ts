import { afterCursor, answerOf } from '../api/cursor.ts';
import type { HistoryReader } from '../ports.ts';

/** Every document there is or was, with its order and revision count, which every change changes. */
export async function listHistories(
  { limit, cursor }: { limit: number; cursor?: string },
  { histories }: { histories: Pick<HistoryReader, 'allHeads'> },
) {
  const after = afterCursor(cursor, /^(documents|markers)\/.+$/);
  return answerOf(
    await histories.allHeads({ limit, after }),
    ({ slug, since, status, order, revisions }) => ({
      slug,
      since,
      status,
      order,
      revisions,
    }),
  );
}
