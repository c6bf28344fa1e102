import { createHash } from 'node:crypto';
import { stylesheetOf } from '../../look/stylesheet.ts';
import type { Page, PageStore, Stamp } from '../ports.ts';
import { pathOf } from '../routes.ts';
import { composePage } from './compose-page.ts';
import { type RenderSnapshot, renderSnapshot, type Sources } from './render-snapshot.ts';

export interface Deps extends Sources {
  pages: PageStore;
}

/** What became of a page. */
export type Rendered = 'written' | 'unchanged' | 'removed' | 'absent';

/** Renders the pages of one batch, which share what they read. */
export function pageRenderer(deps: Deps): (path: string) => Promise<Rendered> {
  const snapshot: RenderSnapshot = renderSnapshot(deps);
  let styled: Promise<unknown> | undefined;
  return (path) => {
    if (!path.endsWith('/')) return keepPage(path, snapshot, deps.pages);
    styled ??= keepStyles(snapshot, deps);
    // Begun before it is needed; only who needs it hears that it failed.
    styled.catch(() => undefined);
    return keepPage(path, snapshot, deps.pages, styled);
  };
}

/** Renders one page, whatever else there is to render. */
export const renderPage = (path: string, deps: Deps): Promise<Rendered> => pageRenderer(deps)(path);

/**
 * A page is never there before its styles, in whatever order the queue brings them. The stylesheet alone may be
 * written outside its queue group: its name holds a hash of its text, so two writers write the same.
 */
async function keepStyles(snapshot: RenderSnapshot, { pages }: Deps): Promise<void> {
  const { name } = stylesheetOf((await snapshot.config()).colours);
  await keepPage(pathOf({ page: 'asset', name }), snapshot, pages);
}

/**
 * Makes what stands at a path what it should be, and touches nothing that is so already. May be run any number
 * of times; but never twice at once for one path, or the one that read first may write last.
 */
async function keepPage(
  path: string,
  snapshot: RenderSnapshot,
  pages: PageStore,
  before?: Promise<unknown>,
): Promise<Rendered> {
  const [page, stamp] = await Promise.all([composePage(path, snapshot), pages.stamp(path)]);
  if (page && stamp && stands(page, stamp)) return 'unchanged';
  if (page) {
    await before;
    await pages.put(path, page);
    return 'written';
  }
  if (!stamp) return 'absent';
  await pages.remove(path);
  return 'removed';
}

function stands({ body, type, cacheControl }: Page, stamp: Stamp): boolean {
  return (
    stamp.type === type &&
    stamp.cacheControl === cacheControl &&
    Object.keys(stamp.extra).length === 0 &&
    stamp.md5 === createHash('md5').update(body).digest('hex')
  );
}
