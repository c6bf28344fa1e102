import type { Clock } from '../../runtime/clock.ts';
import type { CsvRow } from '../../runtime/csv.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Keys } from '../../runtime/people/keys.ts';
import type { AddressRow } from '../address.ts';
import { isClosed, type Person } from '../person.ts';
import type { Evidence, Write } from '../ports.ts';
import type { Press } from '../press.ts';
import { Batch, type RowsDecided } from './import-batch.ts';
import type { ColumnName, Columns } from './import-columns.ts';
import { departed, departureIn } from './import-departures.ts';
import { evidenceIn } from './import-evidence.ts';
import {
  admit,
  type Candidate,
  type CandidateText,
  candidateIn,
  type Decision,
  type Known,
} from './import-person.ts';
import type { EvidenceKey, FoundFile, HashKeys, Import, People } from './ports.ts';

export interface RowDeps {
  people: Pick<People, 'addresses' | 'people' | 'entries'>;
  hashKeys: Pick<HashKeys, 'read'>;
  keys: Pick<Keys, 'hashes' | 'hashKey'>;
  press: () => Promise<Press>;
  clock: Clock;
  ids: Ids;
}

interface Work {
  one: Import;
  found: FoundFile;
}

/** Reads what is known of the people of these rows, and decides for each in their order. */
export async function decideRows(rows: readonly CsvRow[], work: Work, deps: RowDeps): Promise<RowsDecided> {
  switch (work.found.kind) {
    case 'people':
      return decidePeople(rows, work, deps);
    case 'suppressions':
      return decideDepartures(rows, work, deps);
    case 'evidence':
      return decideEvidence(rows, work, deps);
    case 'hash keys':
      return decideHashKeys(rows, work, deps);
  }
}

async function decidePeople(
  rows: readonly CsvRow[],
  { one, found }: Work,
  deps: RowDeps,
): Promise<RowsDecided> {
  const parsed = rows.map(({ cells }) => candidateIn(candidateText(cells, found.columns)));
  const candidates = parsed.flatMap((row) => (row.ok ? [row.candidate] : []));
  const known = await knownOf(candidates, deps);
  const { lists } = await deps.press();
  const now = deps.clock.now();
  const batch = new Batch(now);
  for (const [at, row] of rows.entries()) {
    if (batch.isFull) break;
    const parsedRow = parsed[at];
    if (!parsedRow?.ok) {
      batch.count(row, { outcome: 'refused', why: parsedRow?.why ?? '' });
      continue;
    }
    const { candidate } = parsedRow;
    const mine = known.get(candidate.key);
    if (!mine) throw new Error('Nothing was looked up for a row');
    const terms = { lists, list: one.list, now, newId: () => deps.ids.next() };
    const decision = one.consent ? admit(candidate, mine, terms) : withoutConsent;
    batch.count(row, { outcome: decision.outcome, ...('why' in decision && { why: decision.why }) });
    if (decision.outcome !== 'added') continue;
    admitInto(batch, mine, decision, {
      what: 'imported',
      note: one.consent ?? '',
      by: one.by,
      id: deps.ids.next(),
    });
    known.set(candidate.key, afterwards(mine, decision.person));
  }
  return batch.decided();
}

const withoutConsent: Decision = {
  outcome: 'refused',
  why: 'Nobody says that this person agreed. Import with --consent "how they agreed", which is kept as the evidence.',
};

type Proof = Pick<Evidence, 'what' | 'by' | 'note' | 'id'>;

function admitInto(
  batch: Batch,
  known: Known,
  { person, lists, at }: Extract<Decision, { outcome: 'added' }>,
  proof: Proof,
): void {
  batch.person(known.person, person);
  if (known.address?.person !== person.id) batch.address(known.address, addressOf(known, person));
  batch.evidence({ ...proof, person: person.id, at, lists });
}

const addressOf = ({ address, hash }: Known, { id }: Person): AddressRow => ({
  ...(address ?? { hash, writes: 0 }),
  person: id,
});

const afterwards = (known: Known, person: Person): Known => ({
  ...known,
  person,
  address: addressOf(known, person),
});

/** What becomes of one person whom an editor adds, and what is to be written for it. */
export function admissionOf(
  candidate: Candidate,
  known: Known,
  terms: Parameters<typeof admit>[2],
  proof: Proof,
): { decision: Decision; write?: Write } {
  const decision = admit(candidate, known, terms);
  if (decision.outcome !== 'added') return { decision };
  const batch = new Batch(terms.now);
  admitInto(batch, known, decision, proof);
  return { decision, write: batch.decided().write };
}

/** What is known of each, by their keys; two rows of one person share it. */
export async function knownOf(
  candidates: readonly Candidate[],
  { people, hashKeys, keys }: Pick<RowDeps, 'people' | 'hashKeys' | 'keys'>,
): Promise<Map<string, Known>> {
  const imported = await hashKeys.read();
  const hashes = new Map<string, string[]>();
  for (const { key } of candidates) hashes.set(key, await keys.hashes(key, imported));
  const addresses = new Map(
    (await people.addresses([...new Set([...hashes.values()].flat())])).map((row) => [row.hash, row]),
  );
  const ids = [...addresses.values()].flatMap(({ person }) => person ?? []);
  const brought = candidates.flatMap(({ id }) => id ?? []);
  const found = await people.people([...new Set([...ids, ...brought])]);
  const persons = new Map(found.flatMap((row) => (isClosed(row) ? [] : [[row.id, row] as const])));
  const taken = new Set(found.map(({ id }) => id));
  const known = new Map<string, Known>();
  for (const candidate of candidates) {
    const [hash = '', ...others] = hashes.get(candidate.key) ?? [];
    const address = addresses.get(hash);
    const person = persons.get(address?.person ?? '');
    const elsewhere = others.flatMap((one) => addresses.get(one) ?? []);
    known.set(candidate.key, { hash, elsewhere, ...(address && { address }), ...(person && { person }) });
    // Links of mails that left under this id lead to somebody else here.
    if (candidate.id !== undefined && taken.has(candidate.id)) delete candidate.id;
    else if (candidate.id !== undefined) taken.add(candidate.id);
  }
  return known;
}

