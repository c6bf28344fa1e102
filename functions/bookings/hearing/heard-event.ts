import { canonicalJson } from '../../runtime/canonical-json.ts';
import { instantOf } from '../../runtime/zoned-time.ts';
import {
  capacitiesOf,
  codeQuota,
  type EventText,
  type Gathering,
  type Instant,
  unlimited,
} from '../gathering.ts';
import { haveSameEntry, haveSameTerms, isCalledOff, scheduled } from '../gathering-moves.ts';
import type { Line, Move, Quota, QuotaChange } from '../ports.ts';
import { quotasOfTicket } from '../sale.ts';

/*
 * What follows for an event from its document as it stands: the row and every quota, in one transaction. Capacity that is
 * raised first lowers what was taken beyond it, and what is left passes to those who wait; capacity that is lowered takes
 * free places, then passing ones, and then counts what is taken beyond it: nobody loses a place.
 *
 * Two things take more than one transaction. After each the document is heard again, from the rows as they are then,
 * until nothing follows from it any more; so it does not matter where a function dies.
 *
 * | what                                     | first                          | then                                     |
 * | ---------------------------------------- | ------------------------------ | ---------------------------------------- |
 * | a ticket vanishes                        | it is closed, its quota empty  | it is dropped, unless somebody holds it  |
 * | a quota is put on a ticket that was sold | the quota has no places: by    | places booked before are counted, and    |
 * |                                          | these terms it refuses all     | the others enter the quota               |
 */

/** A document as it stands. `gone`: it was deleted, or is no event any more. */
export type HeardEvent =
  | {
      status: 'published';
      slug: string;
      version: number;
      /** It came with a restore: what was booked is not known here. */
      isRestored: boolean;
      text: EventText;
      body: Gathering['body'];
      /** What editors should know of how it was read. */
      findings: string[];
    }
  | { status: 'withdrawn' | 'draft' | 'gone'; version: number };

type PublishedEvent = Extract<HeardEvent, { status: 'published' }>;

/** What the bookings of an event say, of the tickets that its document has now. */
export interface Sold {
  /** Ids of the tickets that somebody holds or waits for. */
  tickets: ReadonlySet<string>;
  /** Places that a quota does not count, though it is one of their ticket's. */
  uncounted: ReadonlyMap<string, number>;
}

/** What was read besides the row, after it. */
export interface Seen {
  quotas: readonly Quota[];
  line: Pick<Line, 'waiting'>;
  /** Where the row asks for it: see `needsCounting`. */
  sold?: Sold;
}

/** Whether its bookings have to be gone through. */
export const needsCounting = ({ closedTickets, uncounted }: Gathering): boolean =>
  closedTickets.length > 0 || uncounted !== undefined;

/** What one transaction may change of quotas that no ticket names any more. */
const mostVanishing = 90;

/** Undefined: nothing follows. Until readers got it once, a document makes no row. */
export function hearing(
  id: string,
  before: Gathering | undefined,
  event: HeardEvent,
  seen: Seen,
  at: Instant,
): Move | undefined {
  const after = before ? rewritten(before, event, seen.sold, at) : begun(id, event, at);
  if (!after) return undefined;
  const isRaised = before?.terms !== after.terms;
  const set = { isOpen: after.state === 'open', terms: after.terms };
  const quotas = changesOf(after, seen).map((change) => ({
    ...change,
    ...(isRaised && { set: { ...set, isOpen: set.isOpen && !change.isVanished } }),
  }));
  const present = isRaised ? withAll(after, quotas, set) : quotas;
  if (before && isSame(before, after) && !present.length) return undefined;
  const isServedAnew = isRaised || quotas.some(({ add }) => (add?.passing ?? 0) > 0);
  return {
    ...{ gathering: id, at, row: { ...(before && { before }), after } },
    quotas: present.map(({ isVanished, ...change }) => change),
    ...(before && isServedAnew && { line: { isRaised: true, unsettled: true } }),
  };
}

