import { expect, it } from 'vitest';
import type { PageMessage } from '../../functions/site/planning/messages.ts';
import type { PageQueue } from '../../functions/site/ports.ts';

export interface WaitingPages {
  queue: PageQueue;
  /** Receives everything that waits and can be received, in order. */
  receive(): Promise<PageMessage[]>;
  /** Gives a page up for good, as after the last try. */
  giveUp(path: string): Promise<void>;
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

  it('keeps the next part of a render behind what was sent before it, once for each render', async () => {
    const waiting = await open();
    const part = (id: string, number: number, after: string) => ({
      cursor: { part: 'lists' as const, set: 'tags' as const, after },
      basis: 'a1b2',
      walk: { id, part: number },
    });
    const [next, then, other] = [part('r', 1, 'rent'), part('r', 2, 'strike'), part('s', 1, 'rent')];
    await waiting.queue.send(['/a/']);
    await waiting.queue.sendNext(next);
    await waiting.queue.send(['/b/']);
    await waiting.queue.sendNext(part('r', 1, 'sea'));
    expect(await take(waiting)).toEqual([{ path: '/a/' }, { next }, { path: '/b/' }]);
    for (const one of [next, then, other]) await waiting.queue.sendNext(one);
    expect(await take(waiting)).toEqual([{ next: then }, { next: other }]);
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

  it('is not empty while a page was given up: it is as it was', async () => {
    const { queue, giveUp } = await open();
    await giveUp('/a/');
    expect(await queue.isEmpty()).toBe(false);
  });
}
