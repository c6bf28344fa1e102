import type { AddressRow } from '../../../functions/newsletters/address.ts';
import { dueAt, growth, isClosed, type Person } from '../../../functions/newsletters/person.ts';
import type {
  Due,
  Evidence,
  Followed,
  LeaveLog,
  LogEntry,
  LoggedEntry,
  LogPosition,
  RowChange,
  SignUp,
  SignUps,
  Subscribers,
  Token,
  Write,
  WriteOutcome,
} from '../../../functions/newsletters/ports.ts';
import type { Letter } from '../../../functions/post/contract/letter.ts';
import type { Clock } from '../../../functions/runtime/clock.ts';
import {
  type Allowance,
  type Limit,
  retryAfter,
  roomIn,
  windowOf,
} from '../../../functions/runtime/people/limits.ts';

type Rows = { person: Map<string, Row>; address: Map<string, Row> };
type Row = { writes: number };

/** The room's table and the outbox, for as long as the test runs. */
export class MemorySubscribers implements Subscribers, SignUps {
  readonly #rows = { person: new Map(), address: new Map() } as Rows;
  readonly #tokens = new Map<string, Token>();
  readonly #signUps = new Map<string, SignUp>();
  readonly #evidence: Evidence[] = [];
  readonly #counts = new Map<string, number>();
  readonly #growth = new Map<string, { joined: number; left: number }>();
  readonly letters: Letter[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  person: Subscribers['person'] = async (id) => copy(this.#rows.person.get(id)) as Person | undefined;
  address: Subscribers['address'] = async (hash) =>
    copy(this.#rows.address.get(hash)) as Awaited<ReturnType<Subscribers['address']>>;
  token: Subscribers['token'] = async (hash) => copy(this.#tokens.get(hash));
  signUp: Subscribers['signUp'] = async (id) => copy(this.#signUps.get(id));

  async evidence(person: string): Promise<Evidence[]> {
    const own = this.#evidence.filter((one) => one.person === person);
    return structuredClone(own.sort((a, b) => (a.id < b.id ? -1 : 1)));
  }

  async accept(signUp: SignUp, limit: Limit): Promise<Allowance> {
    const now = this.#clock.now();
    if (!this.#count(limit, now)) {
      return { allowed: false, retryAfter: retryAfter(limit, this.#countBefore(limit, now), now) };
    }
    this.#signUps.set(signUp.id, structuredClone(signUp));
    return { allowed: true };
  }

  async write(write: Write): Promise<WriteOutcome> {
    const { people = [], addresses = [], letters = [], uses, settles, counts = [] } = write;
    if (actionsIn(write) > 100) throw new Error('A transaction has a hundred actions at most');
    const outcome = this.#outcomeOf(write);
    if (outcome !== 'written') return outcome;
    for (const limit of counts) this.#count(limit, new Date(write.at));
    for (const change of people) apply(this.#rows.person, change.before?.id ?? change.after?.id, change);
    for (const change of addresses)
      apply(this.#rows.address, change.before?.hash ?? change.after?.hash, change);
    this.#evidence.push(...structuredClone(write.evidence ?? []));
    for (const token of write.tokens ?? []) this.#tokens.set(token.hash, structuredClone(token));
    for (const hash of write.removesTokens ?? []) this.#tokens.delete(hash);
    if (uses) this.#use(uses);
    if (settles) this.#signUps.delete(settles);
    this.letters.push(...structuredClone(letters));
    this.#grow(write);
    return 'written';
  }

  async prolong(hash: string, expiresAt: string): Promise<void> {
    const token = this.#tokens.get(hash);
    if (token && !token.usedAt && token.expiresAt < expiresAt)
      this.#tokens.set(hash, { ...token, expiresAt });
  }

  async due(now: string, limit: number): Promise<Due[]> {
    const people = this.people().map(
      (person): Due => ({ what: 'person', id: person.id, at: dueAt(person) ?? '~' }),
    );
    const signUps = [...this.#signUps.values()].map(
      ({ id, at }): Due => ({ what: 'sign-up', id, at: new Date(Date.parse(at) + 120_000).toISOString() }),
    );
    return [...people, ...signUps]
      .filter(({ at }) => at <= now)
      .sort((one, other) => (one.at < other.at ? -1 : 1))
      .slice(0, limit);
  }

  /** Everybody whose entry is open. */
  people(): Person[] {
    const rows = [...this.#rows.person.values()] as (
      | Person
      | { id: string; into: string; at: string; writes: number }
    )[];
    return structuredClone(rows.filter((row): row is Person => !isClosed(row)));
  }

  /** Every address that is remembered. */
  addresses(): AddressRow[] {
    return structuredClone([...this.#rows.address.values()]) as AddressRow[];
  }

  /** Removes what is kept of somebody beside their row. */
  forget(person: string): void {
    const others = this.#evidence.filter((one) => one.person !== person);
    this.#evidence.splice(0, this.#evidence.length, ...others);
  }

  unsettled(): string[] {
    return [...this.#signUps.keys()];
  }

  /** Joined and left, by list. */
  growth(): Record<string, { joined: number; left: number }> {
    return Object.fromEntries(this.#growth);
  }

  /** The table as it is, to go back to. */
  snapshot(): () => void {
    const kept = structuredClone([
      this.#rows.person,
      this.#rows.address,
      this.#tokens,
      this.#signUps,
    ] as const);
    return () => {
      const [people, addresses, tokens, signUps] = structuredClone(kept);
      replace(this.#rows.person, people);
      replace(this.#rows.address, addresses);
      replace(this.#tokens, tokens);
      replace(this.#signUps, signUps);
    };
  }

  #outcomeOf({
    people = [],
    addresses = [],
    letters = [],
    uses,
    settles,
    counts = [],
    at,
  }: Write): WriteOutcome {
    if (settles && !this.#signUps.has(settles)) return 'settled';
    if (letters.some(({ id }) => this.letters.some((letter) => letter.id === id))) return 'settled';
    const token = uses && this.#tokens.get(uses.hash);
    const isStale =
      people.some((change) => differs(this.#rows.person, change.before?.id ?? change.after?.id, change)) ||
      addresses.some((change) =>
        differs(this.#rows.address, change.before?.hash ?? change.after?.hash, change),
      ) ||
      (uses !== undefined && (!token || token.usedAt !== undefined));
    if (isStale) return 'conflict';
    return counts.every((limit) => this.#hasRoom(limit, new Date(at))) ? 'written' : 'over-limit';
  }

  #use({ hash, at }: NonNullable<Write['uses']>): void {
    const { name: _, consent: _c, email: _e, newHash: _n, ...token } = this.#tokens.get(hash) as Token;
    this.#tokens.set(hash, { ...token, usedAt: at });
  }

  #hasRoom(limit: Limit, now: Date): boolean {
    const room = roomIn(limit, this.#countBefore(limit, now), now);
    return (this.#counts.get(windowKey(limit, now)) ?? 0) < room;
  }

  #countBefore(limit: Limit, now: Date): number {
    const before = new Date(now.getTime() - limit.seconds * 1_000);
    return this.#counts.get(windowKey(limit, before)) ?? 0;
  }

  #count(limit: Limit, now: Date): boolean {
    if (!this.#hasRoom(limit, now)) return false;
    const key = windowKey(limit, now);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    return true;
  }

  #grow({ people = [] }: Write): void {
    for (const { before, after } of people) {
      const change = growth(open(before), open(after));
      for (const [list, by] of Object.entries(change)) {
        const known = this.#growth.get(list) ?? { joined: 0, left: 0 };
        this.#growth.set(list, {
          joined: known.joined + (by > 0 ? 1 : 0),
          left: known.left + (by < 0 ? 1 : 0),
        });
      }
    }
  }
}

const actionsIn = ({ people, addresses, evidence, tokens, removesTokens, letters }: Write): number =>
  [people, addresses, evidence, tokens, removesTokens, letters].reduce(
    (sum, rows) => sum + (rows?.length ?? 0),
    0,
  );

const windowKey = (limit: Limit, now: Date) => `${limit.name} ${limit.hash} ${windowOf(limit, now)}`;

const open = (row: Parameters<typeof isClosed>[0] | undefined) => (row && !isClosed(row) ? row : undefined);

const copy = <T>(value: T | undefined): T | undefined => structuredClone(value);

function replace<V>(map: Map<string, V>, by: Map<string, V>): void {
  map.clear();
  for (const [key, value] of by) map.set(key, value);
}

const differs = (rows: Map<string, Row>, key: string | undefined, { before }: RowChange<Row>): boolean =>
  rows.get(key ?? '')?.writes !== before?.writes;

function apply(rows: Map<string, Row>, key: string | undefined, { before, after }: RowChange<Row>): void {
  if (after) rows.set(key ?? '', structuredClone({ ...after, writes: (before?.writes ?? 0) + 1 }));
  else rows.delete(key ?? '');
}

/** Keeps entries under keys that count up, and survives what happens to the table. */
export class MemoryLeaveLog implements LeaveLog {
  readonly entries: LoggedEntry[] = [];
  readonly #key: () => string;

  /** @param key Makes the keys: ULIDs. */
  constructor(key: () => string) {
    this.#key = key;
  }

  async write(entry: LogEntry): Promise<void> {
    this.entries.push({ key: this.#key(), entry: structuredClone(entry) });
  }

  async read(after: string, limit: number): Promise<LoggedEntry[]> {
    const later = this.entries.filter(({ key }) => key > after).sort((a, b) => (a.key < b.key ? -1 : 1));
    return structuredClone(later.slice(0, limit));
  }
}

export class MemoryLogPosition implements LogPosition {
  #position: Followed | undefined;

  async read() {
    return structuredClone(this.#position);
  }

  async store(position: Followed): Promise<void> {
    this.#position = structuredClone(position);
  }

  /** The position as it is, to go back to. */
  snapshot(): () => void {
    const kept = this.#position;
    return () => {
      this.#position = kept;
    };
  }
}