const cellOf = (cells: readonly string[], columns: Columns, name: ColumnName): string => {
  const at = columns[name];
  return at === undefined ? '' : (cells[at] ?? '');
};

function candidateText(cells: readonly string[], columns: Columns): CandidateText {
  const cell = (name: ColumnName) => cellOf(cells, columns, name);
  const parts = [cell('firstName'), cell('lastName')].filter((part) => part.trim());
  return {
    email: cell('email'),
    name: cell('name').trim() ? cell('name') : parts.join(' '),
    lists: cell('lists'),
    state: cell('state'),
    id: cell('id'),
    pausedUntil: cell('pausedUntil'),
  };
}

/** Departures of an export: stored under the hash that they have, of whichever press's key. */
async function decideDepartures(
  rows: readonly CsvRow[],
  { found }: Work,
  deps: RowDeps,
): Promise<RowsDecided> {
  const now = deps.clock.now();
  const parsed = rows.map(({ cells }) => departureIn((name) => cellOf(cells, found.columns, name), now));
  const hashes = parsed.flatMap((row) => (row.ok ? [row.departure.hash] : []));
  const addresses = new Map(
    (await deps.people.addresses([...new Set(hashes)])).map((row) => [row.hash, row]),
  );
  const ids = [...addresses.values()].flatMap(({ person }) => person ?? []);
  const people = new Map(
    (await deps.people.people(ids)).flatMap((row) => (isClosed(row) ? [] : [[row.id, row] as const])),
  );
  const batch = new Batch(now);
  for (const [at, row] of rows.entries()) {
    if (batch.isFull) break;
    const one = parsed[at];
    if (!one?.ok) {
      batch.count(row, { outcome: 'refused', why: one?.why ?? '' });
      continue;
    }
    const { hash } = one.departure;
    const address = addresses.get(hash);
    const person = people.get(address?.person ?? '');
    const after = departed(one.departure, address, person);
    batch.count(row, { outcome: after.address || after.person ? 'added' : 'there' });
    if (after.address) {
      batch.address(address, after.address);
      addresses.set(hash, after.address);
    }
    if (after.person) {
      batch.person(person, after.person);
      people.set(after.person.id, after.person);
    }
  }
  return batch.decided();
}

/** Evidence of an export: it goes to those whose entry came back under its id, and never in place of what is there. */
async function decideEvidence(rows: readonly CsvRow[], { found }: Work, deps: RowDeps): Promise<RowsDecided> {
  const parsed = rows.map(({ cells }) => evidenceIn((name) => cellOf(cells, found.columns, name)));
  const evidence = parsed.flatMap((row) => (row.ok ? [row.evidence] : []));
  const people = await deps.people.people([...new Set(evidence.map(({ person }) => person))]);
  const here = new Map(people.map((row) => [row.id, row]));
  const keys = new Map(evidence.map((one) => [entryOf(one), one]));
  const known = new Set((await deps.people.entries([...keys.values()])).map(entryOf));
  const batch = new Batch(deps.clock.now());
  for (const [at, row] of rows.entries()) {
    if (batch.isFull) break;
    const one = parsed[at];
    if (!one?.ok) batch.count(row, { outcome: 'refused', why: one?.why ?? '' });
    else {
      const person = here.get(one.evidence.person);
      const entry = entryOf(one.evidence);
      if (!person) batch.count(row, { outcome: 'refused', why: nobody });
      else if (known.has(entry)) batch.count(row, { outcome: 'there' });
      else {
        batch.count(row, { outcome: 'added' });
        known.add(entry);
        // Written as it is: nothing is added to somebody who was erased since they were read.
        batch.person(person, person);
        batch.evidence(one.evidence);
      }
    }
  }
  return batch.decided();
}

const entryOf = ({ person, id }: EvidenceKey): string => `${person} ${id}`;

const nobody = 'The person whose story this is was not imported, or is known here under another id.';

async function decideHashKeys(rows: readonly CsvRow[], { found }: Work, deps: RowDeps): Promise<RowsDecided> {
  const known = new Set([await deps.keys.hashKey(), ...(await deps.hashKeys.read())]);
  const batch = new Batch(deps.clock.now());
  const added: string[] = [];
  for (const row of rows) {
    const key = cellOf(row.cells, found.columns, 'hashKey').trim();
    if (!/^[\w-]{43}$/.test(key))
      batch.count(row, { outcome: 'refused', why: 'This is no hash key of an export.' });
    else if (known.has(key)) batch.count(row, { outcome: 'there' });
    else {
      batch.count(row, { outcome: 'added' });
      known.add(key);
      added.push(key);
    }
  }
  return batch.decided(added);
}
