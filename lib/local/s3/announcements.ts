import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BusEvent } from '../cloud.ts';
import type { Announcement } from './object.ts';

/** Events that a change has stored with itself and that no bus has taken yet. */
export class Announcements {
  readonly #add: StatementSync;
  readonly #remove: StatementSync;
  readonly #all: StatementSync;

  constructor(database: DatabaseSync) {
    database.exec('CREATE TABLE IF NOT EXISTS announcements (id INTEGER PRIMARY KEY, event TEXT NOT NULL)');
    this.#add = database.prepare('INSERT INTO announcements (id, event) VALUES (?, ?)');
    this.#remove = database.prepare('DELETE FROM announcements WHERE id = ?');
    this.#all = database.prepare('SELECT id, event FROM announcements ORDER BY id');
  }

  add(id: number, event: BusEvent): Announcement {
    this.#add.run(id, JSON.stringify(event));
    return { id, event };
  }

  /** The bus has it. */
  done(id: number): void {
    this.#remove.run(id);
  }

  /** What a kill or a failure has kept from the bus, oldest first. */
  left(): Announcement[] {
    return this.#all.all().map(({ id, event }) => ({ id: Number(id), event: JSON.parse(String(event)) }));
  }
}
