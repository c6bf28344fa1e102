import { everyPath } from '../../../functions/site/planning/every-path.ts';
import {
  type Change,
  type Cursor,
  cursorOf,
  type Message,
  start,
} from '../../../functions/site/planning/messages.ts';
import { pagePlanner } from '../../../functions/site/planning/plan-pages.ts';
import type { Page } from '../../../functions/site/ports.ts';
import { pageRenderer } from '../../../functions/site/rendering/render-page.ts';
import { renderSnapshot } from '../../../functions/site/rendering/render-snapshot.ts';
import { remembered } from '../runtime/remembered-log.ts';
import { type ContentInMemory, contentInMemory } from './content-in-memory.ts';
import { type PagesInMemory, pagesInMemory } from './pages-in-memory.ts';

export const origin = 'https://lantern.example';

/** Planner and renderer on stores in memory, with queues that wait to be worked off. */
export class ASite {
  readonly content: ContentInMemory;
  readonly pages: PagesInMemory = pagesInMemory();
  /** What waits to be planned; `settles` is a change whose terms wait to be settled. */
  readonly changes: ({ change: Change } | { cursor: Cursor; delay: number } | { settles: Change })[] = [];
  readonly paths: string[] = [];
  readonly log = remembered();
  readonly #inHand = new Set<string>();

  constructor(content: ContentInMemory = contentInMemory()) {
    this.content = content;
  }

  put(...heads: Parameters<ContentInMemory['put']>[0][]): void {
    const changes = heads.map((head) => this.content.put(head));
    this.changes.push(...changes.map((change) => ({ change })));
    this.changes.push(...changes.map((settles) => ({ settles })));
  }

  /** Takes a batch of changes from `index` on (modulo what there is) out of the queue and plans it to its end. */
  async plan(index = 0, count = 1): Promise<void> {
    const batch = this.changes.splice(index % Math.max(1, this.changes.length), count);
    const planned = batch.flatMap((one) => this.#messagesOf(one)).map(pagePlanner(this.planning));
    await Promise.allSettled(planned);
    await Promise.all(planned);
  }

  /** Terms are settled late; what is announced of them waits like every other change. */
  #messagesOf(one: ASite['changes'][number]): Message[] {
    if (!('settles' in one)) return [one];
    const terms = this.content.settle(one.settles);
    this.changes.push(...terms.map((term) => ({ cursor: cursorOf(term), delay: 0 })));
    return [];
  }

  /** Renders a batch of what waits, from `index` on. Its queue holds back what is being rendered already. */
  async render(index = 0, count = 10): Promise<void> {
    const free = this.paths.filter((path) => !this.#inHand.has(path));
    const from = index % Math.max(1, free.length);
    const batch = [...new Set(free.slice(from, from + count))];
    this.paths.splice(0, this.paths.length, ...this.paths.filter((path) => !batch.includes(path)));
    for (const path of batch) this.#inHand.add(path);
    const render = pageRenderer(this.#rendering);
    await Promise.all(batch.slice(0, 1).map(render));
    await Promise.all(batch.slice(1).map(render));
    for (const path of batch) this.#inHand.delete(path);
  }

  async settle(): Promise<void> {
    while (this.changes.length) await this.plan(0, 10);
    while (this.paths.length) await this.render();
  }

  /** Everything, without looking at what is there. */
  async fromScratch(): Promise<Map<string, Page>> {
    const fresh = pagesInMemory();
    const config = await renderSnapshot(this.#rendering).config();
    const render = pageRenderer({ ...this.#rendering, pages: fresh });
    for await (const path of everyPath({ content: this.content, config, pages: fresh })) await render(path);
    return fresh.pages;
  }

  get #rendering() {
    return { content: this.content, bodies: this.content, pages: this.pages, site: origin };
  }

  get planning() {
    const send = async (paths: string[]) => void this.paths.push(...paths);
    const request = async (cursor: Cursor = start, delay = 0) => void this.changes.push({ cursor, delay });
    return { ...this.#rendering, queue: { send }, renders: { request }, log: this.log };
  }
}

/** Text of every page, as a plain object that a failed comparison shows well. */
export const textOf = (pages: Map<string, Page>): Record<string, string> =>
  Object.fromEntries(
    [...pages]
      .sort()
      .map(([path, { body, type, cacheControl }]) => [
        path,
        `${type}\n${cacheControl}\n${Buffer.from(body).toString('latin1')}`,
      ]),
  );