function begun(id: string, event: HeardEvent, at: Instant): Gathering | undefined {
  if (event.status !== 'published') return undefined;
  const row: Gathering = {
    ...{ id, ...saidBy(event), terms: 1, sequence: 0, writes: 0 },
    ...(event.isRestored ? { state: 'closed', why: 'restored' } : { state: 'open' }),
    ...{ slugs: [event.slug], quotas: [...capacitiesOf(event.text).keys()], closedTickets: [] },
  };
  return scheduled(row, at);
}

const saidBy = ({ slug, version, text, body, findings }: PublishedEvent) => ({
  ...{ slug, version, text, body, findings },
  startsAt: instantOf(text.starts, text.timezone),
  endsAt: instantOf(text.ends, text.timezone),
});

function rewritten(before: Gathering, event: HeardEvent, sold: Sold | undefined, at: Instant): Gathering {
  if (event.status !== 'published') return scheduled(unpublished(before, event), at);
  const { uncounted: _, why, wasClosed, ...others } = before;
  const uncounted = uncountedBy(before, event.text, sold);
  const state = stateOf(before, event);
  const isOther = (state.state === 'open') !== (before.state === 'open');
  const row: Gathering = {
    ...{ ...others, ...saidBy(event), ...state },
    slugs: [...new Set([event.slug, ...before.slugs])],
    quotas: [...new Set([...before.quotas, ...capacitiesOf(event.text).keys()])],
    closedTickets: closedBy(before, event.text, sold),
    ...(uncounted && { uncounted }),
    terms: before.terms + (isOther || !haveSameTerms(before.text, event.text) ? 1 : 0),
    sequence: before.sequence + (haveSameEntry(before.text, event.text) ? 0 : 1),
  };
  return scheduled(row, at);
}

type Standing = Pick<Gathering, 'state' | 'why' | 'wasClosed'>;

/** Readers get it: it is open, unless an editor closed it, or places may have been booked that nobody here knows of. */
function stateOf({ state, why, wasClosed }: Gathering, { isRestored }: PublishedEvent): Standing {
  if (state !== 'closed') return { state, ...(why && { why }) };
  const closed = why === 'editor' || why === 'restored' ? why : (wasClosed ?? (isRestored && 'restored'));
  return closed ? { state, why: closed } : { state: 'open' };
}

/** Only booking closes; who has booked still comes. Of what was deleted nothing stays but what bookings need. */
function unpublished(before: Gathering, { status, version }: HeardEvent): Gathering {
  const { standfirst, picture, sessions, ...needed } = before.text;
  const said = status === 'gone' ? { text: needed, body: { html: '', text: '' }, findings: [] } : {};
  if (isCalledOff(before)) return { ...before, ...said, version };
  const { why, wasClosed, ...others } = before;
  const closed = why === 'editor' || why === 'restored' ? why : wasClosed;
  return {
    ...{ ...others, ...said, version, state: 'closed', why: status === 'draft' ? 'draft' : 'withdrawn' },
    ...(closed && { wasClosed: closed }),
    terms: before.terms + (before.state === 'open' ? 1 : 0),
  };
}

/** Tickets that the document has no longer; those of earlier only where somebody holds them. */
function closedBy(before: Gathering, text: EventText, sold: Sold | undefined): EventText['tickets'] {
  const isGone = ({ id }: { id: string }) => !text.tickets.some((ticket) => ticket.id === id);
  const earlier = before.closedTickets.filter(({ id }) => !sold || sold.tickets.has(id));
  const vanished = before.text.tickets.filter(isGone);
  return [...vanished, ...earlier.filter(isGone)];
}

/** Quotas that were put on tickets of before. Until they were counted, no place of theirs is given out. */
function uncountedBy(
  before: Gathering,
  text: EventText,
  sold: Sold | undefined,
): Record<string, number> | undefined {
  const known = Object.keys(before.uncounted ?? {}).map((name) => {
    const count = sold ? (sold.uncounted.get(name) ?? 0) : (before.uncounted?.[name] ?? 0);
    return [name, count] as const;
  });
  const gained = gainedQuotas(before, text).map((name) => [name, unlimited] as const);
  const capacities = capacitiesOf(text);
  const all = [...new Map([...known, ...gained])].filter(([name, count]) => count && capacities.has(name));
  return all.length ? Object.fromEntries(all) : undefined;
}

