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
 * Paths and steps of one part at most, give or take a step. Of a render no more than a part and a half waits at any
 * time, so that what somebody waits for is rendered within seconds while the archive is; a part lasts longer than it
 * takes to plan the next one.
 */
const pathsPerPart = 100;
const stepsPerPart = 20;

/**
 * Until the first look whether all is rendered, and to the next one: the longest that SQS can delay a message, and
 * longer than it tries a part again that failed. In `lookSeconds` the edge has asked for what it holds again.
 */
const renderSeconds = 900;
const lookSeconds = 60;

/**
 * Sends the pages of one part to be rendered, and among them the next part: the renderer requests it when it has come
 * through half of this one. So the queue stays short at any speed, and nobody polls it. A part that is received twice,
 * or again because its second half was not sent, has all that follows sent twice: more work, and the same pages. SQS
 * delivers about in the order of sending; a part that overtakes its pages only makes the queue longer. Returns the
 * number of pages.
 */
export async function planRender(part: RenderPart, deps: RenderDeps): Promise<number> {
  const { cursor } = part;
  const sources = { content: deps.content, pages: deps.pages, config: await currentConfig(deps) };
  if (cursor.part === 'assets') return removeAssets({ ...part, cursor }, sources, deps);
  const basis = cursor.part === 'fixed' ? await basisOf(sources) : part.basis;
  const { paths, next } = await partFrom(cursor, sources);
  const middle = Math.ceil(paths.length / 2);
  await deps.queue.send(paths.slice(0, middle));
  if (next) await deps.queue.sendNext({ cursor: next, basis });
  await deps.queue.send(paths.slice(middle));
  if (!next && basis && (await staleAssets(sources)).length) {
    await deps.renders.request({ cursor: { part: 'assets' }, basis }, renderSeconds);
  }
  return paths.length;
}

async function partFrom(cursor: PathsCursor, sources: Sources): Promise<Step> {
  const paths = new Set<string>();
  let next: PathsCursor | undefined = cursor;
  for (let steps = 0; next && steps < stepsPerPart && paths.size < pathsPerPart; steps++) {
    const step: Step = await pathsFrom(next, sources);
    for (const path of step.paths) paths.add(path);
    next = step.next;
  }
  return { paths: [...paths], ...(next && { next }) };
}

/**
 * Removes the assets that no page refers to any more, once all pages are rendered and no old one is at the edge. Not
 * when the basis is another one or was meanwhile: pages may refer to them, and a newer render, which the change of the
 * press or the deploy began, removes them. So is a message dropped from before they named their basis.
 */
async function removeAssets(
  { cursor, basis }: RenderPart & { cursor: AssetsCursor },
  sources: Sources,
  { queue, renders }: RenderDeps,
): Promise<number> {
  if (basis !== (await basisOf(sources))) return 0;
  if (!cursor.rendered) {
    const rendered = await queue.isEmpty();
    await renders.request({ cursor: { part: 'assets', rendered }, basis }, lookSeconds);
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
