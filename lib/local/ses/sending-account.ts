import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { SesError } from './ses-error.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** What SES allows an account. */
export interface SendingLimits {
  /** In the sandbox mail goes to verified identities and the mailbox simulator alone. */
  sandbox: boolean;
  /** Recipients a second, and in any 24 hours. */
  perSecond: number;
  perDay: number;
}

/** Counts recipients against the account's rate and quota. The quota's count survives a restart. */
export class SendingAccount {
  limits: SendingLimits = { sandbox: false, perSecond: 500, perDay: 1_000_000 };
  readonly #now: () => number;
  readonly #add: StatementSync;
  readonly #sum: StatementSync;
  readonly #purge: StatementSync;
  /** Recipients that may be sent to now; below 0 after a message to more than were left. */
  #allowance: number | undefined;
  #filledAt = performance.now();

  /** `now` in milliseconds since the epoch. */
  constructor(database: DatabaseSync, now: () => number) {
    database.exec(
      'CREATE TABLE IF NOT EXISTS sent (minute INTEGER PRIMARY KEY, recipients INTEGER NOT NULL)',
    );
    this.#now = now;
    this.#add = database.prepare(
      'INSERT INTO sent VALUES (?, ?) ON CONFLICT DO UPDATE SET recipients = recipients + excluded.recipients',
    );
    this.#sum = database.prepare('SELECT coalesce(sum(recipients), 0) AS total FROM sent WHERE minute > ?');
    this.#purge = database.prepare('DELETE FROM sent WHERE minute <= ?');
  }

  /** Counts a message. While any allowance is left, it may go to more recipients than are left. Throws a SesError. */
  take(recipients: number): void {
    this.#refill();
    if (this.sentInADay() >= this.limits.perDay)
      throw throttled('Daily message quota exceeded.', 'ACCOUNT_DAILY_QUOTA_EXCEEDED');
    if ((this.#allowance ?? 0) < 1) throw throttled('Maximum sending rate exceeded.', 'ACCOUNT_THROTTLED');
    this.#allowance = (this.#allowance ?? 0) - recipients;
    this.#purge.run(this.#dayAgo());
    this.#add.run(Math.floor(this.#now() / minute), recipients);
  }

  /** Recipients in the last 24 hours. */
  sentInADay(): number {
    return Number(this.#sum.get(this.#dayAgo())?.total);
  }

  #dayAgo(): number {
    return Math.floor((this.#now() - day) / minute);
  }

  /** By the real time: a clock that is moved forward gives no allowance. */
  #refill(): void {
    const { perSecond } = this.limits;
    const now = performance.now();
    const more = ((now - this.#filledAt) / 1000) * perSecond;
    this.#allowance = Math.min(perSecond, (this.#allowance ?? perSecond) + more);
    this.#filledAt = now;
  }
}

const throttled = (message: string, status: 'ACCOUNT_DAILY_QUOTA_EXCEEDED' | 'ACCOUNT_THROTTLED'): SesError =>
  new SesError('TooManyRequestsException', message, status);
