import type { CsvRow } from '../../runtime/csv.ts';
import type { AddressRow } from '../address.ts';
import { type ClosedPerson, growth, isClosed, type Person } from '../person.ts';
import type { Evidence, RowChange, Write } from '../ports.ts';
import { growthShards, partOf } from '../table-keys.ts';
import type { Counts, RefusedRow } from './ports.ts';

/** What the first rows of some come to. */
export interface RowsDecided {
  /** How many rows: as many as one transaction holds, one at least. */
  taken: number;
  counts: Counts;
  refused: RefusedRow[];
  write: Write;
  /** Of other presses, to be stored before. */
  hashKeys: string[];
}

/** Items that DynamoDB takes in a transaction, but for the import's own row and its refused rows. */
const mostActions = 98;

/** Collects what rows come to, until a transaction would be too long. */
export class Batch {
  readonly #at: string;
  readonly #counts: Counts = { added: 0, there: 0, refused: 0 };
  readonly #refused: RefusedRow[] = [];
  readonly #people = new Map<string, RowChange<Person | ClosedPerson>>();
  readonly #addresses = new Map<string, RowChange<AddressRow>>();
  readonly #evidence = new Map<string, Evidence>();
  #refusedBytes = 0;
  #taken = 0;

  constructor(now: Date) {
    this.#at = now.toISOString();
  }

  get isFull(): boolean {
    if (this.#refusedBytes > mostRefusedBytes) return true;
    // The next row may change a person, an address and add evidence; on how many lists is not known yet.
    return this.#actions() + 3 + mostLists > mostActions;
  }

  count(row: CsvRow, { outcome, why }: { outcome: keyof Counts; why?: string }): void {
    this.#taken += 1;
    this.#counts[why === undefined ? outcome : 'refused'] += 1;
    if (why === undefined) return;
    const said = why.length > longestWhy ? `${why.slice(0, longestWhy - 1)}…` : why;
    this.#refused.push({ row: row.row, cells: row.cells, why: said });
    this.#refusedBytes += Buffer.byteLength(row.cells.join()) + Buffer.byteLength(said);
  }

  person<Row extends Person | ClosedPerson>(before: Row | undefined, after: Row): void {
    const first = this.#people.get(after.id);
    this.#people.set(after.id, changeOf(first ? first.before : before, after));
  }

  address(before: AddressRow | undefined, after: AddressRow): void {
    const first = this.#addresses.get(after.hash);
    this.#addresses.set(after.hash, changeOf(first ? first.before : before, after));
  }

  /** One item a person and id: a transaction names no item twice. */
  evidence(one: Evidence): void {
    this.#evidence.set(`${one.person} ${one.id}`, one);
  }

  decided(hashKeys: string[] = []): RowsDecided {
    const write = {
      at: this.#at,
      people: [...this.#people.values()],
      addresses: [...this.#addresses.values()],
      evidence: [...this.#evidence.values()],
    };
    return { taken: this.#taken, counts: this.#counts, refused: this.#refused, write, hashKeys };
  }

  #actions(): number {
    const counted = [...this.#people.values()].flatMap(({ before, after }) =>
      Object.keys(growth(openRow(before), openRow(after))).map(
        (list) => `${list} ${partOf(after?.id ?? '', growthShards)}`,
      ),
    );
    return this.#people.size + this.#addresses.size + this.#evidence.size + new Set(counted).size;
  }
}

/** Characters of a reason. */
const longestWhy = 500;

/** Refused rows of a batch are one item, of at most 400 KB; one row more may have 192. */
const mostRefusedBytes = 150_000;

/** A press document names no more. */
const mostLists = 20;

const openRow = (row: Person | ClosedPerson | undefined): Person | undefined =>
  row && !isClosed(row) ? row : undefined;

const changeOf = <R>(before: R | undefined, after: R): RowChange<R> => ({ ...(before && { before }), after });
