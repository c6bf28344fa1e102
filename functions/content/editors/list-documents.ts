import { afterCursor, cursorOf } from '../api/cursor.ts';
import { shownDocument } from '../api/shown.ts';
import { shownDate } from '../api/shown-values.ts';
import type { StoredHead } from '../contract/document.ts';
import type { Viewer } from '../contract/own-documents.ts';
import { changedKey } from '../contract/table-keys.ts';
import type { DocumentReader } from '../ports.ts';
import { type DocumentFilter, fits } from './document-filter.ts';
import { newestReadable } from './readable-head.ts';

interface Asked extends DocumentFilter {
  limit: number;
  cursor?: string;
}

/** Rows that one call reads at most, and in how many queries: heads are some kilobytes, and a query ends at a megabyte. */
const most = { rows: 1000, queries: 8 };

/**
 * Documents that fit, the last changed first; a change may take a moment to show. A call looks through so many and no
 * more: where `next` is set there may be others that fit, also where none was found, and `searchedTo` says how far back
 * it has looked (null: all the way).
 */
export async function listDocuments(
  { limit, cursor, ...filter }: Asked,
  viewer: Viewer,
  { documents, siteUrl }: { documents: Pick<DocumentReader, 'documents' | 'revisions'>; siteUrl: string },
) {
  const isWanted = fits(filter);
  const { found, last } = await search(
    async (head) => {
      const shown = await newestReadable(viewer, head, documents);
      return shown && isWanted(shown) ? shown : undefined;
    },
    { limit, after: afterCursor(cursor, /^\d{4}-[^#]+#.+$/) },
    documents,
  );
  return {
    items: found.map(shownDocument(siteUrl)),
    next: cursorOf(last && changedKey(last)),
    searchedTo: last ? shownDate(last.at) : null,
  };
}

/** Those wanted, as they are to be shown, and the last that was looked at, if there are more behind it. */
async function search(
  wanted: (head: StoredHead) => Promise<StoredHead | undefined>,
  { limit, after }: { limit: number; after: string | undefined },
  documents: Pick<DocumentReader, 'documents'>,
): Promise<{ found: StoredHead[]; last?: StoredHead }> {
  const found: StoredHead[] = [];
  let [position, rows, last] = [after, 0, undefined as StoredHead | undefined];
  for (let queries = 0; queries < most.queries && rows < most.rows; queries++) {
    const page = await documents.documents({ limit: Math.min(most.rows - rows, 250), after: position });
    for (const [at, head] of page.items.entries()) {
      last = head;
      const shown = await wanted(head);
      if (!shown) continue;
      found.push(shown);
      const hasMore = at < page.items.length - 1 || page.next !== undefined;
      if (found.length === limit) return hasMore ? { found, last } : { found };
    }
    if (page.next === undefined) return { found };
    [position, rows] = [page.next, rows + page.items.length];
  }
  return last ? { found, last } : { found };
}
