import { createHash } from 'node:crypto';
import { stylesheetOf } from '../../look/stylesheet.ts';
import type { Page, PageMetadata, PageStore } from '../ports.ts';
import { pathOf } from '../routes.ts';
import { composePage } from './compose-page.ts';
import { type RenderSnapshot, renderSnapshot, type Sources } from './render-snapshot.ts';

export interface Deps extends Sources {
  pages: PageStore;
}

/** What was done about a page. */
export type Rendered = 'written' | 'unchanged' | 'removed' | 'absent';

/** Renders the pages of one batch, which share what they read. */
export function pageRenderer(deps: Deps): (path: string) => Promise<Rendered> {
  const snapshot = renderSnapshot(deps);
  let stylesheet: Promise<unknown> | undefined;
  return (path) => {
    if (!path.endsWith('/')) return renderPage(path, snapshot, deps.pages);
    stylesheet ??= renderStylesheet(snapshot, deps.pages);
    // Started before it is needed; a failure is reported by the pages that wait for it.
    stylesheet.catch(() => undefined);
    return renderPage(path, snapshot, deps.pages, stylesheet);
  };
}

/**
 * Makes the stored page what it should be, and writes nothing when it is so already. May run any number of times;
 * but never twice at once for one path, or the one that read first may write last. A page is written after
 * `stylesheet`.
 */
async function renderPage(
  path: string,
  snapshot: RenderSnapshot,
  pages: PageStore,
  stylesheet?: Promise<unknown>,
): Promise<Rendered> {
  const [page, stored] = await Promise.all([composePage(path, snapshot), pages.metadata(path)]);
  if (page && stored && isSame(page, stored)) return 'unchanged';
  if (page) {
    await stylesheet;
    await pages.put(path, page);
    return 'written';
  }
  if (!stored) return 'absent';
  await pages.remove(path);
  return 'removed';
}

function isSame({ body, type, cacheControl }: Page, stored: PageMetadata): boolean {
  return (
    stored.type === type &&
    stored.cacheControl === cacheControl &&
    Object.keys(stored.extra).length === 0 &&
    stored.md5 === createHash('md5').update(body).digest('hex')
  );
}

/**
 * No page is there before its styles, in whatever order the queue delivers them. The stylesheet alone may be written
 * outside its queue group: its name holds a hash of its text, so two writers write the same.
 */
async function renderStylesheet(snapshot: RenderSnapshot, pages: PageStore): Promise<void> {
  const { name } = stylesheetOf((await snapshot.config()).colours);
  await renderPage(pathOf({ page: 'asset', name }), snapshot, pages);
}
