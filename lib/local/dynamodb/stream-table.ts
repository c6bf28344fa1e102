import { DatabaseSync } from 'node:sqlite';

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
