import type { PageMessage } from '../../../functions/site/planning/messages.ts';
import type { PageQueue } from '../../../functions/site/ports.ts';

/** The queue of pages in memory. For it five minutes never pass. */
export interface PageQueueInMemory extends PageQueue {
  /** What no try could render. */
  readonly dead: PageMessage[];
  /** In the order in which they were sent, without those that are in flight. */
  readonly waiting: PageMessage[];
  /**
   * Takes what waits for up to so many pages and next parts, from `index` on (modulo what there is). Nothing of a page
   * that is in flight.
   */
  receive(index: number, count: number): PageMessage[];
  finish(received: readonly PageMessage[]): void;
}

export function pageQueueInMemory(): PageQueueInMemory {
  const waiting: PageMessage[] = [];
  const dead: PageMessage[] = [];
  const inFlight = new Set<unknown>();
  const sent = new Set<string>();
  return {
    waiting,
    dead,
    send: async (paths) => void waiting.push(...paths.map((path) => ({ path }))),
    async sendNext(next) {
      const id = JSON.stringify(next.walk);
      if (!sent.has(id)) waiting.push({ next });
      sent.add(id);
    },
    isEmpty: async () => !waiting.length && !inFlight.size && !dead.length,
    receive(index, count) {
      const free = [...new Set(waiting.map(groupOf))].filter((group) => !inFlight.has(group));
      const from = index % Math.max(1, free.length);
      const groups = new Set(free.slice(from, from + count));
      const received = waiting.filter((message) => groups.has(groupOf(message)));
      waiting.splice(0, waiting.length, ...waiting.filter((message) => !received.includes(message)));
      for (const group of groups) inFlight.add(group);
      return received;
    },
    finish(received) {
      for (const message of received) inFlight.delete(groupOf(message));
    },
  };
}

/** A page's path; each next part is a group of its own. */
const groupOf = (message: PageMessage): unknown => ('path' in message ? message.path : message);
