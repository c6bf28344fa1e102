import type { Batches, Issues } from '../issues/ports.ts';
import { ledgerRows } from '../issues/report.ts';
import { type ClosedPerson, isClosed, type Person } from '../person.ts';

export interface LedgerDeps {
  issues: Pick<Issues, 'read'>;
  batches: Pick<Batches, 'all'>;
  people: { people(ids: readonly string[]): Promise<(Person | ClosedPerson)[]> };
}

interface Slice extends LedgerDeps {
  /** Rows at most: memory holds them. */
  rows: number;
  /** The time of the slice is over. */
  isOver(): boolean;
}

/**
 * Rows of an issue's ledger from the batch at `from` on: who got it and who did not, with the addresses of those who are
 * there still. `next`: the batch at which the next slice begins.
 */
export async function ledgerSlice(
  id: string,
  from: string | undefined,
  deps: Slice,
): Promise<{ rows: string[][]; next?: string }> {
  const issue = await deps.issues.read(id);
  const rows: string[][] = [];
  if (!issue) return { rows };
  let isFirst = true;
  for await (const counted of deps.batches.all(id, from)) {
    if (!isFirst && (rows.length >= deps.rows || deps.isOver()))
      return { rows, next: counted.batch.position };
    isFirst = false;
    const people = await deps.people.people(counted.batch.entries.map(({ person }) => person));
    rows.push(...ledgerRows(counted, byId(people), issue));
  }
  return { rows };
}

/** Somebody whose entry was joined to another stands there without an address. */
const byId = (people: readonly (Person | ClosedPerson)[]): ReadonlyMap<string, Person | ClosedPerson> =>
  new Map(people.filter((one) => !isClosed(one)).map((one) => [one.id, one]));
