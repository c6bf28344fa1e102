import type { DocumentChanged } from '../content/change.ts';
import { affectedPages } from './affected-pages.ts';
import { type Cursor, pathsFrom, type Step, start } from './every-path.ts';
import type { Content, PageQueue, PageStore, RenderQueue } from './ports.ts';
import { startReading } from './reading.ts';
import { resolvePages } from './resolve-pages.ts';

export interface Deps {
  content: Content;
  pages: Pick<PageStore, 'paths'>;
  queue: PageQueue;
  renders: RenderQueue;
  /** Origin of the site. */
  site: string;
}

/** Paths sent in one call at most, give or take a step: a full render of any size goes on in the next message. */
const atOnce = 2_000;

/** Seconds in which pages are rendered and the edge asks for them again: as long as a message can be delayed. */
const rest = 900;

/** Sends every page that a change touches to be rendered. Returns how many; of a full render its first part. */
export async function planChange(change: DocumentChanged, deps: Deps): Promise<number> {
  const affected = affectedPages(change);
  if (affected === 'everything') return planRender(start, deps);
  const paths = await resolvePages(affected, deps.content);
  await deps.queue.send(paths);
  return paths.length;
}

/** Sends part of all pages to be rendered, from the cursor on, and leaves a message for the rest. */
export async function planRender(cursor: Cursor, deps: Deps): Promise<number> {
  const walk = { content: deps.content, pages: deps.pages, paper: await currentPaper(deps) };
  let sent = 0;
  let step: Step = { paths: [], next: cursor };
  while (step.next && sent < atOnce && !step.needsRest) {
    step = await pathsFrom(step.next, walk);
    await deps.queue.send([...new Set(step.paths)]);
    sent += step.paths.length;
  }
  if (step.next) await deps.renders.request(step.next, step.needsRest ? rest : 0);
  return sent;
}

/** The press as it is now. Planning needs no bodies. */
const currentPaper = ({ content, site }: Deps) =>
  startReading({
    content,
    site,
    bodies: { body: () => Promise.reject(new Error('No body is read here')) },
  }).paper();
