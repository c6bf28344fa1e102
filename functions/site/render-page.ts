import { createHash } from 'node:crypto';
import { composePage } from './compose-page.ts';
import type { Page, PageStore, Stamp } from './ports.ts';
import { type Reading, type Sources, startReading } from './reading.ts';

export interface Deps extends Sources {
  pages: PageStore;
}

/** What became of a page. */
export type Rendered = 'written' | 'unchanged' | 'removed' | 'absent';

/**
 * Makes what stands at a path what it should be, and touches nothing that is so already. May be run any number
 * of times; but never twice at once for one path, or the one that read first may write last.
 */
export async function renderPage(path: string, deps: Deps, reading = startReading(deps)): Promise<Rendered> {
  const [page, stamp] = await Promise.all([composePage(path, reading), deps.pages.stamp(path)]);
  if (page && stamp && stands(page, stamp)) return 'unchanged';
  if (page) {
    await deps.pages.put(path, page);
    return 'written';
  }
  if (!stamp) return 'absent';
  await deps.pages.remove(path);
  return 'removed';
}

/** Renders the pages of one batch, which share what they read. */
export function pageRenderer(deps: Deps): (path: string) => Promise<Rendered> {
  const reading: Reading = startReading(deps);
  return (path) => renderPage(path, deps, reading);
}

function stands({ body, type, cacheControl }: Page, stamp: Stamp): boolean {
  return (
    stamp.type === type &&
    stamp.cacheControl === cacheControl &&
    Object.keys(stamp.extra).length === 0 &&
    stamp.md5 === createHash('md5').update(body).digest('hex')
  );
}
