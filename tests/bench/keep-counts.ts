import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SeenCall } from './watch-calls.ts';

const file = join(import.meta.dirname, '../../bin/cost/calls.json');

/** Leaves what was counted where `npm run cost` finds it, beside what other benchmarks have left there. */
export function keepCounts(part: object): void {
  const known: object = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, `${JSON.stringify({ ...known, ...part }, null, 2)}\n`);
}

/** How often functions made which calls: `SiteRenderPages s3:GetObject` → 18. */
export function countsOf(seen: readonly SeenCall[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { caller, what } of seen) {
    const key = `${caller.replace(/^[^-]*-/, '')} ${what}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).sort(([one], [other]) => (one < other ? -1 : 1)));
}
