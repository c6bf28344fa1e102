import { everyPath } from '../../../functions/site/planning/every-path.ts';
import {
  type Change,
  cursorOf,
  type Message,
  type RenderPart,
  start,
} from '../../../functions/site/planning/messages.ts';
import { pagePlanner } from '../../../functions/site/planning/plan-pages.ts';
import type { Page } from '../../../functions/site/ports.ts';
import { pageRenderer } from '../../../functions/site/rendering/render-page.ts';
import { renderSnapshot } from '../../../functions/site/rendering/render-snapshot.ts';
import { remembered } from '../runtime/remembered-log.ts';
import { type ContentInMemory, contentInMemory } from './content-in-memory.ts';
import { pageQueueInMemory } from './page-queue-in-memory.ts';
import { type PagesInMemory, pagesInMemory } from './pages-in-memory.ts';

export const origin = 'https://lantern.example';

/** Planner and renderer on stores in memory, with queues that wait to be worked off. */
export class ASite {
  readonly content: ContentInMemory;
  readonly pages: PagesInMemory = pagesInMemory();
  /** What waits to be planned; `settles` is a change whose terms wait to be settled. */
  readonly changes: ({ change: Change } | (RenderPart & { delay: number }) | { settles: Change })[] = [];
  readonly queue = pageQueueInMemory();
  readonly log = remembered();
  readonly #ids = new WeakMap<object, string>();
  #messages = 0;

  constructor(content: ContentInMemory = contentInMemory()) {
    this.content = content;
  }

  put(...heads: Parameters<ContentInMemory['put']>[0][]): void {
    const changes = heads.map((head) => this.content.put(head));
    this.changes.push(...changes.map((change) => ({ change })));
    this.changes.push(...changes.map((settles) => ({ settles })));
  }

  /** The pages that wait to be rendered, in the order in which they were sent. */
  get paths(): string[] {
    return this.queue.waiting.flatMap((message) => ('path' in message ? [message.path] : []));
  }

  /** Takes a batch of changes from `index` on (modulo what there is) out of the queue and plans it to its end. */
  async plan(index = 0, count = 1): Promise<void> {
    const batch = this.changes.splice(index % Math.max(1, this.changes.length), count);
    const plan = pagePlanner(this.planning);
    const messages = batch.flatMap((one) => this.#messagesOf(one));
    const planned = messages.map((message) => plan(message, this.idOf(message)));
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

  /** Renders a batch of what waits, from `index` on; what is being rendered already is held back. */
  async render(index = 0, count = 10): Promise<void> {
    const batch = this.queue.receive(index, count);
    const paths = batch.flatMap((message) => ('path' in message ? [message.path] : []));
    const [first = [], ...others] = [...new Set(paths)].map((path) => [path]);
    const render = pageRenderer(this.#rendering);
    await Promise.all(first.map(render));
    await Promise.all(others.flat().map(render));
    for (const message of batch) if ('next' in message) this.changes.push({ ...message.next, delay: 0 });
    this.queue.finish(batch);
  }

  /** The message's id: the same however often it is delivered. */
  idOf(message: object): string {
    const id = this.#ids.get(message) ?? `message-${++this.#messages}`;
    this.#ids.set(message, id);
    return id;
  }

  /** Until nothing is left to do, also later. */
  async settle(): Promise<void> {
    while (this.changes.length || this.queue.waiting.length) {
      await this.plan(0, 10);
      while (this.queue.waiting.length) await this.render();
    }
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
    const request = async (part: RenderPart = { cursor: start }, delay = 0) =>
      void this.changes.push({ ...part, delay });
    return { ...this.#rendering, queue: this.queue, renders: { request }, log: this.log };
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
