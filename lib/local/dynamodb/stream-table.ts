import { DatabaseSync } from 'node:sqlite';
import type { Position } from './stream-reader.ts';

/** Writes to a table with a stream slow down as the stream grows: the binary's own table has no index. */
const indexes = `
  CREATE INDEX IF NOT EXISTS press_stream_shard ON _stream_records
    (table_name, shard_id, CAST(sequence_number AS INTEGER));
  CREATE INDEX IF NOT EXISTS press_stream_table ON _stream_records
    (table_name, CAST(sequence_number AS INTEGER));`;

/** The next sequence number is one above the highest there is, so the record read last must stay. */
const prune = `
  DELETE FROM _stream_records WHERE table_name = ? AND CAST(sequence_number AS INTEGER) < ?`;

export function indexStreams(file: string): void {
  const database = open(file);
  database.exec(indexes);
  database.close();
}

/** Removes a table's stream records before a sequence number. */
export function pruneStream(file: string, table: string, before: number): void {
  const database = open(file);
  database.prepare(prune).run(table, before);
  database.close();
}

const open = (file: string): DatabaseSync => new DatabaseSync(file, { timeout: 2000 });

/** Read records are removed this many at a time. */
const pruneEvery = 500;

/** Keeps the stream table of the bundled database small: removes what every mapping of a table has read. */
export class Pruner {
  #file: string | undefined;
  #read = new Map<string, Map<string, number>>();
  #pruned = new Map<string, number>();

  /** `file` is the bundled database's; without one nothing is pruned. */
  constructor(file: string | undefined) {
    this.#file = file;
  }

  /** Tells how far a mapping has read; a mapping that is new has read nothing. */
  read(table: string, mapping: string, position: Position | undefined): void {
    const positions = this.#read.get(table) ?? new Map<string, number>();
    this.#read.set(table, positions.set(mapping, Number(position?.sequence ?? 0)));
    const lowest = Math.min(...positions.values());
    if (!this.#file || lowest < (this.#pruned.get(table) ?? 0) + pruneEvery) return;
    this.#pruned.set(table, lowest);
    pruneStream(this.#file, table, lowest);
  }
}
