import { dueKeys, type Letter, letterItem } from '../../../functions/post/contract/letter.ts';
import type { PressSettings } from '../../../functions/post/letters/letter-mail.ts';
import { doubtKeys, type OutboxLetter } from '../../../functions/post/letters/outbox-letter.ts';
import type {
  AddressBook,
  DueLetter,
  HourlyCeiling,
  LogEntry,
  LogPosition,
  Outbox,
  SuppressionLog,
} from '../../../functions/post/ports.ts';
import type { AddressMarks } from '../../../functions/post/suppressions/address-marks.ts';
import type { SoftBounces } from '../../../functions/post/suppressions/soft-bounces.ts';
import { MemoryPressCopy } from '../runtime/press/memory-press-copy.ts';

const hour = 3_600_000;

/** The room's table, for as long as a test runs. Values are copied, as a table does. */
export class MemoryPost {
  readonly letters = new Map<string, OutboxLetter>();
  readonly marks = new Map<string, AddressMarks>();
  readonly soft = new Map<string, SoftBounces>();
  #hour: { hour: string; taken: number } | undefined;
  #position: { key: string; settled?: string } | undefined;

  /** As a room's transaction puts it. Whether it was new. */
  put(letter: Letter): boolean {
    if (this.letters.has(letter.id)) return false;
    const { pk, sk, ...row } = letterItem(letter);
    this.letters.set(letter.id, structuredClone(row) as unknown as OutboxLetter);
    return true;
  }

  readonly outbox: Outbox = {
    read: async (id) => structuredClone(this.letters.get(id)),
    replace: async (seen, next) => {
      const stored = this.letters.get(seen.id);
      if (!stored || stored.version !== seen.version) return undefined;
      const letter = { ...next, version: (seen.version ?? 0) + 1 };
      this.letters.set(seen.id, structuredClone(letter));
      return letter;
    },
    due: async (kind, now, perPartition) =>
      dueKeys(kind)
        .flatMap((key) =>
          this.#under(key, (letter) => (letter.dueAt ?? '') <= now.toISOString()).slice(0, perPartition),
        )
        .sort(byTime),
    doubts: async (kind, { limit, after }) => {
      const all = this.#under(doubtKeys[kind], () => true).map((letter) => ({
        letter,
        place: `${letter.dueAt}/${letter.id}`,
      }));
      const rest = all.filter(({ place }) => after === undefined || place > after);
      const page = rest.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map(({ letter }) => letter),
        ...(last && rest.length >= limit && { next: last.place }),
      };
    },
    openTo: async (addressHash) =>
      [...dueKeys('due'), ...dueKeys('ceiling'), ...Object.values(doubtKeys)]
        .flatMap((key) => this.#under(key, (letter) => letter.addressHash === addressHash))
        .sort(byTime),
  };

  readonly addresses: AddressBook = {
    marks: async (hash) => ({ ...this.marks.get(hash) }),
    mark: async (hash, mark, at) => {
      const marks = this.marks.get(hash) ?? {};
      if ((marks[mark] ?? '') < at) this.marks.set(hash, { ...marks, [mark]: at });
    },
    softBounces: async (hash) => structuredClone(this.soft.get(hash)) ?? { bounces: [] },
    replaceSoftBounces: async (hash, seen, next) => {
      if (this.soft.get(hash)?.version !== seen.version) return false;
      this.soft.set(hash, structuredClone({ ...next, version: (seen.version ?? 0) + 1 }));
      return true;
    },
  };

  readonly ceiling: HourlyCeiling = {
    take: async (most, now) => {
      const current = new Date(now.getTime() - (now.getTime() % hour)).toISOString();
      const open = this.#hour;
      if (!open || open.hour < current) this.#hour = { hour: current, taken: 1 };
      else if (open.taken < most) this.#hour = { ...open, taken: open.taken + 1 };
      else this.#hour = { hour: new Date(Date.parse(open.hour) + hour).toISOString(), taken: 1 };
      return this.#hour.hour;
    },
  };

  readonly position: LogPosition = {
    read: async () => this.#position,
    advance: async (key) => {
      if (key > (this.#position?.key ?? '')) this.#position = { ...this.#position, key };
    },
    settle: async (settled) => {
      if (this.#position && settled > (this.#position.settled ?? ''))
        this.#position = { ...this.#position, settled };
    },
  };

  readonly settings = new MemoryPressCopy<PressSettings>();

  #under(dueKey: string, wanted: (letter: OutboxLetter) => boolean): DueLetter[] {
    return [...this.letters.values()]
      .filter((letter) => letter.dueKey === dueKey && wanted(letter))
      .map(({ id, dueAt = '' }) => ({ id, dueAt }))
      .sort(byTime);
  }
}

const byTime = (one: DueLetter, other: DueLetter): number =>
  `${one.dueAt}/${one.id}` < `${other.dueAt}/${other.id}` ? -1 : 1;

/** The log outside the table. `ids`: gives the keys of the entries, which rise. */
export class MemoryLog implements SuppressionLog {
  readonly stored: { key: string; entry?: LogEntry }[] = [];
  readonly #next: () => string;

  constructor(next: () => string) {
    this.#next = next;
  }

  async append(entry: LogEntry): Promise<void> {
    this.stored.push({ key: this.#next(), entry: { ...entry } });
  }

  async entries(after: string | undefined) {
    const rest = this.stored.filter(({ key }) => after === undefined || key > after);
    return { entries: rest.slice(0, 1000), hasMore: rest.length > 1000 };
  }
}
