import type { DatabaseSync, StatementSync } from 'node:sqlite';
import * as z from 'zod/mini';
import { openDatabase, preparedStatements } from '../sqlite.ts';
import type { Message } from './message.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS messages (position INTEGER PRIMARY KEY, queue TEXT NOT NULL, content TEXT NOT NULL,
    sent INTEGER NOT NULL, due INTEGER NOT NULL, receives INTEGER NOT NULL DEFAULT 0, first_received INTEGER,
    dead_from TEXT);
  CREATE TABLE IF NOT EXISTS sent_ids (queue TEXT NOT NULL, id TEXT NOT NULL, message TEXT NOT NULL,
    position INTEGER NOT NULL, sent INTEGER NOT NULL, PRIMARY KEY (queue, id)) WITHOUT ROWID;`;

const statements = {
  insert: 'INSERT INTO messages (position, queue, content, sent, due) VALUES (?, ?, ?, ?, ?)',
  remove: 'DELETE FROM messages WHERE position = ?',
  removeAll: 'DELETE FROM messages WHERE queue = ?',
  receive: 'UPDATE messages SET receives = ?, first_received = ? WHERE position = ?',
  move: 'UPDATE messages SET queue = ?, dead_from = ?, receives = ? WHERE position = ?',
  load: 'SELECT * FROM messages WHERE queue = ? ORDER BY position',
  remember: 'INSERT OR REPLACE INTO sent_ids (queue, id, message, position, sent) VALUES (?, ?, ?, ?, ?)',
  purgeIds: 'DELETE FROM sent_ids WHERE sent < ?',
  remembered: 'SELECT id, message, position, sent FROM sent_ids WHERE queue = ?',
};

const content = z.object({
  id: z.string(),
  body: z.string(),
  attributes: z.optional(
    z.record(
      z.string(),
      z.object({
        DataType: z.string(),
        StringValue: z.optional(z.string()),
        BinaryValue: z.optional(z.string()),
      }),
    ),
  ),
  group: z.optional(z.string()),
  deduplication: z.optional(z.string()),
  sender: z.string(),
});
const row = z.object({
  position: z.number(),
  content: z.string(),
  sent: z.number(),
  due: z.number(),
  receives: z.number(),
  first_received: z.nullable(z.number()),
  dead_from: z.nullable(z.string()),
});
const sentId = z.object({ id: z.string(), message: z.string(), position: z.number(), sent: z.number() });

/** The message that was sent with a de-duplication id. */
export type SentId = z.infer<typeof sentId>;

/**
 * The messages of all queues in one SQLite file. Each change is in the file before its call returns, so a
 * killed process loses nothing it has acknowledged. Receives in flight are not stored: their receivers are gone.
 */
export class MessageStore {
  #database: DatabaseSync;
  #sql: (name: keyof typeof statements) => StatementSync;
  #next: number;

  constructor(file: string) {
    this.#database = openDatabase(file, schema);
    this.#sql = preparedStatements(this.#database, statements);
    // Microseconds, so that positions go on growing after a restart that finds the queues empty.
    this.#next = Date.now() * 1000;
  }

  nextPosition(): number {
    return this.#next++;
  }

  /** Runs several changes as one; within another such run they are part of it. */
  atomically<T>(changes: () => T): T {
    if (this.#database.isTransaction) return changes();
    this.#database.exec('BEGIN');
    try {
      const result = changes();
      this.#database.exec('COMMIT');
      return result;
    } catch (cause) {
      this.#database.exec('ROLLBACK');
      throw cause;
    }
  }

  insert(queue: string, message: Message): void {
    const { id, body, attributes, group, deduplication, sender } = message;
    const stored = JSON.stringify({ id, body, attributes, group, deduplication, sender });
    this.#sql('insert').run(message.order, queue, stored, message.sent, message.due);
  }

  remove(message: Message): void {
    this.#sql('remove').run(message.order);
  }

  removeAll(queue: string): void {
    this.#sql('removeAll').run(queue);
  }

  /** Stores how often it was received: that decides when it becomes a dead letter. */
  received(message: Message): void {
    this.#sql('receive').run(message.receives, message.firstReceived ?? null, message.order);
  }

  moved(message: Message, queue: string): void {
    this.#sql('move').run(queue, message.from ?? null, message.receives, message.order);
  }

  /** Stores the message that was sent with a de-duplication id. */
  remember(queue: string, sent: SentId): void {
    this.#sql('remember').run(queue, sent.id, sent.message, sent.position, sent.sent);
  }

  /** Deletes the de-duplication ids from before an instant. */
  purgeIds(before: number): void {
    this.#sql('purgeIds').run(before);
  }

  /** A queue's de-duplication ids since an instant; older ones are deleted. */
  remembered(queue: string, since: number): SentId[] {
    this.purgeIds(since);
    return this.#sql('remembered')
      .all(queue)
      .map((one) => sentId.parse(one));
  }

  load(queue: string, now: number): Message[] {
    return this.#sql('load')
      .all(queue)
      .map((one) => messageOf(row.parse(one), now));
  }

  close(): void {
    this.#database.close();
  }
}

function messageOf(stored: z.infer<typeof row>, now: number): Message {
  return {
    ...content.parse(JSON.parse(stored.content)),
    order: stored.position,
    sent: stored.sent,
    due: stored.due,
    receives: stored.receives,
    firstReceived: stored.first_received ?? undefined,
    from: stored.dead_from ?? undefined,
    state: stored.due > now ? 'delayed' : 'visible',
  };
}
