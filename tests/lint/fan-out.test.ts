import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** `Promise.all` of what is not written out as an array: as many at once as the data has. */
const unbounded = /Promise\.(?:all|allSettled|any|race)\((?!\s*\[(?!\s*\.\.\.))/g;

const fanOuts = (source: string): number => source.match(unbounded)?.length ?? 0;

/** How often a file does it, because no call is made for each: `mapConcurrently` is for all others. */
const allowed: Readonly<Record<string, number>> = {
  // Its workers, as many as its concurrency.
  'functions/runtime/map-concurrently.ts': 1,
  // The records of one batch, at most as many as its queue delivers at once; twice.
  'functions/runtime/each-record.ts': 2,
  // What the changes of one batch wait for together.
  'functions/site/planning/plan-pages.ts': 1,
  // Look-ups of one turn of the event loop, which are one call.
  'functions/site/kinds/article-links.ts': 3,
  'functions/site/kinds/book.ts': 1,
  'functions/site/kinds/event.ts': 1,
  'functions/site/rendering/render-snapshot.ts': 2,
  // Terms that are written together.
  'functions/content/store/dynamo-terms.ts': 1,
  // The wishes of one transaction, ten that get offers or forty that leave, and their letters.
  'functions/bookings/settle-line.ts': 2,
  // Files that one person chose, at most 50 to be handed in; the workers that send them.
  'functions/desk/browser/hand-in/hand-in.tsx': 1,
  'functions/desk/browser/hand-in/hand-in-files.ts': 1,
  'functions/desk/browser/hand-in/receipt-view.tsx': 1,
  // The sizes of one picture, a dozen at most.
  'functions/content/pictures/sharp-pictures.ts': 1,
};

it('no function starts as many calls at once as there is data', () => {
  const found = globSync('functions/**/*.{ts,tsx}', { cwd: root })
    .map((file) => [file, fanOuts(readFileSync(join(root, file), 'utf8'))] as const)
    .filter(([, count]) => count);
  expect(Object.fromEntries(found)).toEqual(allowed);
});

it.each([
  ['Promise.all(slugs.map((slug) => head(slug)))', 1],
  ['Promise.all(\n    [...slugs].map((slug) => head(slug)))', 1],
  ['Promise.all([...calls])', 1],
  ['Promise.allSettled(calls)', 1],
  ['Promise.all([one(), other()])', 0],
  ['Promise.all(\n    [one(), other()])', 0],
  ['Promise.all([\n    one(),\n    other(),\n  ])', 0],
])('sees which are unbounded: %s', (source, count) => expect(fanOuts(source)).toBe(count));