function gainedQuotas(before: Gathering, text: EventText): string[] {
  const earlier = [...before.closedTickets, ...before.text.tickets];
  const ofTickets = text.tickets.flatMap((ticket) => {
    const was = earlier.findLast(({ id }) => id === ticket.id);
    const names = was && quotasOfTicket(was);
    return names ? quotasOfTicket(ticket).filter((name) => !names.includes(name)) : [];
  });
  const ofCodes = (text.codes ?? []).flatMap(({ code, places }) => {
    const was = before.text.codes?.find((one) => codeQuota(one.code) === codeQuota(code));
    return was && was.places === undefined && places !== undefined ? [codeQuota(code)] : [];
  });
  return [...ofTickets, ...ofCodes];
}

interface CapacityChange extends QuotaChange {
  /** No ticket names it any more. */
  isVanished?: true;
}

function changesOf(after: Gathering, { quotas, line }: Seen): CapacityChange[] {
  const { text, uncounted = {} } = after;
  const stored = new Map(quotas.map((quota) => [quota.name, quota]));
  const wanted = capacitiesOf(text);
  const passes = text.waitingList !== false || line.waiting > 0;
  const present = [...wanted].flatMap(([name, places]) => {
    const capacity = Math.max(0, places - (uncounted[name] ?? 0));
    const quota = stored.get(name);
    return quota ? (capacityChange(quota, capacity, passes) ?? []) : newQuota(name, capacity);
  });
  const vanished = quotas.flatMap((quota): CapacityChange[] => {
    const change = wanted.has(quota.name) ? undefined : capacityChange(quota, 0, passes);
    return change ? [{ ...change, isVanished: true }] : [];
  });
  return [...present, ...vanished.slice(0, Math.max(1, mostVanishing - wanted.size))];
}

const newQuota = (name: string, capacity: number): QuotaChange => ({
  ...{ name, isNew: true },
  add: { capacity, free: capacity },
});

/** All quotas of the document say what the row says, those too whose capacity stays. */
function withAll(
  { text }: Gathering,
  changes: CapacityChange[],
  set: NonNullable<QuotaChange['set']>,
): CapacityChange[] {
  const changed = new Set(changes.map(({ name }) => name));
  const others = [...capacitiesOf(text).keys()].filter((name) => !changed.has(name));
  return [...changes, ...others.map((name) => ({ name, set }))];
}

/** @param passes Places that come go to those who wait first. */
export function capacityChange(quota: Quota, capacity: number, passes: boolean): QuotaChange | undefined {
  if (capacity > quota.capacity) return raised(quota, capacity, passes);
  return capacity < quota.capacity ? lowered(quota, capacity) : undefined;
}

function raised({ name, capacity: was, over }: Quota, capacity: number, passes: boolean): QuotaChange {
  const more = capacity - was;
  const covered = Math.min(more, over);
  const fresh = more - covered;
  return {
    name,
    add: {
      capacity: more,
      ...(covered && { over: -covered }),
      ...(fresh && { [passes ? 'passing' : 'free']: fresh }),
    },
    demands: { exactly: { capacity: was, over } },
  };
}

/** Where free places suffice arithmetic does: people book and cancel meanwhile. */
function lowered({ name, capacity: was, free, passing }: Quota, capacity: number): QuotaChange {
  const fewer = was - capacity;
  if (free >= fewer)
    return { name, add: { capacity: -fewer, free: -fewer }, demands: { exactly: { capacity: was } } };
  const ofPassing = Math.min(fewer - free, passing);
  const over = fewer - free - ofPassing;
  return {
    name,
    add: {
      capacity: -fewer,
      ...(free && { free: -free }),
      ...(ofPassing && { passing: -ofPassing }),
      ...(over && { over }),
    },
    demands: { exactly: { capacity: was, free, passing } },
  };
}

/** But for when it is due, and how often it was written or heard of. */
function isSame(before: Gathering, after: Gathering): boolean {
  const plain = ({ version, dueAt, writes, ...others }: Gathering) => canonicalJson(others);
  return plain(before) === plain(after);
}
