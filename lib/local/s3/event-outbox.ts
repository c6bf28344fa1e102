import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BusEvent, Cloud } from '../cloud.ts';
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

/** Milliseconds until a bus that would not take an event is asked again. */
const patience = 1000;

/** Brings the events of changes to the default bus, at least once each. */
export class Announcer {
  readonly #announcements: Announcements;
  readonly #cloud: Cloud;
  #again: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(announcements: Announcements, cloud: Cloud) {
    this.#announcements = announcements;
    this.#cloud = cloud;
  }

  /** Returns when the bus has the event or, if it refuses, when it is on the list of those to try again. */
  async announce(announcement: Announcement | undefined): Promise<void> {
    if (announcement && !(await this.#emit(announcement))) this.#retry();
  }

  /** Announces what a kill has left, oldest first; for after a start, when rules and queues stand. */
  async announceLeft(): Promise<void> {
    for (const announcement of this.#announcements.left()) {
      if (this.#closed) return;
      if (!(await this.#emit(announcement))) return this.#retry();
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#again);
  }

  async #emit({ id, event }: Announcement): Promise<boolean> {
    try {
      await this.#cloud.emit('default', event);
    } catch (failure) {
      this.#cloud.say('failure', `The bus did not take an event of S3, which stays to be sent: ${failure}`);
      return false;
    }
    if (!this.#closed) this.#announcements.done(id);
    return true;
  }

  #retry(): void {
    if (this.#closed) return;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.announceLeft(), patience);
  }
}
