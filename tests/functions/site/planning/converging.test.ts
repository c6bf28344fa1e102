import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affectedPages } from '../../../../functions/site/planning/affected-pages.ts';
import { indexPages } from '../../../../functions/site/planning/index-pages.ts';
import { pagesResolver } from '../../../../functions/site/planning/resolve-pages.ts';
import { times } from '../../../times.ts';
import { anyArchive, anyArticle, anyChange, anyChangeAtAll } from '../a-random-archive.ts';
import { ASite, textOf } from '../a-site.ts';
import { type ContentInMemory, contentInMemory } from '../content-in-memory.ts';

describe('the pages that a change touches', () => {
  it('are among those it is said to touch', async () => {
    const checked = fc.asyncProperty(anyArchive, anyChange, async (content, head) => {
      const site = new ASite(content);
      const before = textOf(await site.fromScratch());
      const change = content.put(head);
      const affected = affectedPages(change);
      if (affected === 'everything') return;
      const terms = content.settle(change);
      const indexed = await Promise.all(terms.map((term) => indexPages(term, content)));
      const said = new Set([...(await pagesResolver(content)(affected)), ...indexed.flat()]);
      const after = textOf(await site.fromScratch());
      const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
      const touched = paths.filter((path) => before[path] !== after[path]);
      expect(touched.filter((path) => !said.has(path))).toEqual([]);
    });
    await fc.assert(checked, { numRuns: times(20) });
  }, 60_000);
});

/** What happens next: somebody hands in, a batch of changes is planned, a batch of pages is rendered. */
const anyStep = fc.oneof(
  anyChangeAtAll.map((head) => ({ head })),
  fc.record({ plan: fc.nat(20), count: fc.integer({ min: 1, max: 10 }) }),
  fc.record({ render: fc.nat(50), count: fc.integer({ min: 1, max: 10 }) }),
);

const anyReads = fc.record({ reads: fc.nat(8) });

describe('the site', () => {
  it('becomes what a render from scratch makes, in whatever order changes are planned and pages rendered', async () => {
    const heads = fc.array(anyArticle, { minLength: 30, maxLength: 150 });
    const steps = fc.array(anyStep, { minLength: 5, maxLength: 40 });
    const checked = fc.asyncProperty(heads, steps, async (heads, steps) => {
      const site = new ASite();
      site.put(...heads);
      site.changes.splice(0, heads.length, { cursor: { part: 'fixed' }, delay: 0 });
      await site.settle();
      for (const step of steps) {
        if ('head' in step) site.put(step.head);
        else if ('plan' in step) await site.plan(step.plan, step.count);
        else await site.render(step.render, step.count);
      }
      await site.settle();
      expect(textOf(site.pages.pages)).toEqual(textOf(await site.fromScratch()));
    });
    await fc.assert(checked, { numRuns: times(20) });
  }, 60_000);

  it('becomes that also when batches are planned and rendered at once, and each read comes when it likes', async () => {
    const heads = fc.array(anyArticle, { minLength: 30, maxLength: 120 });
    const steps = fc.array(fc.oneof(anyStep, anyReads), { minLength: 10, maxLength: 60 });
    const checked = fc.asyncProperty(fc.scheduler(), heads, steps, async (scheduler, heads, steps) => {
      const site = new ASite(readWhen(scheduler));
      site.put(...heads);
      site.changes.splice(0, heads.length, { cursor: { part: 'fixed' }, delay: 0 });
      const running = [site.settle()];
      await drained(scheduler, running);
      for (const step of steps) {
        if ('head' in step) site.put(step.head);
        else if ('plan' in step) running.push(site.plan(step.plan, step.count));
        else if ('render' in step) running.push(site.render(step.render, step.count));
        else for (let read = 0; read < step.reads; read++) await next(scheduler);
      }
      await drained(scheduler, running);
      await drained(scheduler, [site.settle()]);
      const scratch = site.fromScratch();
      await drained(scheduler, [scratch]);
      expect(textOf(site.pages.pages)).toEqual(textOf(await scratch));
    });
    await fc.assert(checked, { numRuns: times(20) });
  }, 120_000);
});

/** Content whose reads see what is there when they are made, and answer when the scheduler lets them. */
function readWhen(scheduler: fc.Scheduler): ContentInMemory {
  const content = contentInMemory();
  const late =
    <A extends unknown[], R>(read: (...asked: A) => Promise<R>) =>
    (...asked: A): Promise<R> =>
      scheduler.schedule(read.apply(content, asked));
  const { positions, entries, lookUp } = content;
  return Object.assign(content, { positions: late(positions), entries: late(entries), lookUp: late(lookUp) });
}

/** Lets one read answer, and what waits for it go on. */
async function next(scheduler: fc.Scheduler): Promise<void> {
  if (scheduler.count()) await scheduler.waitOne();
  await new Promise(setImmediate);
}

async function drained(scheduler: fc.Scheduler, running: Promise<unknown>[]): Promise<void> {
  let isDone = false;
  const all = Promise.all(running).finally(() => {
    isDone = true;
  });
  while (!isDone) await next(scheduler);
  await all;
}
