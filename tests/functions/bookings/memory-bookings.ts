import type { Booking } from '../../../functions/bookings/booking.ts';
import type { Gathering, Instant } from '../../../functions/bookings/gathering.ts';
import type {
  AccessNeeds,
  Bookings,
  Count,
  Due,
  KeyRecord,
  Line,
  LineChange,
  Move,
  MoveOutcome,
  Quota,
  QuotaChange,
  RowChange,
  Wish,
} from '../../../functions/bookings/ports.ts';
import type { Letter } from '../../../functions/post/contract/letter.ts';

/** Conditions that a negative control leaves out. */
export interface Without {
  /** No count is below 0. */
  arithmetic?: boolean;
  /** The line has the version that was read. */
  lineVersion?: boolean;
}

/** The room's table and the outbox, for as long as the test runs. */
export class MemoryBookings implements Bookings, AccessNeeds {
  readonly #gatherings = new Map<string, Gathering>();
  readonly #slugs = new Map<string, string>();
  readonly #quotas = new Map<string, Quota>();
  readonly #lines = new Map<string, Line>();
  readonly #unsettledAt = new Map<string, Instant>();
  readonly #wishes = new Map<string, Wish & { gathering: string }>();
  readonly #bookings = new Map<string, Booking>();
  readonly #records = new Map<string, KeyRecord>();
  readonly #access = new Map<string, string>();
  readonly letters: Letter[] = [];
  readonly #without: Without;
  #index: { due: Due; at: Instant }[] = [];
  /** While true the index of what is due keeps what it had. */
  lags = false;

  constructor(without: Without = {}) {
    this.#without = without;
  }

