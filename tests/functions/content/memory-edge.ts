import type { EdgeCopies } from '../../../functions/content/removal/ports.ts';

/** Copies near the readers, for as long as the test runs. */
export class MemoryEdge implements EdgeCopies {
  readonly copies = new Set<string>();
  /** Every path that was asked for, in order. */
  readonly invalidated: string[] = [];

  async invalidate(paths: string[]) {
    this.invalidated.push(...paths);
    for (const path of paths)
      for (const copy of this.copies) if (isCovered(copy, path)) this.copies.delete(copy);
  }
}

const isCovered = (copy: string, path: string) =>
  path.endsWith('*') ? copy.startsWith(path.slice(0, -1)) : copy === path;
