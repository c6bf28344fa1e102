import type { Instant } from '../../../../functions/newsletters/address.ts';
import type { Digest } from '../../../../functions/newsletters/digests/digest.ts';
import type { Batch, Heard } from '../../../../functions/newsletters/issues/batch.ts';
import type { Issue } from '../../../../functions/newsletters/issues/issue.ts';
import type { Batches, Digests, Issues } from '../../../../functions/newsletters/issues/ports.ts';
import { type MemoryReputation, positionOf } from './memory-audience.ts';

interface Row {
  id: string;
  writes: number;
  dueAt?: Instant;
}

/** Rows that are written as they were read, and an index of what is due, which may lag behind them. */
class MemoryRows<R extends Row> {
  readonly rows = new Map<string, R>();
  #index = new Map<string, Instant>();
  /** While true the index keeps what it had. */
  lags = false;

  read = async (id: string): Promise<R | undefined> => structuredClone(this.rows.get(id));

  put(before: R | undefined, after: R): boolean {
    const isAsRead = this.rows.get(after.id)?.writes === before?.writes;
    if (isAsRead) this.change({ ...structuredClone(after), writes: (before?.writes ?? 0) + 1 });
    return isAsRead;
  }

  change(row: R): void {
    this.rows.set(row.id, row);
    this.catchUp();
  }

  catchUp(): void {
    if (this.lags) return;
    const due = [...this.rows.values()].flatMap(({ id, dueAt }) => (dueAt ? [[id, dueAt] as const] : []));
    this.#index = new Map(due);
  }

  due = async (now: Instant, limit: number): Promise<string[]> =>
    [...this.#index]
      .filter(([, at]) => at <= now)
      .sort(([, one], [, other]) => (one < other ? -1 : 1))
      .slice(0, limit)
      .map(([id]) => id);
}

/** Every write of a row, also of its cursor alone, counts in `writes`. */
export class MemoryIssues extends MemoryRows<Issue> implements Issues {
  readonly #slugs = new Map<string, string>();

  async atSlug(slug: string): Promise<string | undefined> {
    return this.#slugs.get(slug);
  }

  async list(limit: number, after = '0'): Promise<{ items: Issue[]; next?: string }> {
    const from = Number(after);
    const all = [...this.rows.values()].reverse();
    const items = structuredClone(all.slice(from, from + limit));
    return { items, ...(all.length > from + limit && { next: `${from + limit}` }) };
  }

  async write(before: Issue | undefined, after: Issue): Promise<boolean> {
    const isWritten = this.put(before, after);
    if (isWritten) this.#slugs.set(after.text.slug, after.id);
    return isWritten;
  }

  async moveCursor({ id, from, to, wake, at }: Parameters<Issues['moveCursor']>[0]): Promise<boolean> {
    const row = this.rows.get(id);
    if (row?.state !== 'sending' || row.cursor !== from || row.wake !== wake) return false;
    this.change({ ...row, cursor: to, movedAt: at, writes: row.writes + 1 });
    return true;
  }

  async active(): Promise<Issue[]> {
    const states = ['preparing', 'sending', 'paused'];
    return structuredClone([...this.rows.values()].filter(({ state }) => states.includes(state)));
  }
}

export class MemoryDigests extends MemoryRows<Digest> implements Digests {
  readonly #slugs = new Map<string, string>();

  async write(before: Digest | undefined, after: Digest): Promise<boolean> {
    const isWritten = this.put(before, after);
    if (isWritten) this.#slugs.set(after.slug, after.id);
    return isWritten;
  }

  async atSlug(slug: string): Promise<string | undefined> {
    return this.#slugs.get(slug);
  }

  async all(): Promise<Digest[]> {
    return structuredClone([...this.rows.values()]);
  }
}

const nothingHeard = () => ({
  delivered: new Set<string>(),
  bounced: new Set<string>(),
  complained: new Set<string>(),
});

type Ledger = Map<string, { batch: Batch; heard: ReturnType<typeof nothingHeard> }>;

export class MemoryBatches implements Batches {
  readonly #ledgers = new Map<string, Ledger>();
  readonly #leaves = new Map<string, Set<string>>();
  readonly #reputation: MemoryReputation;

  constructor(reputation: MemoryReputation) {
    this.#reputation = reputation;
  }

  /** What stands of an issue now, in order. */
  stored = (issue: string): { batch: Batch; heard: Heard }[] =>
    this.#positions(issue).flatMap((position) => this.#at(issue, position) ?? []);

  async writeNew(batch: Batch): Promise<boolean> {
    const ledger = this.#ledger(batch.issue);
    if (ledger.has(batch.position)) return false;
    ledger.set(batch.position, { batch: structuredClone({ ...batch, writes: 1 }), heard: nothingHeard() });
    return true;
  }

  async firstFrom(issue: string, from: string): Promise<Batch | undefined> {
    const position = this.#positions(issue).find((one) => one >= from);
    return this.#at(issue, position)?.batch;
  }

  async last(issue: string): Promise<Batch | undefined> {
    return this.#at(issue, this.#positions(issue).at(-1))?.batch;
  }

  async replace(batch: Batch): Promise<boolean> {
    const row = this.#ledger(batch.issue).get(batch.position);
    if (!row || row.batch.writes !== batch.writes) return false;
    row.batch = structuredClone({ ...batch, writes: batch.writes + 1 });
    return true;
  }

  async *all(issue: string, from = ''): AsyncIterable<{ batch: Batch; heard: Heard }> {
    for (const position of this.#positions(issue).filter((one) => one >= from)) {
      const row = this.#at(issue, position);
      if (row) yield row;
    }
  }

  async of(issue: string, person: string): Promise<{ batch: Batch; heard: Heard } | undefined> {
    const at = positionOf(person);
    const row = this.#at(
      issue,
      this.#positions(issue).findLast((one) => one <= at),
    );
    return row?.batch.entries.some((entry) => entry.person === person) ? row : undefined;
  }

  async hear(
    issue: string,
    position: string,
    what: keyof Heard,
    people: readonly string[],
    at: Instant,
    { uncounted = false } = {},
  ): Promise<void> {
    const known = this.#ledger(issue).get(position)?.heard[what] ?? new Set<string>();
    const news = [...new Set(people)].filter((id) => !known.has(id));
    for (const id of news) known.add(id);
    if (what !== 'delivered' && !uncounted) this.#reputation.count({ [what]: news.length }, at);
  }

  async countLeave(issue: string, person: string): Promise<void> {
    this.#leaves.set(issue, (this.#leaves.get(issue) ?? new Set()).add(person));
  }

  async leaves(issue: string): Promise<number> {
    return this.#leaves.get(issue)?.size ?? 0;
  }

  #ledger(issue: string): Ledger {
    const ledger = this.#ledgers.get(issue) ?? new Map();
    this.#ledgers.set(issue, ledger);
    return ledger;
  }

  #positions = (issue: string): string[] => [...this.#ledger(issue).keys()].sort();

  #at = (issue: string, position = '') => structuredClone(this.#ledger(issue).get(position));
}
