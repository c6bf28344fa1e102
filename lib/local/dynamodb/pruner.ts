import type { Position } from './stream-positions.ts';
import { pruneStream } from './stream-table.ts';

/** Read records are removed this many at a time. */
const often = 500;

/** Keeps our database's stream table small: what every mapping of a table has read is removed. */
export class Pruner {
  #file: string | undefined;
  #read = new Map<string, Map<string, number>>();
  #pruned = new Map<string, number>();

  /** `file` is our own database; without one nothing is pruned. */
  constructor(file: string | undefined) {
    this.#file = file;
  }

  /** Tells how far a mapping has read; a mapping that is new has read nothing. */
  read(table: string, mapping: string, position: Position | undefined): void {
    const positions = this.#read.get(table) ?? new Map<string, number>();
    this.#read.set(table, positions.set(mapping, Number(position?.sequence ?? 0)));
    const lowest = Math.min(...positions.values());
    if (!this.#file || lowest < (this.#pruned.get(table) ?? 0) + often) return;
    this.#pruned.set(table, lowest);
    pruneStream(this.#file, table, lowest);
  }
}
