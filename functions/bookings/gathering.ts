import type { EventFields } from '../content/kinds/event.ts';
import type { SiteConfig } from '../look/site-config.ts';

/** ISO, in UTC, with milliseconds: compares as text. */
export type Instant = string;

/** What a document says of an event, without the mark of its kind. */
export type EventText = EventFields;

/**
 * An event as the room keeps it, by the lasting identity of its document. In code "event" is one of AWS; readers say event.
 */
export interface Gathering {
  id: string;
  slug: string;
  /** Every slug that it had, the present one too. */
  slugs: string[];
  /** Version of the document, as heard. */
  version: number;
  text: EventText;
  /** Sanitised HTML of the description, and its text. */
  body: { html: string; text: string };
  /** In UTC, from the text and its zone. */
  startsAt: Instant;
  endsAt: Instant;
  /**
   * What one books by: it rises with every change of tickets, prices, quotas, questions and of whether it is open, and
   * stands in every quota row. A booking names the terms it was made by, and its transaction demands that they stand.
   */
  terms: number;
  /** `closed`: the document is withdrawn or a draft, or an editor closed it. `cancelling`: closed, and bookings are being
   *  cancelled one by one. */
  state: 'open' | 'closed' | 'cancelling' | 'cancelled';
  /** Why it is closed. */
  why?: 'withdrawn' | 'draft' | 'restored' | 'cancelled' | 'editor';
  /** Why it was closed before its document was withdrawn: it is closed so again when readers get it again. */
  wasClosed?: 'editor' | 'restored';
  /** Of every quota that it has or had, by name: those that no ticket names any more stay while places are taken. */
  quotas: string[];
  /** Tickets that the document has no longer and that somebody holds. */
  closedTickets: EventText['tickets'];
  /** What editors should know and no count tells: see `findings.ts` for all of it. */
  findings: string[];
  /** Quotas that were put on tickets of which places were booked before. Those places are taken off their capacity, and
   *  counted anew whenever the document is heard, and when places went back (`hearing/recount.ts`). */
  uncounted?: Record<string, number>;
  /** SEQUENCE of its calendar entries: rises with a new date, place or title. */
  sequence: number;
  /** When the tick has to look at it: reminders, a walk that goes on, the start, the end, access needs to erase. */
  dueAt?: Instant;
  progress?: Progress;
  /** Counts every write of the row. */
  writes: number;
}

/** Whom an editor writes to: bookings in one of these states, with a place of one of these tickets. */
export interface Audience {
  states?: ('booked' | 'held' | 'offered' | 'waiting')[];
  tickets?: string[];
}

/** What time and editors had done with its bookings. */
export interface Progress {
  /** One after the other; the first is under way. */
  walks?: Walk[];
  /** Reminders that were begun or are over, by days before this start. */
  reminded?: { startsAt: Instant; days: number[] };
  /** The line ended at this start. */
  lineEnded?: Instant;
  /** Who asked to be erased was, after this end. */
  peopleErased?: Instant;
  /** Access needs were erased, 30 days after this end. */
  accessErased?: Instant;
}

/** Bookings are gone through one by one, in the order of their codes. */
export interface Walk {
  /** ULID. The ids of its letters derive from it, so that each person gets one. */
  id: string;
  /** `tell`: of a new date or place. `write`: an editor's words. */
  what: 'cancel' | 'tell' | 'write' | 'remind' | 'erase-people' | 'erase-access';
  /** Code of the last booking that is done; empty: none is. */
  after: string;
  /** Some bookings could not be done: all are gone through once more. */
  hasMissed?: true;
  /** An editor's words. */
  note?: string;
  /** Of `remind`. */
  days?: number;
  /** Of `write`: those alone; without it, all that come or wait. */
  to?: Audience;
}

/** The press as pages and letters show it. */
export interface Press {
  config: SiteConfig;
  sender?: string;
  timezone: string;
  /** Bookings of one network in ten minutes. */
  bookingsLimit: number;
}

/** The quota of the whole event; its capacity. Every gathering has it. */
export const wholeQuota = 'all';
export const ticketQuota = (ticket: string): string => `ticket:${ticket}`;
export const namedQuota = (name: string): string => `quota:${name}`;
export const codeQuota = (code: string): string => `code:${code.toLowerCase()}`;

/** Places of an event without a capacity: more than anybody sells. */
export const unlimited = 1_000_000;

/** Places of every quota that the document names. */
export function capacitiesOf({ capacity, tickets, quotas = [], codes = [] }: EventText): Map<string, number> {
  return new Map([
    [wholeQuota, capacity ?? unlimited],
    ...tickets.flatMap(({ id, places }) =>
      places === undefined ? [] : [[ticketQuota(id), places] as const],
    ),
    ...quotas.map(({ name, places }) => [namedQuota(name), places] as const),
    ...codes.flatMap(({ code, places }) =>
      places === undefined ? [] : [[codeQuota(code), places] as const],
    ),
  ]);
}
