import type { Position } from './stream-positions.ts';
import type { Change } from './stream-reader.ts';

/** Which records are done with, when several lanes finish out of order: the position never passes an open one. */
export class Progress {
  #open: { change: Change; done: boolean }[] = [];
  #entries = new Map<Change, { done: boolean }>();

  get count(): number {
    return this.#open.length;
  }

  begin(changes: readonly Change[]): void {
    for (const change of changes) {
      const entry = { change, done: false };
      this.#open.push(entry);
      this.#entries.set(change, entry);
    }
  }

  /** Returns the new position if it moved. */
  finish(changes: readonly Change[]): Position | undefined {
    for (const change of changes) {
      const entry = this.#entries.get(change);
      if (entry) entry.done = true;
      this.#entries.delete(change);
    }
    const firstOpen = this.#open.findIndex(({ done }) => !done);
    const finished = this.#open.splice(0, firstOpen < 0 ? this.#open.length : firstOpen).at(-1)?.change;
    return finished && { shard: finished.shard, sequence: finished.dynamodb.SequenceNumber };
  }
}
