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
  /** Of every quota that it has or had, by name: those that no ticket names any more stay while places are taken. */
  quotas: string[];
  /** Tickets that the document has no longer and that somebody holds. */
  closedTickets: EventText['tickets'];
  /** What editors should know: capacity below what is sold, tickets that vanished. */
  findings: string[];
  /** SEQUENCE of its calendar entries: rises with a new date, place or title. */
  sequence: number;
  /** When the tick has to look at it: reminders, a cancellation that goes on, access needs to erase. */
  dueAt?: Instant;
  /** Reminders that were sent, by days; how far walks have come. */
  progress?: {
    reminded?: number[];
    walk?: Walk;
  };
  /** Counts every write of the row. */
  writes: number;
}

/** Work that goes through all bookings, a page at a time. */
export interface Walk {
  what: 'cancel' | 'tell' | 'write' | 'remind' | 'erase-access';
  /** Of `cancel`, `tell` and `write`: ids of its letters derive from it, so that each is told once. */
  id?: string;
  /** Code of the last booking that it has done. */
  after: string;
  /** What an editor writes. */
  note?: string;
  days?: number;
  /** Of `write`: those alone; without it, all that come or wait. */
  to?: Audience;
}

/** Whom an editor writes to: bookings in one of these states, with a place of one of these tickets. */
export interface Audience {
  states?: ('booked' | 'held' | 'offered' | 'waiting')[];
  tickets?: string[];
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
