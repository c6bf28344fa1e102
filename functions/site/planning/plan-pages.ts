import type { Log } from '../../runtime/log.ts';
import { yieldToEventLoop } from '../../runtime/yield-to-event-loop.ts';
import { kinds } from '../kinds/kinds.ts';
import type { PageQueue } from '../ports.ts';
import { affectedPages } from './affected-pages.ts';
import { indexPages } from './index-pages.ts';
import { type Change, type Message, start } from './messages.ts';
import { planRender, type RenderDeps } from './plan-render.ts';
import { pagesResolver } from './resolve-pages.ts';

export interface Deps extends RenderDeps {
  log: Log;
}

/**
 * Plans the messages of one batch: sends every page that one of them touches to be rendered, what several touch once.
 * What this site does not know is ignored, not an error: a newer part of the press sent it, for others. The id of a
 * message is the same however often it is delivered.
 */
export function pagePlanner(deps: Deps): (message: Message, id: string) => Promise<void> {
  const planChange = changePlanner(deps);
  const sendIndexPages = batchedSend(deps.queue);
  const { log } = deps;
  return async (message, id) => {
    if ('unknown' in message) {
      log.info('An event of an unknown type was ignored', { type: message.unknown });
    } else if ('cursor' in message) {
      const { cursor } = message;
      // Many new terms come at once, and most of them touch the same pages.
      const pages =
        cursor.part === 'term-index'
          ? await sendIndexPages(indexPages(cursor, deps.content))
          : await planRender(message, id, deps);
      log.info('Part of a render was planned', { part: cursor.part, pages });
    } else {
      const { slug, kind } = message.change;
      const pages = await planChange(message.change, message.event ?? id);
      if (kinds.has(kind)) log.info('A change was planned', { slug, pages });
      else log.info('A change of a kind that the site does not show was planned', { slug, kind, pages });
    }
  };
}

/**
 * What can be named without reading is sent before anything is read: the article and the front page, for which
 * somebody waits. Returns how many pages; of a change that touches everything those of the first part.
 */
function changePlanner(deps: Deps): (change: Change, id: string) => Promise<number> {
  const resolve = pagesResolver(deps.content);
  const [sendFirst, sendThen] = [batchedSend(deps.queue), batchedSend(deps.queue)];
  return async (change, id) => {
    const affected = affectedPages(change);
    if (affected === 'everything') return planRender({ cursor: start }, id, deps);
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
