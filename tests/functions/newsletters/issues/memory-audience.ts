import type { Instant } from '../../../../functions/newsletters/address.ts';
import type { Audience, News, NewsItem, Reputation } from '../../../../functions/newsletters/issues/ports.ts';
import { type ClosedPerson, isClosed, type Person } from '../../../../functions/newsletters/person.ts';
import { indexes, partOf } from '../../../../functions/newsletters/table-keys.ts';

/** Where somebody stands in the walk of all people. */
export const positionOf = (id: string): string =>
  `${`${partOf(id, indexes.people.keys)}`.padStart(2, '0')}-${id}`;

/** The room's people, and an index of those whose entry is open, which may lag behind. */
export class MemoryAudience implements Audience {
  readonly people = new Map<string, Person | ClosedPerson>();
  #index = new Map<string, Person>();
  /** While true the index keeps what it had. */
  lags = false;

  put(row: Person | ClosedPerson): void {
    this.people.set(row.id, structuredClone(row));
    this.catchUp();
  }

  remove(id: string): void {
    this.people.delete(id);
    this.catchUp();
  }

  catchUp(): void {
    if (this.lags) return;
    const open = [...this.people.values()].flatMap((row) =>
      isClosed(row) ? [] : [[positionOf(row.id), row] as const],
    );
    this.#index = new Map(open.sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** Ids of those whom the index knows. */
  indexed = (): string[] => [...this.#index.values()].map(({ id }) => id);

  async page(after: string, limit: number): Promise<{ position: string; person: Person }[]> {
    const later = [...this.#index].filter(([position]) => position > after).slice(0, limit);
    return structuredClone(later.map(([position, person]) => ({ position, person })));
  }

  async now(ids: readonly string[]): Promise<ReadonlyMap<string, Person | ClosedPerson>> {
    if (ids.length > 50) throw new Error('At most 50 people at once');
    const rows = ids.flatMap((id) => this.people.get(id) ?? []);
    return new Map(structuredClone(rows.map((row) => [row.id, row])));
  }
}

interface ListNews {
  start?: Instant;
  queue: Map<string, NewsItem>;
  /** Each with the issue that carried it, or nothing. */
  marks: Map<string, string>;
}

export class MemoryNews implements News {
  readonly lists = new Map<string, ListNews>();

  async starts(): Promise<ReadonlyMap<string, Instant>> {
    return new Map([...this.lists].flatMap(([list, { start }]) => (start ? [[list, start] as const] : [])));
  }

  async start(list: string, proposed: Instant): Promise<Instant> {
    const news = this.#of(list);
    news.start ??= proposed;
    return news.start;
  }

  async add(list: string, item: NewsItem): Promise<void> {
    const { queue, marks } = this.#of(list);
    if (!marks.has(item.id) && !queue.has(item.id)) queue.set(item.id, { ...item });
  }

  async skip(list: string, piece: string): Promise<void> {
    const { queue, marks } = this.#of(list);
    if (!marks.has(piece) && !queue.has(piece)) marks.set(piece, '');
  }

  async all(list: string): Promise<{ waiting: NewsItem[]; marks: ReadonlyMap<string, string> }> {
    return { waiting: await this.waiting(list), marks: new Map(this.#of(list).marks) };
  }

  async waiting(list: string): Promise<NewsItem[]> {
    const items = [...this.#of(list).queue.values()];
    return structuredClone(items.sort((one, other) => (one.first > other.first ? -1 : 1)));
  }

  async carried(list: string, pieces: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { marks } = this.#of(list);
    return new Map([...marks].filter(([piece]) => pieces.includes(piece)));
  }

  async mark(list: string, pieces: readonly Pick<NewsItem, 'id'>[], issue: string): Promise<void> {
    const { queue, marks } = this.#of(list);
    for (const { id } of pieces) {
      queue.delete(id);
      if (!marks.has(id)) marks.set(id, issue);
    }
  }

  async unmark(list: string, pieces: readonly NewsItem[], issue: string): Promise<void> {
    const { queue, marks } = this.#of(list);
    for (const piece of pieces.filter(({ id }) => marks.get(id) === issue)) {
      marks.delete(piece.id);
      queue.set(piece.id, { ...piece });
    }
  }

  #of(list: string): ListNews {
    const news = this.lists.get(list) ?? { queue: new Map(), marks: new Map() };
    this.lists.set(list, news);
    return news;
  }
}

const thirtyDays = 30 * 86_400_000;
const mostMails = 10_000;

/** Rows by day, of which the newest count until there are 10,000 mails. */
export class MemoryReputation implements Reputation {
  readonly #days = new Map<string, { sent: number; bounced: number; complained: number }>();
  #since = '';

  async add(count: { sent: number }, at: Instant): Promise<void> {
    this.count(count, at);
  }

  count(count: Partial<Record<'sent' | 'bounced' | 'complained', number>>, at: Instant): void {
    const day = at.slice(0, 10);
    const before = this.#days.get(day) ?? { sent: 0, bounced: 0, complained: 0 };
    const { sent = 0, bounced = 0, complained = 0 } = count;
    this.#days.set(day, {
      sent: before.sent + sent,
      bounced: before.bounced + bounced,
      complained: before.complained + complained,
    });
  }

  async recent(now: Instant): Promise<{ sent: number; bounced: number; complained: number }> {
    const from = new Date(Date.parse(now) - thirtyDays).toISOString().slice(0, 10);
    const sum = { sent: 0, bounced: 0, complained: 0 };
    for (const [day, count] of [...this.#days].sort(([one], [other]) => (one > other ? -1 : 1))) {
      if (day < from || sum.sent >= mostMails) break;
      sum.sent += count.sent;
      sum.bounced += count.bounced;
      sum.complained += count.complained;
    }
    return sum;
  }

  /** When the count was begun last. */
  get since(): Instant {
    return this.#since;
  }

  async restart(now: Instant): Promise<void> {
    this.#since = now;
    this.#days.clear();
  }
}
