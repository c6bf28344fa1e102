import { createHash } from 'node:crypto';
import { byteOrder } from '../../../functions/runtime/byte-order.ts';
import type { Page, PageMetadata, PageStore } from '../../../functions/site/ports.ts';

/** A bucket of pages in memory. */
export interface PagesInMemory extends PageStore {
  readonly pages: Map<string, Page>;
}

export function pagesInMemory(): PagesInMemory {
  const pages = new Map<string, Page>();
  return {
    pages,
    metadata: async (path) => metadataOf(pages.get(path)),
    put: async (path, page) => void pages.set(path, page),
    remove: async (path) => void pages.delete(path),
    // Few at a time, so that every caller has to go on.
    paths: async (after = '', most = 1000) =>
      [...pages.keys()]
        .sort(byKey)
        .filter((path) => byKey(path, after) > 0)
        .slice(0, Math.min(100, most)),
  };
}

function metadataOf(page: Page | undefined): PageMetadata | undefined {
  if (!page) return undefined;
  const { body, type, cacheControl } = page;
  return { md5: createHash('md5').update(body).digest('hex'), type, cacheControl, extra: {} };
}

/** S3 lists keys, not paths, in the order of their bytes. */
const byKey = (one: string, other: string) => byteOrder(keyed(one), keyed(other));

const keyed = (path: string) => (path.endsWith('/') ? `${path}index.html` : path);
