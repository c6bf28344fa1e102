import { expect, it } from 'vitest';
import type { PageQueue } from '../../functions/site/ports.ts';

export interface WaitingPages {
  queue: PageQueue;
  /** Takes everything that waits out of the queue. */
  take(): Promise<string[]>;
}

/** What the planner relies on when it sends pages to be rendered. */
export function pageQueueContract(open: () => Promise<WaitingPages>): void {
  it('keeps every path, however many', async () => {
    const { queue, take } = await open();
    const paths = Array.from({ length: 205 }, (_, at) => `/articles/text-${at}/`);
    await queue.send(paths);
    await queue.send([]);
    expect((await take()).sort()).toEqual([...paths].sort());
  });

  it('keeps a path that is sent again: it has to be rendered again', async () => {
    const { queue, take } = await open();
    await queue.send(['/']);
    await queue.send(['/']);
    expect(await take()).toEqual(['/', '/']);
  });
}
