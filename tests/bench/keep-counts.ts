import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SeenCall } from './watch-calls.ts';
import type { Weights } from './weights.ts';

const file = join(import.meta.dirname, '../../bin/cost/calls.json');

interface Counted {
  pages: number;
  calls: readonly SeenCall[];
}

/** Leaves what one article cost in calls, and what pages weigh, where `npm run cost` finds it. */
export function keepCounts(of: string, { pages, calls: seen }: Counted, weights: Weights): void {
  const counts: Record<string, number> = {};
  for (const { caller, what } of seen) {
    const key = `${caller.replace(/^[^-]*-/, '')} ${what}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  const calls = Object.fromEntries(Object.entries(counts).sort(([one], [other]) => (one < other ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify({ of, pages, calls, weights }, null, 2)}\n`);
}
