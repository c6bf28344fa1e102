import { createHash } from 'node:crypto';
import type { Content, PageQueue, PageStore, RenderQueue } from '../ports.ts';
import { assetNames } from '../rendering/assets.ts';
import { renderSnapshot } from '../rendering/render-snapshot.ts';
import { pathOf } from '../routes.ts';
import { pathsFrom, type Step } from './every-path.ts';
import { type Sources, staleAssets } from './leftovers.ts';
import type { AssetsCursor, PathsCursor, RenderPart } from './messages.ts';

export interface RenderDeps {
  content: Content;
  pages: Pick<PageStore, 'paths'>;
  queue: PageQueue;
  renders: RenderQueue;
  /** Origin of the site. */
  site: string;
}

/**
 * Paths of one part at most, give or take a step. No more than a part of a render waits at any time, so that what
 * somebody waits for is rendered within seconds while the archive is.
 */
const pathsPerPart = 100;

/** Steps of one part at most. One through what is left over looks into a list for each of its 200 pages. */
const stepsPerPart = { leftovers: 2, others: 20 };

/**
 * Until the first look whether all is rendered, and to the next one while it is not: the longest that SQS can delay a
 * message, and longer than it tries a part again that failed. In `lookSeconds` the edge has asked for what it holds
 * again, and SQS, which may count what a queue held a minute ago, has come to know what is in it.
 */
const renderSeconds = 900;
const lookSeconds = 60;

/**
 * Sends the pages of one part to be rendered, and after them the next part: the renderer requests it when it has come
 * through this one. So the queue stays short at any speed, and nobody polls it. A part that overtakes its pages only
 * makes the queue longer. Returns the number of pages.
 *
 * The next part is one message for the queue, which leaves out what it was sent within five minutes: it goes by the
 * render and the number of the part, not by the cursor, which differs when something was published between two tries.
 *
 * What happens                                   | what is true then
 * the planner dies before the next part is sent  | the part comes again: its pages are rendered twice
 * it dies after that                             | the part comes again, as one that comes late
 * the renderer dies, the next part requested     | that part is requested again, as one that comes late
 * a part comes twice                             | its pages are rendered twice; what it sends next is left out
 * late: a killed function's after six minutes    | the rest of the render is gone through once more
 * when a newer render has begun                  | both go on: each renders what stands by then
 *
 * @param message The id of the message that brought the part, if it is one that begins a render.
 */
export async function planRender(part: RenderPart, message: string, deps: RenderDeps): Promise<number> {
  const { cursor } = part;
  const sources = { content: deps.content, pages: deps.pages, config: await currentConfig(deps) };
  if (cursor.part === 'assets') return removeAssets({ ...part, cursor }, sources, deps);
  const basis = cursor.part === 'fixed' ? await basisOf(sources) : part.basis;
  const { paths, next } = await partFrom(cursor, sources);
  await deps.queue.send(paths);
  const walk = part.walk ?? { id: message, part: 0 };
  if (next) {
    await deps.queue.sendNext({ cursor: next, basis, walk: { ...walk, part: walk.part + 1 } });
  } else if (basis && (await staleAssets(sources)).length) {
    await deps.renders.request({ cursor: { part: 'assets' }, basis }, renderSeconds);
  }
  return paths.length;
}

async function partFrom(cursor: PathsCursor, sources: Sources): Promise<Step> {
  const paths = new Set<string>();
  const left = { ...stepsPerPart };
  let next: PathsCursor | undefined = cursor;
  while (next && paths.size < pathsPerPart && left[next.part === 'leftovers' ? next.part : 'others']-- > 0) {
    const step: Step = await pathsFrom(next, sources);
    for (const path of step.paths) paths.add(path);
    next = step.next;
  }
  return { paths: [...paths], ...(next && { next }) };
}

/**
 * Removes the assets that no page refers to any more, once all pages are rendered and no old one is at the edge: two
 * looks find nothing left to render. A dead letter is a page that still refers to an old one, or the rest of a render:
 * it is waited for, until somebody sends it back or it expires. Not
 * when the basis is another one or was meanwhile: pages may refer to them, and a newer render, which the change of the
 * press or the deploy began, removes them. So is a message dropped from before they named their basis.
 */
async function removeAssets(
  { cursor, basis }: RenderPart & { cursor: AssetsCursor },
  sources: Sources,
  { queue, renders }: RenderDeps,
): Promise<number> {
  if (basis !== (await basisOf(sources))) return 0;
  const rendered = await queue.isEmpty();
  if (!rendered || !cursor.rendered) {
    const next: RenderPart = { cursor: { part: 'assets', rendered }, basis };
    await renders.request(next, rendered ? lookSeconds : renderSeconds);
    return 0;
  }
  const names = await staleAssets(sources);
  // The renderer decides: pages may refer to them again by then.
  await queue.send(names.map((name) => pathOf({ page: 'asset', name })));
  return names.length;
}

/** Other than before after every change of the press, also one that was taken back; and after a deploy that brings
 *  other assets. */
async function basisOf({ content, config }: Sources): Promise<string> {
  const { documents } = await content.lookUp({ documents: ['press'], terms: [] });
  const seen = [documents.get('press')?.order, ...assetNames(config)];
  return createHash('sha256').update(seen.join('\n')).digest('hex');
}

/** The press as it is now. Planning reads no bodies. */
const currentConfig = ({ content, site }: RenderDeps) =>
  renderSnapshot({
    content,
    site,
    bodies: { body: () => Promise.reject(new Error('No body is read here')) },
  }).config();
