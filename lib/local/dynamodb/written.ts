/** Wakes who reads a table's stream when the table was written to. */
export class Written {
  #readers = new Map<string, Set<() => void>>();

  /** Returns how to stop. */
  listen(table: string, reader: () => void): () => void {
    const readers = this.#readers.get(table) ?? new Set();
    this.#readers.set(table, readers.add(reader));
    return () => readers.delete(reader);
  }

  notify(table: string): void {
    for (const reader of this.#readers.get(table) ?? []) reader();
  }
}
