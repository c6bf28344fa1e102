import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affectedPages } from '../../../functions/site/affected-pages.ts';
import { pagesResolver } from '../../../functions/site/resolve-pages.ts';
import { anyArchive, anyArticle, anyChange, anyChangeAtAll } from './a-random-archive.ts';
import { ASite, textOf } from './a-site.ts';

describe('the pages that a change touches', () => {
  it('are among those it is said to touch', async () => {
    const checked = fc.asyncProperty(anyArchive, anyChange, async (content, head) => {
      const site = new ASite(content);
      const before = textOf(await site.fromScratch());
      const affected = affectedPages(content.put(head));
      if (affected === 'everything') return;
      const said = new Set(await pagesResolver(content)(affected));
      const after = textOf(await site.fromScratch());
      const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
      const touched = paths.filter((path) => before[path] !== after[path]);
      expect(touched.filter((path) => !said.has(path))).toEqual([]);
    });
    await fc.assert(checked, { numRuns: 60 });
  }, 60_000);
});

/** What happens next: somebody hands in, a batch of changes is planned, a batch of pages is rendered. */
const anyStep = fc.oneof(
  anyChangeAtAll.map((head) => ({ head })),
  fc.record({ plan: fc.nat(20), count: fc.integer({ min: 1, max: 10 }) }),
  fc.record({ render: fc.nat(50), count: fc.integer({ min: 1, max: 10 }) }),
);

describe('the site', () => {
  it('becomes what a render from scratch makes, in whatever order changes are planned and pages rendered', async () => {
    const heads = fc.array(anyArticle, { minLength: 20, maxLength: 90 });
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
    await fc.assert(checked, { numRuns: 60 });
  }, 60_000);
});
