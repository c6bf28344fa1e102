import type { Picture } from '../contract/values.ts';

/** A meeting, school or conference with tickets. Its text is the description. Money is in the smallest units of the
 *  currency. Times are local (`2027-07-01T10:00`), of the event's `timezone`. */
export interface EventFields {
  title: string;
  standfirst?: string;
  /** BCP 47. */
  language?: string;
  picture?: Picture;
  starts: string;
  ends: string;
  /** Name of the IANA database. */
  timezone: string;
  sessions?: Session[];
  /** Absent: it is online alone. */
  venue?: Venue;
  /** Where it is online, in words that all may read; or an address on the web that only those who have a place get. */
  online?: string;
  /** Places in all. Absent: as many as the tickets' own quotas allow. */
  capacity?: number;
  /** ISO 4217, such as GBP; absent: nothing costs anything. */
  currency?: string;
  /** At least one. */
  tickets: Ticket[];
  quotas?: NamedQuota[];
  questions?: Question[];
  codes?: BookingCode[];
  /** Local times; absent: from the publication, until it starts. */
  bookingOpens?: string;
  bookingCloses?: string;
  /** False: who finds it full is told so and does not wait. */
  waitingList?: false;
  /** False: strict order. Places that are too few for the first who waits stand empty. */
  passingOver?: false;
  /** Readers see how many places are left, not only whether. */
  showsLeft?: true;
  /** How what costs something is paid; absent: by transfer. */
  payment?: {
    by: ('transfer' | 'door')[] /** Days for a transfer; absent: 7. */;
    days?: number /** To which account, in words. */;
    to?: string;
  };
  /** Rules of cancellation, in words. */
  cancellation?: string;
  /** Whom to ask: words, usually with an address. */
  contact?: string;
  /** Days before it starts on which those who have a place are reminded. */
  reminders?: number[];
}

export interface Session {
  title: string;
  starts?: string;
  ends?: string;
  room?: string;
  speakers?: string[];
  about?: string;
}

export interface Venue {
  name: string;
  address?: string;
  /** Step-free ways, hearing loops and the like. */
  access?: string;
}

export interface Ticket {
  /** Lasting: bookings name it. */
  id: string;
  name: string;
  about?: string;
  /** For whom: waged, unwaged, solidarity … */
  for?: string;
  /** Smallest units; 0 is free. Of pay-what-you-can what is suggested. */
  price: number;
  /** Pay what you can, from so much on. */
  least?: number;
  /** Its own quota. */
  places?: number;
  /** Names of quotas that have to allow it as well. */
  quotas?: string[];
  /** Of one order. */
  most?: number;
  /** Local times between which it is on sale. */
  from?: string;
  until?: string;
  /** Only who names one of the event's codes for it gets it. */
  hidden?: true;
}

export interface NamedQuota {
  name: string;
  title?: string;
  places: number;
}

export interface Question {
  /** Lasting: answers name it. */
  id: string;
  text: string;
  type: 'text' | 'choice' | 'yes-no';
  choices?: string[];
  /** Asked once an order, or for each place. */
  per: 'order' | 'person';
  required?: true;
  /** Asked only of orders with one of these tickets, or where another question has this answer. */
  when?: { tickets?: string[]; question?: string; answer?: string };
}

export interface BookingCode {
  /** Compared without regard to case. */
  code: string;
  /** Hidden tickets that it opens. */
  opens?: string[];
  /** Lowers prices: of these tickets, or of all. Either is smallest units or a percentage (1 to 100). */
  off?: { tickets?: string[]; amount?: number; percent?: number };
  /** Places that are booked with it at most. */
  places?: number;
  until?: string;
}