  gathering = async (id: string) => structuredClone(this.#gatherings.get(id));
  atSlug = async (slug: string) => this.#slugs.get(slug);
  line = async (gathering: string) => structuredClone(this.#lines.get(gathering) ?? aLine(gathering));
  booking = async (gathering: string, code: string) =>
    structuredClone(this.#bookings.get(keyOf(gathering, code)));
  record = async (hash: string) => structuredClone(this.#records.get(hash));
  of = async (gathering: string, code: string) => this.#access.get(keyOf(gathering, code));

  async gatherings({ from, until, past, limit, after }: Parameters<Bookings['gatherings']>[0]) {
    const [first, last] = past ? [until, from] : [from, until];
    const positionOf = ({ startsAt, id }: Gathering) => `${startsAt}#${id}`;
    const isAfter = (position: string) => after === undefined || (past ? position < after : position > after);
    const all = [...this.#gatherings.values()]
      .filter(({ startsAt }) => startsAt >= (first ?? '') && startsAt < (last ?? '~'))
      .sort(by(positionOf))
      .filter((one) => isAfter(positionOf(one)));
    return pageOf(past ? all.reverse() : all, limit, positionOf);
  }

  async quotas(gathering: string, names: readonly string[]): Promise<Quota[]> {
    return structuredClone(names.flatMap((name) => this.#quotas.get(keyOf(gathering, name)) ?? []));
  }

  async wishes(gathering: string, limit: number, after = 0): Promise<Wish[]> {
    const own = [...this.#wishes.values()].filter((wish) => wish.gathering === gathering);
    const wishes = own.filter(({ number }) => number > after).sort((a, b) => a.number - b.number);
    return structuredClone(wishes.slice(0, limit).map(({ gathering: _, ...wish }) => wish));
  }

  async bookings(gathering: string, limit: number, after = '') {
    const own = [...this.#bookings.values()].filter((booking) => booking.gathering === gathering);
    const later = own.filter(({ code }) => code > after).sort(by(({ code }) => code));
    return pageOf(later, limit, ({ code }) => code);
  }

  async ofAddress(hash: string) {
    const own = [...this.#bookings.values()].filter(({ addressHash }) => hash && addressHash === hash);
    const found = own.map(({ gathering, code }) => ({ gathering, code }));
    return found.sort(by(({ gathering, code }) => keyOf(gathering, code)));
  }

  async due(now: Instant, limit: number): Promise<Due[]> {
    const due = this.#index.filter(({ at }) => at <= now).sort(by(({ at }) => at));
    return structuredClone(due.slice(0, limit).map((one) => one.due));
  }

  async lapsedOf(gathering: string, now: Instant, limit: number): Promise<string[]> {
    const due = await this.due(now, Number.MAX_SAFE_INTEGER);
    const own = due.flatMap((one) =>
      one.what === 'booking' && one.gathering === gathering ? [one.code] : [],
    );
    return own.slice(0, limit);
  }

  async *all(gathering: string) {
    for (const [key, text] of [...this.#access].sort(by(([key]) => key)))
      if (key.startsWith(keyOf(gathering, ''))) yield { code: key.slice(keyOf(gathering, '').length), text };
  }

  async erase(gathering: string, code: string): Promise<void> {
    this.#access.delete(keyOf(gathering, code));
  }

  async make(move: Move): Promise<MoveOutcome> {
    if (actionsIn(move) > 100) throw new Error('A transaction has a hundred actions at most');
    const refusal = this.#refusalOf(move);
    if (refusal) return structuredClone(refusal);
    this.#apply(structuredClone(move));
    this.catchUp();
    return { outcome: 'done' };
  }

  /** All that stands: to look at the whole at once. */
  rows() {
    return structuredClone({
      gatherings: [...this.#gatherings.values()],
      quotas: [...this.#quotas.values()],
      lines: [...this.#lines.values()],
      wishes: [...this.#wishes.values()],
      bookings: [...this.#bookings.values()],
    });
  }

  /** The index has what the rows have, unless it lags. */
  catchUp(): void {
    if (this.lags) return;
    this.#index = [
      ...[...this.#gatherings.values()].flatMap(({ id, dueAt }) =>
        dueAt ? [{ at: dueAt, due: { what: 'gathering' as const, gathering: id } }] : [],
      ),
      ...[...this.#unsettledAt].map(([gathering, at]) => ({ at, due: { what: 'line' as const, gathering } })),
      ...[...this.#bookings.values()].flatMap(({ gathering, code, state, lapsesAt }) =>
        lapsesAt && (state === 'offered' || state === 'held')
          ? [{ at: lapsesAt, due: { what: 'booking' as const, gathering, code } }]
          : [],
      ),
    ];
  }

  #refusalOf(move: Move): MoveOutcome | undefined {
    const { gathering, quotas = [], letters = [], key, at, line } = move;
    const record = key && this.#records.get(key.hash);
    if (record && record.expiresAt > at) return { outcome: 'same-key', record };
    if (letters.some(({ id }) => this.letters.some((letter) => letter.id === id)))
      return { outcome: 'same-letter' };
    if (this.#isStale(move)) return { outcome: 'conflict' };
    const changes = quotas.flatMap((change) => {
      const quota = this.#quotas.get(keyOf(gathering, change.name));
      return quota ? [{ change, quota }] : [];
    });
    return refusalOfQuotas(changes, this.#without) ?? this.#refusalOfLine(gathering, line);
  }

  #isStale({ gathering, quotas = [], bookings = [], row, line }: Move): boolean {
    const isOther = <R extends { writes: number }>(stored: R | undefined, { before }: RowChange<R>) =>
      stored?.writes !== before?.writes;
    return (
      bookings.some((change) => isOther(this.#bookings.get(keyOf(gathering, change.after.code)), change)) ||
      (row !== undefined && isOther(this.#gatherings.get(row.after.id), row)) ||
      (line !== undefined && !this.#lines.has(gathering)) ||
      [...(line?.leaves ?? []), ...(line?.rewrites ?? []).map(({ number }) => number)].some(
        (number) => !this.#wishes.has(keyOf(gathering, number)),
      ) ||
      quotas.some((change) => isUnlike(this.#quotas.get(keyOf(gathering, change.name)), change))
    );
  }

  #refusalOfLine(gathering: string, change: LineChange | undefined): MoveOutcome | undefined {
    const line = this.#lines.get(gathering);
    const before = change?.joins && change.joins.number - 1;
    const { version, last = before, waiting, nobodyWaits, somebodyWaits } = change?.demands ?? {};
    const isAsDemanded =
      line === undefined ||
      ((version === undefined || line.version === version || this.#without.lineVersion) &&
        (last === undefined || line.last === last) &&
        (waiting === undefined || line.waiting === waiting) &&
        (!nobodyWaits || line.waiting === 0) &&
        (!somebodyWaits || line.waiting > 0));
    return isAsDemanded ? undefined : { outcome: 'line', line };
  }

  #apply({ gathering, at, quotas, line, bookings, access, row, letters, key }: Move): void {
    for (const change of quotas ?? []) this.#changeQuota(gathering, change);
    for (const { before, after } of bookings ?? [])
      this.#bookings.set(keyOf(gathering, after.code), { ...after, writes: (before?.writes ?? 0) + 1 });
    for (const { code, text } of access ?? []) {
      if (text) this.#access.set(keyOf(gathering, code), text);
      else this.#access.delete(keyOf(gathering, code));
    }
    if (row) this.#changeRow(row);
    if (line) this.#changeLine(gathering, at, line);
    this.letters.push(...(letters ?? []));
    if (key) this.#records.set(key.hash, key);
  }

  #changeQuota(gathering: string, { name, add = {}, set }: QuotaChange): void {
    const quota = this.#quotas.get(keyOf(gathering, name)) ?? aQuota(gathering, name);
    this.#quotas.set(keyOf(gathering, name), { ...quota, ...sums(quota, add), ...set });
  }

  #changeRow({ before, after }: RowChange<Gathering>): void {
    this.#gatherings.set(after.id, { ...after, writes: (before?.writes ?? 0) + 1 });
    if (before?.slug !== after.slug) this.#slugs.set(after.slug, after.id);
    if (!this.#lines.has(after.id)) this.#lines.set(after.id, aLine(after.id));
  }

  #changeLine(gathering: string, at: Instant, change: LineChange): void {
    const { isRaised, joins, leaves = [], rewrites = [], unsettled } = change;
    const line = this.#lines.get(gathering) ?? aLine(gathering);
    for (const number of leaves) this.#wishes.delete(keyOf(gathering, number));
    for (const wish of rewrites) this.#wishes.set(keyOf(gathering, wish.number), { ...wish, gathering });
    if (joins) this.#wishes.set(keyOf(gathering, joins.number), { ...joins, gathering });
    if (unsettled === true) this.#unsettledAt.set(gathering, at);
    if (unsettled === false) this.#unsettledAt.delete(gathering);
    this.#lines.set(gathering, {
      ...line,
      version: line.version + (isRaised ? 1 : 0),
      last: joins?.number ?? line.last,
      waiting: line.waiting + (joins ? 1 : 0) - leaves.length,
      unsettled: unsettled ?? line.unsettled,
    });
  }
}

/** Items that it changes or checks: a new booking has a pointer from its address, a new slug one to the row. */
function actionsIn({ quotas, line, bookings = [], access, row, letters, key }: Move): number {
  const ofLine = line
    ? 1 + (line.joins ? 1 : 0) + (line.leaves?.length ?? 0) + (line.rewrites?.length ?? 0)
    : 0;
  const pointers = bookings.flatMap(({ before, after }) =>
    before?.addressHash === after.addressHash ? [] : [before?.addressHash, after.addressHash],
  );
  const ofRow = row ? 1 + (row.before?.slug === row.after.slug ? 0 : 1) + (row.before ? 0 : 1) : 0;
  const rows = [quotas, bookings, access, letters, pointers.filter(Boolean)];
  return rows.reduce((sum, { length } = []) => sum + length, ofLine + ofRow + (key ? 1 : 0));
}

const keyOf = (gathering: string, part: string | number): string => `${gathering} ${part}`;

const by =
  <T>(text: (one: T) => string) =>
  (one: T, other: T): number =>
    text(one) < text(other) ? -1 : 1;

function pageOf<T>(all: readonly T[], limit: number, position: (one: T) => string) {
  const items = structuredClone(all.slice(0, limit));
  const last = items.at(-1);
  return { items, ...(last && all.length > limit && { next: position(last) }) };
}

const aLine = (gathering: string): Line => ({
  ...{ gathering, version: 0, last: 0, waiting: 0, unsettled: false },
});

const aQuota = (gathering: string, name: string): Quota => ({
  ...{ gathering, name, capacity: 0, booked: 0, held: 0, offered: 0, passing: 0, free: 0, over: 0 },
  ...{ isOpen: false, terms: 0 },
});

const counts: readonly Count[] = ['booked', 'held', 'offered', 'passing', 'free', 'over', 'capacity'];

const sums = (quota: Quota, add: NonNullable<QuotaChange['add']>): Record<Count, number> =>
  Object.fromEntries(counts.map((count) => [count, quota[count] + (add[count] ?? 0)])) as Record<
    Count,
    number
  >;

/** It is not as it was read: there or not there, or other counts. */
function isUnlike(quota: Quota | undefined, { isNew, demands }: QuotaChange): boolean {
  if (!quota || isNew) return (quota === undefined) !== (isNew === true);
  return (['over', 'free', 'passing', 'capacity'] as const).some(
    (count) => (demands?.exactly?.[count] ?? quota[count]) !== quota[count],
  );
}

function refusalOfQuotas(
  changes: readonly { change: QuotaChange; quota: Quota }[],
  without: Without,
): MoveOutcome | undefined {
  const closed = changes.find(
    ({ change: { demands }, quota }) =>
      demands?.openBy !== undefined && !(quota.isOpen && quota.terms === demands.openBy),
  );
  if (closed) return { outcome: 'not-open', quota: closed.quota };
  const short = changes.filter(({ change, quota }) => {
    const after = sums(quota, change.add ?? {});
    return counts.some((count) => (change.add?.[count] ?? 0) < 0 && after[count] < 0);
  });
  if (short.length && !without.arithmetic)
    return { outcome: 'short', quotas: short.map(({ quota }) => quota) };
  const enough = changes.find(
    ({ change: { demands }, quota }) => demands?.freeBelow !== undefined && quota.free >= demands.freeBelow,
  );
  return enough && { outcome: 'not-short', quota: enough.quota };
}
