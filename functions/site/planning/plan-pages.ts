import type { Log } from '../../runtime/log.ts';
import { yieldToEventLoop } from '../../runtime/yield-to-event-loop.ts';
import { kinds } from '../kinds/kinds.ts';
import type { Content, PageQueue, PageStore, RenderQueue } from '../ports.ts';
import { renderSnapshot } from '../rendering/render-snapshot.ts';
import { affectedPages } from './affected-pages.ts';
import { pathsFrom, type Step } from './every-path.ts';
import { indexPages } from './index-pages.ts';
import { type Change, type Cursor, type Message, start } from './messages.ts';
import { pagesResolver } from './resolve-pages.ts';

export interface Deps {
  content: Content;
  pages: Pick<PageStore, 'paths'>;
  queue: PageQueue;
  renders: RenderQueue;
  /** Origin of the site. */
  site: string;
  log: Log;
}

/**
 * Plans the messages of one batch: sends every page that one of them touches to be rendered, what several touch once.
 * What this site does not know is ignored, not an error: a newer part of the press sent it, for others.
 */
export function pagePlanner(deps: Deps): (message: Message) => Promise<void> {
  const planChange = changePlanner(deps);
  const sendIndexPages = batchedSend(deps.queue);
  const { log } = deps;
  return async (message) => {
    if ('unknown' in message) {
      log.info('An event of an unknown type was ignored', { type: message.unknown });
    } else if ('cursor' in message) {
      const { cursor } = message;
      // Many new terms come at once, and most of them touch the same pages.
      const pages =
        cursor.part === 'term-index'
          ? await sendIndexPages(indexPages(cursor, deps.content))
          : await planRender(cursor, deps);
      log.info('Part of a render was planned', { part: cursor.part, pages });
    } else {
      const { slug, kind } = message.change;
      const pages = await planChange(message.change);
      if (kinds.has(kind)) log.info('A change was planned', { slug, pages });
      else log.info('A change of a kind that the site does not show was planned', { slug, kind, pages });
    }
  };
}

/**
 * What can be named without reading is sent before anything is read: the article and the front page, for which
 * somebody waits. Returns how many pages; of a change that touches everything those of the first part.
 */
function changePlanner(deps: Deps): (change: Change) => Promise<number> {
  const resolve = pagesResolver(deps.content);
  const [sendFirst, sendThen] = [batchedSend(deps.queue), batchedSend(deps.queue)];
  return async (change) => {
    const affected = affectedPages(change);
    if (affected === 'everything') return planRender(start, deps);
    if (!affected.length) return 0;
    const named = affected.flatMap((one) => (one.is === 'path' ? [one.path] : []));
    const first = await sendFirst(Promise.resolve(named));
    const found = resolve(affected.filter((one) => one.is !== 'path'));
    const others = found.then((paths) => paths.filter((path) => !named.includes(path)));
    return first + (await sendThen(others));
  };
}

/** Sends the paths of all callers in one turn of the event loop together. When the paths of one cannot be found out,
 *  only that one fails. */
function batchedSend(queue: PageQueue): (paths: Promise<string[]>) => Promise<number> {
  let batch: { wanted: Promise<string[]>[]; sent: Promise<void> } | undefined;
  const begin = () => {
    const wanted: Promise<string[]>[] = [];
    const sent = yieldToEventLoop().then(async () => {
      batch = undefined;
      await queue.send(inSendingOrder(await Promise.allSettled(wanted)));
    });
    return { wanted, sent };
  };
  return async (paths) => {
    batch ??= begin();
    batch.wanted.push(paths);
    const [own] = await Promise.all([paths, batch.sent]);
    return own.length;
  };
}

/** The first path of each caller before all others: the articles before the pages that list them. */
function inSendingOrder(settled: PromiseSettledResult<string[]>[]): string[] {
  const all = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return [...new Set([...all.flatMap(([first = []]) => first), ...all.flat()])];
}

/** Paths sent for one message at most, give or take a step: the next message goes on with the render. */
const maxPathsPerMessage = 2_000;

/** Time in which pages are rendered and the edge asks for them again: the longest that SQS can delay a message. */
const leftoversDelaySeconds = 900;

/** Sends the pages from the cursor on to be rendered, as many as one message may, and a message for the next ones. */
async function planRender(cursor: Cursor, deps: Deps): Promise<number> {
  const sources = { content: deps.content, pages: deps.pages, config: await currentConfig(deps) };
  let sent = 0;
  let step: Step = { paths: [], next: cursor };
  while (step.next && sent < maxPathsPerMessage && !step.needsDelay) {
    step = await pathsFrom(step.next, sources);
    await deps.queue.send([...new Set(step.paths)]);
    sent += step.paths.length;
  }
  if (step.next) await deps.renders.request(step.next, step.needsDelay ? leftoversDelaySeconds : 0);
  return sent;
}

/** The press as it is now. Planning reads no bodies. */
const currentConfig = ({ content, site }: Deps) =>
  renderSnapshot({
    content,
    site,
    bodies: { body: () => Promise.reject(new Error('No body is read here')) },
  }).config();
