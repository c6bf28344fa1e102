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
import {
  changesTerms,
  countedCapacities,
  haveSameEntry,
  isCalledOff,
  scheduled,
} from '../gathering-moves.ts';
import { gatheringMove } from '../moves/change-gathering.ts';
import type { Line, Move, Quota } from '../ports.ts';
import { quotasOfTicket } from '../sale.ts';

/*
 * What follows for an event from its document as it stands: the row and, where one books by other terms or capacities from
 * now on, every quota, in one transaction.
 *
 * Two things take more than one transaction. After each the document is heard again, from the rows as they are then,
 * until nothing follows from it any more; so it does not matter where a function dies.
 *
 * | what                                     | first                          | then                                     |
 * | ---------------------------------------- | ------------------------------ | ---------------------------------------- |
 * | a ticket vanishes                        | it is closed                   | it is dropped, unless somebody holds it  |
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
  /** Names of the quotas that count them, or would. */
  quotas: ReadonlySet<string>;
  /** Places that a quota does not count, though it is one of their ticket's. */
  uncounted: ReadonlyMap<string, number>;
}

/** What was read besides the row, after it. */
export interface Seen {
  quotas: readonly Quota[];
  line: Line;
  /** Where the row asks for it: see `needsCounting`. */
  sold?: Sold;
}

/** Quotas that one transaction changes without a second thought: it holds a hundred actions. */
const manyQuotas = 90;

/** Whether its bookings have to be gone through. */
export const needsCounting = ({ closedTickets, uncounted, quotas }: Gathering, text: EventText): boolean =>
  closedTickets.length > 0 ||
  uncounted !== undefined ||
  new Set([...quotas, ...capacitiesOf(text).keys()]).size > manyQuotas;

/** Undefined: nothing follows. Until readers got it once, a document makes no row. */
export function hearing(
  id: string,
  before: Gathering | undefined,
  event: HeardEvent,
  { quotas, line, sold }: Seen,
  at: Instant,
): Move | undefined {
  const after = before ? rewritten(before, event, sold, at) : begun(id, event, at);
  if (!after) return undefined;
  const capacities = countedCapacities(after);
  if (!before || booksOtherwise(before, after, quotas, capacities))
    return gatheringMove({
      ...{ before: before && withoutUnused(before, capacities, sold) },
      ...{ after, quotas, line, capacities, at },
    });
  return isSame(before, after) ? undefined : { gathering: id, at, row: { before, after } };
}

/** Whether what people book by changes: they book by new terms then. */
const booksOtherwise = (
  before: Gathering,
  after: Gathering,
  quotas: readonly Quota[],
  capacities: ReadonlyMap<string, number>,
): boolean =>
  changesTerms(before, after) ||
  [...capacities].some(([name, places]) => quotas.find((one) => one.name === name)?.capacity !== places);

/** Without quotas of earlier that nobody's places or wishes name. One transaction holds all others. */
function withoutUnused(before: Gathering, capacities: ReadonlyMap<string, number>, sold: Sold | undefined) {
  if (!sold) return before;
  const present = capacitiesOf(before.text);
  const isUsed = (name: string) => capacities.has(name) || present.has(name) || sold.quotas.has(name);
  return { ...before, quotas: before.quotas.filter(isUsed) };
}

function begun(id: string, event: HeardEvent, at: Instant): Gathering | undefined {
  if (event.status !== 'published') return undefined;
  const row: Gathering = {
    ...{ id, ...saidBy(event), terms: 1, sequence: 0, writes: 0 },
    ...(event.isRestored ? { state: 'closed', why: 'restored' } : { state: 'open' }),
    ...{ slugs: [event.slug], quotas: [], closedTickets: [] },
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
  const row: Gathering = {
    ...{ ...others, ...saidBy(event), ...state },
    slugs: [...new Set([event.slug, ...before.slugs])],
    closedTickets: closedBy(before, event.text, sold),
    ...(uncounted && { uncounted }),
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

/** But for when it is due, and how often it was written or heard of. */
function isSame(before: Gathering, after: Gathering): boolean {
  const plain = ({ version, dueAt, writes, ...others }: Gathering) => canonicalJson(others);
  return plain(before) === plain(after);
}

/** A row holds 400 KB: what describes the event has so many bytes as HTML, and so many characters as text. */
const mostHtml = 200_000;
const mostText = 20_000;

/** The description as the row holds it, and what editors should know of that. */
export function fittingBody({ html, text }: Gathering['body']): Pick<PublishedEvent, 'body' | 'findings'> {
  const short = text.length > mostText ? `${text.slice(0, mostText)}…` : text;
  if (Buffer.byteLength(html) <= mostHtml) return { body: { html, text: short }, findings: [] };
  const plain = short
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .split(/\n{2,}/);
  const said =
    'Its description is longer than an event’s page holds: the page has its beginning, as plain text. Put the rest into an article.';
  return { body: { html: plain.map((part) => `<p>${part}</p>`).join('\n'), text: short }, findings: [said] };
}
