import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BusEvent, Cloud } from '../cloud.ts';
import type { OutboxEvent } from './object.ts';

/** Events stored in the same transaction as their change, until the bus has them. */
export class EventOutbox {
  readonly #add: StatementSync;
  readonly #remove: StatementSync;
  readonly #all: StatementSync;

  constructor(database: DatabaseSync) {
    database.exec('CREATE TABLE IF NOT EXISTS announcements (id INTEGER PRIMARY KEY, event TEXT NOT NULL)');
    this.#add = database.prepare('INSERT INTO announcements (id, event) VALUES (?, ?)');
    this.#remove = database.prepare('DELETE FROM announcements WHERE id = ?');
    this.#all = database.prepare('SELECT id, event FROM announcements ORDER BY id');
  }

  add(id: number, event: BusEvent): OutboxEvent {
    this.#add.run(id, JSON.stringify(event));
    return { id, event };
  }

  /** The bus has it. */
  done(id: number): void {
    this.#remove.run(id);
  }

  /** Events that the bus does not have yet because of a kill or a failure, oldest first. */
  pending(): OutboxEvent[] {
    return this.#all.all().map(({ id, event }) => ({ id: Number(id), event: JSON.parse(String(event)) }));
  }
}

/** Milliseconds until a failed event is sent again. */
const retryDelay = 1000;

/** Sends the events of changes to the default bus, at least once each. */
export class EventSender {
  readonly #outbox: EventOutbox;
  readonly #cloud: Cloud;
  #retryTimer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(outbox: EventOutbox, cloud: Cloud) {
    this.#outbox = outbox;
    this.#cloud = cloud;
  }

  /** Returns when the bus has the event or, if that fails, when a retry is scheduled. */
  async send(outboxEvent: OutboxEvent | undefined): Promise<void> {
    if (outboxEvent && !(await this.#emit(outboxEvent))) this.#retry();
  }

  /** Sends what is pending, oldest first; called after a start, once rules and queues exist. */
  async sendPending(): Promise<void> {
    for (const outboxEvent of this.#outbox.pending()) {
      if (this.#closed) return;
      if (!(await this.#emit(outboxEvent))) return this.#retry();
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retryTimer);
  }

  async #emit({ id, event }: OutboxEvent): Promise<boolean> {
    try {
      await this.#cloud.emit('default', event);
    } catch (failure) {
      this.#cloud.say('failure', `The bus did not take an event of S3, which stays to be sent: ${failure}`);
      return false;
    }
    if (!this.#closed) this.#outbox.done(id);
    return true;
  }

  #retry(): void {
    if (this.#closed) return;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => void this.sendPending(), retryDelay);
  }
}
