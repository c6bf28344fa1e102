import type { BookDeps } from '../../../../functions/bookings/booking/book-places.ts';
import type { BookResult } from '../../../../functions/bookings/booking/book-result.ts';
import { gatheringReader } from '../../../../functions/bookings/booking/gathering-reader.ts';
import { lately } from '../../../../functions/bookings/booking/lately.ts';
import type { EventText, Gathering } from '../../../../functions/bookings/gathering.ts';
import { gatheringMove } from '../../../../functions/bookings/moves/change-gathering.ts';
import type { Bookings, Move, MoveOutcome } from '../../../../functions/bookings/ports.ts';
import type { Letter } from '../../../../functions/post/contract/letter.ts';
import { canonicalJson } from '../../../../functions/runtime/canonical-json.ts';
import { ulids } from '../../../../functions/runtime/ids.ts';
import { memoryKeys } from '../../runtime/people/memory-keys.ts';
import { MemoryLimits } from '../../runtime/people/memory-limits.ts';
import { aGathering, aPress } from '../a-gathering.ts';
import { MemoryBookings, type Without } from '../memory-bookings.ts';
import { type Look, wrongBetween, wrongIn } from './check.ts';
import { type Death, Killed, type Processes } from './processes.ts';

export const id = 'summer-school-1';

const startsAt = Date.UTC(2027, 6, 1, 9);
const day = 86_400_000;

/** What a negative control leaves out of each move. */
export type Weaken = (move: Move) => Move;

export interface Control {
  without?: Without;
  weaken?: Weaken;
  /** What the functions have instead of the table in memory; it makes each move there as well. */
  table?: (memory: MemoryBookings) => Bookings;
}

const unchanged: Weaken = (move) => move;

/** A gathering, its bookings and its line, and a clock. Every transaction is looked at before and after. */
export class World {
  readonly table: MemoryBookings;
  readonly wrong: string[] = [];
  /** What each key was told first, and until when that is kept. */
  readonly #told = new Map<string, { answer: string; until: number }>();
  /** Until when the answer with a booking's code is kept. */
  readonly #keptUntil = new Map<string, number>();
  now: number;
  readonly #weaken: Weaken;
  /** As the functions have it. */
  readonly #table: Bookings;
  readonly #limits = new MemoryLimits({ now: () => new Date(this.now) });
  /** Some functions are warm: what one heard a second ago the next one goes by. */
  readonly #lately = lately({ now: () => new Date(this.now) });
  /** What was logged. */
  readonly errors: string[] = [];
  readonly #keys = memoryKeys();
  #codes = 0;

  constructor({ without, weaken = unchanged, table }: Control = {}, daysBefore = 20) {
    this.table = new MemoryBookings(without);
    this.#table = table?.(this.table) ?? this.table;
    this.#weaken = weaken;
    this.now = startsAt - daysBefore * day;
  }

  /** @param text What the document says beside the usual. */
  async open(text: Partial<EventText>): Promise<void> {
    const plain = aGathering();
    const { capacity: _, ...base } = plain.text;
    const after = { ...plain, text: { ...base, ...text } };
    const line = await this.table.line(id);
    const at = new Date(this.now).toISOString();
    await this.#table.make(gatheringMove({ after, quotas: [], line, at }));
  }

  /** What a function has, until it dies. */
  deps(processes: Processes, death?: Death, fresh = false): BookDeps {
    const bookings = processes.process<Bookings>(this.#watched(), death);
    const clock = { now: () => new Date(this.now) };
    let failed = 0;
    return {
      bookings,
      clock,
      press: async () => aPress,
      keys: this.#keys,
      ids: ulids(clock),
      limits: this.#limits,
      lately: fresh ? lately(clock) : this.#lately,
      log: {
        error: (text, facts) => {
          // Who is dead logs nothing.
          if (facts?.error instanceof Killed) throw facts.error;
          this.errors.push(text);
        },
      },
      newCode: () => this.#code(),
      gathering: fresh ? async (one) => bookings.gathering(one) : gatheringReader(bookings, clock),
      attempts: () => async () => {
        failed += 1;
        return failed < 25;
      },
    };
  }

  look(): Look {
    const { gatherings, quotas, lines, wishes, bookings } = this.table.rows();
    const [gathering] = gatherings;
    const [line] = lines;
    if (!gathering || !line) throw new Error('There is no gathering');
    wishes.sort((one, other) => one.number - other.number);
    return { gathering, quotas, line, wishes, bookings, now: this.now };
  }

  /** Changes what the document says, or whether it is open, as whoever hears of it does. */
  async change(by: (gathering: Gathering) => Gathering, deps: BookDeps): Promise<void> {
    const again = deps.attempts();
    do {
      const before = await deps.bookings.gathering(id);
      if (!before) return;
      const line = await deps.bookings.line(id);
      const after = by(before);
      const quotas = await deps.bookings.quotas(id, before.quotas);
      const at = new Date(this.now).toISOString();
      const made = await deps.bookings.make(gatheringMove({ before, after, quotas, line, at }));
      if (made.outcome === 'done') return;
    } while (await again());
  }

  /** The same key gets the same answer for a day. */
  heard(key: string, result: BookResult | undefined): void {
    if (!result || !('answer' in result)) return;
    const answer = canonicalJson(result.answer);
    const known = this.#told.get(key);
    const until = this.#keptUntil.get(result.answer.code) ?? 0;
    const first = known && known.until > this.now ? known : { answer, until };
    this.#told.set(key, first);
    if (first.answer !== answer) this.wrong.push(`key ${key} was told ${first.answer}, then ${answer}`);
  }

  #code(): string {
    this.#codes += 1;
    const digits = `${this.#codes}`.padStart(8, '2');
    return `${digits.slice(0, 4)}-${digits.slice(4)}`;
  }

  /** The table, whose every transaction is looked at. */
  #watched(): Bookings {
    return new Proxy(this.#table, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (name === 'make') return (move: Move) => this.#make(move);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
  }

  async #make(move: Move): Promise<MoveOutcome> {
    const before = this.look();
    const letters = this.table.letters.length;
    const made = await this.#table.make(this.#weaken(move));
    if (made.outcome !== 'done') return made;
    if (move.key) this.#keptUntil.set(move.key.answer.code, Date.parse(move.key.expiresAt));
    const after = this.look();
    const sent: Letter[] = this.table.letters.slice(letters);
    this.wrong.push(...wrongBetween(before, after, sent), ...wrongIn(after));
    return made;
  }
}
