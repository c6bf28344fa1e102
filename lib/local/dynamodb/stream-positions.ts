import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import * as z from 'zod/mini';

/** The last record of a shard that is done with. */
export interface Position {
  shard: string;
  sequence: string;
}

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS positions (mapping TEXT NOT NULL, stream TEXT NOT NULL, shard TEXT NOT NULL,
    sequence TEXT NOT NULL, PRIMARY KEY (mapping, stream)) WITHOUT ROWID;`;
const position = z.optional(z.object({ shard: z.string(), sequence: z.string() }));

/** How far each mapping has read which stream; kept through a kill, or everything would be told again. */
export class StreamPositions {
  #database: DatabaseSync;
  #get: StatementSync;
  #set: StatementSync;

  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.#database = new DatabaseSync(file);
    this.#database.exec(schema);
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
