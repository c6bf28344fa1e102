import type { DatabaseSync, StatementSync } from 'node:sqlite';
import * as z from 'zod/mini';
import { openDatabase } from '../sqlite.ts';
import type { Change, Position } from './stream-reader.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS positions (mapping TEXT NOT NULL, stream TEXT NOT NULL, shard TEXT NOT NULL,
    sequence TEXT NOT NULL, PRIMARY KEY (mapping, stream)) WITHOUT ROWID;`;
const position = z.optional(z.object({ shard: z.string(), sequence: z.string() }));

/** How far each mapping has read which stream; on disk, so that after a kill it goes on from there. */
export class StreamPositions {
  #database: DatabaseSync;
  #get: StatementSync;
  #set: StatementSync;

  constructor(file: string) {
    this.#database = openDatabase(file, schema);
    this.#get = this.#database.prepare(
      'SELECT shard, sequence FROM positions WHERE mapping = ? AND stream = ?',
    );
    this.#set = this.#database.prepare('INSERT OR REPLACE INTO positions VALUES (?, ?, ?, ?)');
  }

  get(mapping: string, stream: string): Position | undefined {
    return position.parse(this.#get.get(mapping, stream));
  }

  set(mapping: string, stream: string, { shard, sequence }: Position): void {
    this.#set.run(mapping, stream, shard, sequence);
  }

  close(): void {
    this.#database.close();
  }
}

/** Which records are done when several queues finish out of order: the position never passes an open record. */
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
