import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BusEvent, Cloud } from '../cloud.ts';
import { reportWork } from '../pending-work.ts';
import { preparedStatements } from '../sqlite.ts';

const statements = {
  add: 'INSERT INTO feedback (due, event) VALUES (?, ?)',
  due: 'SELECT id, event FROM feedback WHERE due <= ? ORDER BY due, id LIMIT 100',
  remove: 'DELETE FROM feedback WHERE id IN (SELECT value FROM json_each(?))',
  next: 'SELECT min(due) AS due FROM feedback',
  count: 'SELECT count(*) AS count FROM feedback',
};

/** Milliseconds until an event is sent again that the bus did not take. */
const retryDelay = 1000;

/** Events of mails, stored in the transaction of their mail and sent to the default bus when they are due. */
export class FeedbackOutbox {
  readonly #sql: (name: keyof typeof statements) => StatementSync;
  readonly #cloud: Cloud;
  #timer: NodeJS.Timeout | undefined;
  #sending = false;
  #closed = false;

  constructor(database: DatabaseSync, cloud: Cloud) {
    database.exec(`CREATE TABLE IF NOT EXISTS feedback (id INTEGER PRIMARY KEY, due INTEGER NOT NULL, event TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS feedback_due ON feedback (due)`);
    this.#sql = preparedStatements(database, statements);
    this.#cloud = cloud;
    reportWork(cloud, () => this.#work());
  }

  /** `delay` in milliseconds. It is sent after the next `wake`. */
  add(event: BusEvent, delay: number): void {
    this.#sql('add').run(Date.now() + delay, JSON.stringify(event));
  }

  /** Sends what is due, and comes back for the rest. Call it when a transaction is through, and after a start. */
  wake(): void {
    if (this.#closed || this.#sending) return;
    clearTimeout(this.#timer);
    const { due } = this.#sql('next').get() ?? {};
    if (due === null || due === undefined) return;
    this.#timer = setTimeout(() => void this.#send(), Math.max(0, Number(due) - Date.now()));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #send(): Promise<void> {
    this.#sending = true;
    const sent = await this.#sendDue().catch((failure: unknown) => {
      this.#cloud.say('failure', `The bus did not take an event of SES, which stays to be sent: ${failure}`);
      return false;
    });
    this.#sending = false;
    if (sent) this.wake();
    else if (!this.#closed) this.#timer = setTimeout(() => void this.#send(), retryDelay);
  }

  /** Many at once: each costs neither a write to the queues nor one here. A kill in between sends them again. */
  async #sendDue(): Promise<boolean> {
    const rows = this.#sql('due').all(Date.now());
    const events = rows.map(({ event }): BusEvent => JSON.parse(String(event)));
    await this.#cloud.emit('default', ...events);
    if (this.#closed) return false;
    this.#sql('remove').run(JSON.stringify(rows.map(({ id }) => id)));
    return true;
  }

  #work(): string | undefined {
    const count = this.#closed ? 0 : Number(this.#sql('count').get()?.count);
    return count ? `${count} mail events` : undefined;
  }
}
