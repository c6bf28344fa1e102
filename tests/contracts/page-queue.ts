import { expect, it } from 'vitest';
import type { PageMessage, RenderPart } from '../../functions/site/planning/messages.ts';
import type { PageQueue } from '../../functions/site/ports.ts';

export interface WaitingPages {
  queue: PageQueue;
  /** Receives everything that waits and can be received, in order. */
  receive(): Promise<PageMessage[]>;
  /** Ends what was received. */
  finish(): Promise<void>;
}

/** What the planner relies on when it sends pages to be rendered. */
export function pageQueueContract(open: () => Promise<WaitingPages>): void {
  const take = async ({ receive, finish }: WaitingPages): Promise<PageMessage[]> => {
    const all: PageMessage[] = [];
    for (let some = await receive(); some.length; some = await receive()) {
      all.push(...some);
      await finish();
    }
    return all;
  };

  it('keeps every path, however many', async () => {
    const waiting = await open();
    const paths = Array.from({ length: 205 }, (_, at) => `/articles/text-${at}/`);
    await waiting.queue.send(paths);
    await waiting.queue.send([]);
    const taken = (await take(waiting)).flatMap((message) => ('path' in message ? [message.path] : []));
    expect(taken.sort()).toEqual([...paths].sort());
  });

  it('keeps a path that is sent again: it has to be rendered again', async () => {
    const waiting = await open();
    await waiting.queue.send(['/']);
    await waiting.queue.send(['/']);
    expect(await take(waiting)).toEqual([{ path: '/' }, { path: '/' }]);
  });

  it('keeps the next part of a render behind what was sent before it, and the same part twice', async () => {
    const waiting = await open();
    const next: RenderPart = {
      cursor: { part: 'lists', set: 'tags', after: 'rent' },
      basis: 'a1b2',
    };
    await waiting.queue.send(['/a/']);
    await waiting.queue.sendNext(next);
    await waiting.queue.send(['/b/']);
    await waiting.queue.sendNext(next);
    expect(await take(waiting)).toEqual([{ path: '/a/' }, { next }, { path: '/b/' }, { next }]);
  });

  it('is empty when nothing waits and nothing is being rendered', async () => {
    const { queue, receive, finish } = await open();
    expect(await queue.isEmpty()).toBe(true);
    await queue.send(['/']);
    expect(await queue.isEmpty()).toBe(false);
    await receive();
    expect(await queue.isEmpty()).toBe(false);
    await finish();
    expect(await queue.isEmpty()).toBe(true);
  });
}
