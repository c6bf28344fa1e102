import type { AddressRow, Instant, Suppressed } from '../address.ts';
import { changed, left, type Person, suppressedBy } from '../person.ts';
import type { ColumnName } from './import-columns.ts';

/** One row of an export's file of departures: what somebody left, by the keyed hash of their address. */
export interface Departure {
  hash: string;
  what: 'left' | 'left-list' | 'erased' | 'suppressed';
  /** Of `left-list`. */
  list?: string;
  /** Of `suppressed`. */
  suppressed?: Suppressed;
  at: Instant;
}

type Parsed<T> = { ok: true; departure: T } | { ok: false; why: string };

const whats = ['left', 'left-list', 'erased', 'suppressed'] as const;
const whys = ['bounce', 'complaint', 'soft'] as const;
const scopes = ['all', 'newsletters'] as const;

/** Reads one row. What says that it happens later happened now at the latest: it would count for ever else. @param cell
 *  Its cells, by the column. */
export function departureIn(cell: (name: ColumnName) => string, now: Date): Parsed<Departure> {
  const hash = cell('hash').trim();
  const what = whats.find((one) => one === cell('what').trim());
  const at = cell('at').trim();
  const list = cell('list').trim();
  if (!/^[0-9a-f]{32}$/.test(hash)) return { ok: false, why: 'The hash is not one of an export.' };
  if (!what) return { ok: false, why: `“What” has to be one of ${whats.join(', ')}.` };
  if (Number.isNaN(Date.parse(at)))
    return { ok: false, why: '“At” has to be an instant, such as 2026-11-03T07:30:00.000Z.' };
  const instant = new Date(Math.min(Date.parse(at), now.getTime())).toISOString();
  if (what === 'left-list' && !list) return { ok: false, why: 'Which list was left is not said.' };
  if (what !== 'suppressed')
    return { ok: true, departure: { hash, what, at: instant, ...(what === 'left-list' && { list }) } };
  const why = whys.find((one) => one === cell('why').trim());
  const scope = scopes.find((one) => one === cell('scope').trim());
  if (!why || !scope) return { ok: false, why: 'Why no mail goes there, or what mail, is not said.' };
  return { ok: true, departure: { hash, what, at: instant, suppressed: { why, scope, at: instant } } };
}

/**
 * The rows as they are with the departure; what is older than a row changes nothing, and a row that stays as it is is not
 * given. Where the hash is of our own key and somebody is here, it moves their row, too.
 */
export function departed(
  one: Departure,
  address: AddressRow | undefined,
  person: Person | undefined,
): { address?: AddressRow; person?: Person } {
  const after = withDeparture(address ?? { hash: one.hash, writes: 0 }, one);
  const moved = person && personAfter(person, one);
  return {
    ...(!isSame(after, address) && { address: after }),
    ...(moved && !isSame(moved, person) && { person: moved }),
  };
}

const isSame = (one: object, other: object | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

function withDeparture(row: AddressRow, { what, list, suppressed, at }: Departure): AddressRow {
  switch (what) {
    case 'left':
      return { ...row, leftAt: later(row.leftAt, at) };
    case 'left-list':
      return {
        ...row,
        leftLists: { ...row.leftLists, [list ?? '']: later(row.leftLists?.[list ?? ''], at) },
      };
    case 'erased':
      return { ...row, erasedAt: later(row.erasedAt, at) };
    case 'suppressed':
      return suppressed && (row.suppressed?.at ?? '') < at && (row.unsuppressedAt ?? '') < at
        ? { ...row, suppressed }
        : row;
  }
}

const later = (one: Instant | undefined, other: Instant): Instant =>
  one !== undefined && one > other ? one : other;

/** Whoever joined a list after they had left it stays on it. */
function personAfter(person: Person, { what, list, suppressed, at }: Departure): Person {
  if (what === 'suppressed') return suppressed ? suppressedBy(person, suppressed) : person;
  if (what === 'erased') return person;
  const names =
    what === 'left' ? Object.keys(person.lists) : [list ?? ''].filter((name) => person.lists[name]);
  const older = names.filter(
    (name) => person.lists[name]?.state !== 'off' && (person.lists[name]?.at ?? '') <= at,
  );
  return older.length ? changed(left(person, at, older), {}) : person;
}
