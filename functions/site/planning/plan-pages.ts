import type { DocumentChanged } from '../../content/contract/change.ts';
import { yieldToEventLoop } from '../../runtime/yield-to-event-loop.ts';
import type { Content, PageQueue, PageStore, RenderQueue } from '../ports.ts';
import { renderSnapshot } from '../rendering/render-snapshot.ts';
import { affectedPages } from './affected-pages.ts';
import { type Cursor, pathsFrom, type Step, start } from './every-path.ts';
import { pagesResolver } from './resolve-pages.ts';

export interface Deps {
  content: Content;
  pages: Pick<PageStore, 'paths'>;
  queue: PageQueue;
  renders: RenderQueue;
  /** Origin of the site. */
  site: string;
}

/** Paths sent in one call at most, give or take a step: a full render of any size goes on in the next message. */
const mostPathsAtOnce = 2_000;

/** Seconds in which pages are rendered and the edge asks for them again: as long as a message can be delayed. */
const leftoversDelaySeconds = 900;

/**
 * Plans the changes of one batch: sends every page that one of them touches to be rendered, what several ask for
 * together once. What can be named without reading is sent before anything is read: the article and the front page,
 * for which somebody waits. Gives for each change how many; of a full render its first part.
 */
export function changePlanner(deps: Deps): (change: DocumentChanged) => Promise<number> {
  const resolve = pagesResolver(deps.content);
  const [sendFirst, sendThen] = [sendingTogether(deps.queue), sendingTogether(deps.queue)];
  return async (change) => {
    const affected = affectedPages(change);
    if (affected === 'everything') return planRender(start, deps);
    const named = affected.flatMap((one) => (one.is === 'path' ? [one.path] : []));
    const first = await sendFirst(Promise.resolve(named));
    const found = resolve(affected.filter((one) => one.is !== 'path'));
    const others = found.then((paths) => paths.filter((path) => !named.includes(path)));
    return first + (await sendThen(others));
  };
}

/** Sends the paths of all who ask in one turn of the event loop. Whose paths cannot be told fails alone. */
function sendingTogether(queue: PageQueue): (paths: Promise<string[]>) => Promise<number> {
  let together: { wanted: Promise<string[]>[]; sent: Promise<void> } | undefined;
  const begin = () => {
    const wanted: Promise<string[]>[] = [];
    const sent = yieldToEventLoop().then(async () => {
      together = undefined;
      await queue.send(inOneRow(await Promise.allSettled(wanted)));
    });
    return { wanted, sent };
  };
  return async (paths) => {
    together ??= begin();
    together.wanted.push(paths);
    const [own] = await Promise.all([paths, together.sent]);
    return own.length;
  };
}

/** The first of each before the rest of any: the articles before the pages that name them. */
function inOneRow(settled: PromiseSettledResult<string[]>[]): string[] {
  const all = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return [...new Set([...all.flatMap(([first = []]) => first), ...all.flat()])];
}

/** Sends part of all pages to be rendered, from the cursor on, and leaves a message for the rest. */
export async function planRender(cursor: Cursor, deps: Deps): Promise<number> {
  const walk = { content: deps.content, pages: deps.pages, config: await currentConfig(deps) };
  let sent = 0;
  let step: Step = { paths: [], next: cursor };
  while (step.next && sent < mostPathsAtOnce && !step.needsDelay) {
    step = await pathsFrom(step.next, walk);
    await deps.queue.send([...new Set(step.paths)]);
    sent += step.paths.length;
  }
  if (step.next) await deps.renders.request(step.next, step.needsDelay ? leftoversDelaySeconds : 0);
  return sent;
}

/** The press as it is now. Planning needs no bodies. */
const currentConfig = ({ content, site }: Deps) =>
  renderSnapshot({
    content,
    site,
    bodies: { body: () => Promise.reject(new Error('No body is read here')) },
  }).config();
