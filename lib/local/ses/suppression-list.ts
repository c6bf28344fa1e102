import type { DatabaseSync, StatementSync } from 'node:sqlite';
import * as z from 'zod/mini';
import { preparedStatements } from '../sqlite.ts';

const row = z.object({ address: z.string(), reason: z.enum(['BOUNCE', 'COMPLAINT']), at: z.number() });

/** An address to which the account sends nothing; `at` in milliseconds since the epoch. */
export type Suppression = z.output<typeof row>;
export type SuppressionReason = Suppression['reason'];

const statements = {
  put: 'INSERT OR REPLACE INTO suppressions (address, reason, at) VALUES (?, ?, ?)',
  get: 'SELECT * FROM suppressions WHERE address = ?',
  remove: 'DELETE FROM suppressions WHERE address = ?',
  list: `SELECT * FROM suppressions WHERE address > ? AND reason IN (SELECT value FROM json_each(?)) AND at >= ?
    AND at <= ? ORDER BY address LIMIT ?`,
};

/** The account's suppression list, in an SQLite file. Addresses are compared without case. */
export class SuppressionList {
  readonly #sql: (name: keyof typeof statements) => StatementSync;

  constructor(database: DatabaseSync) {
    database.exec(
      'CREATE TABLE IF NOT EXISTS suppressions (address TEXT PRIMARY KEY, reason TEXT NOT NULL, at INTEGER NOT NULL)',
    );
    this.#sql = preparedStatements(database, statements);
  }

  put({ address, reason, at }: Suppression): void {
    this.#sql('put').run(address.toLowerCase(), reason, at);
  }

  get(address: string): Suppression | undefined {
    const found = this.#sql('get').get(address.toLowerCase());
    return found && row.parse(found);
  }

  /** Whether it was there. */
  remove(address: string): boolean {
    return this.#sql('remove').run(address.toLowerCase()).changes > 0;
  }

  /** In the order of addresses, of those after `after`. */
  list(wanted: {
    after: string;
    reasons: readonly SuppressionReason[];
    since: number;
    until: number;
    limit: number;
  }): Suppression[] {
    const { after, reasons, since, until, limit } = wanted;
    return this.#sql('list')
      .all(after, JSON.stringify(reasons), since, until, limit)
      .map((found) => row.parse(found));
  }
}
