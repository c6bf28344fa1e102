import { call, type Press } from '../client.ts';

/* Events and bookings as the API shows them to editors, and their lines for people. */

interface Places {
  /** Null: nothing limits it. */
  capacity: number | null;
  booked: number;
  held: number;
  offered: number;
  passing: number;
  free: number | null;
  over: number;
}

/** A line of `GET /api/bookings`. */
export interface EventLine {
  slug: string;
  title: string;
  starts: string;
  ends: string;
  state: string;
  why?: string;
  places: Places;
  waiting: number;
  findings: string[];
  underWay?: string;
}

/** `GET /api/events/{slug}/report`. Money is in the smallest units. */
export interface EventReport extends EventLine {
  timezone: string;
  currency?: string;
  quotas: ({ name: string; title: string } & Places)[];
  bookings: number;
  sum: number;
  due: number;
  tickets: {
    id: string;
    name: string;
    price: number;
    closed?: true;
    booked: number;
    held: number;
    offered: number;
    waiting: number;
    sum: number;
  }[];
  days: { day: string; places: number; sum: number; inAll: number; tickets: Record<string, number> }[];
  repeated: { email: string; codes: string[] }[];
}

/** A line of `GET /api/events/{slug}/attendees`. */
export interface Attendee {
  code: string;
  state: string;
  email: string;
  name: string;
  /** Smallest units. */
  sum: number;
  /** To be paid still. */
  due?: number;
  currency?: string;
  at: string;
  places: { id: string; ticket: string; price: number; name?: string; answers?: Record<string, string> }[];
  /** In the line; 1 is the first. */
  position?: number;
  lapses?: string;
  payment?: string;
  by?: string;
  answers?: Record<string, string>;
  givenBack?: { id: string; ticket: string }[];
}

/** @param slug Encoded for a path. */
export const reportOf = (press: Press, slug: string): Promise<EventReport> =>
  call<EventReport>(press, 'GET', `/events/${slug}/report`);

/** An instant for people. */
export const minute = (instant: string): string => `${instant.slice(0, 16).replace('T', ' ')} UTC`;

export function money(amount: number, currency: string | undefined): string {
  if (currency === undefined) return String(amount);
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

export function lineOf(event: EventLine): string {
  const { slug, title, state, starts } = event;
  return `${state.padEnd(10)} ${slug}  —  ${title}  (${[minute(starts), placesText(event)].join('; ')})`;
}

/** `61 of 100 booked, 3 held, 34 free, 2 wait`, with what there is of it. */
export function placesText({ places, waiting }: Pick<EventLine, 'places' | 'waiting'>): string {
  const { capacity, booked, held, offered, passing, free, over } = places;
  return [
    capacity === null ? `${booked} booked` : `${booked} of ${capacity} booked`,
    ...named(held, 'held'),
    ...named(offered, 'offered'),
    ...named(passing, 'passing on'),
    ...(free === null ? [] : [`${free} free`]),
    ...named(over, 'over the capacity'),
    ...named(waiting, waiting === 1 ? 'waits' : 'wait'),
  ].join(', ');
}

const named = (count: number, what: string): string[] => (count ? [`${count} ${what}`] : []);

export function attendeeLine(attendee: Attendee): string {
  const { code, state, name, email, places, position, lapses } = attendee;
  const tickets = [...ticketCounts(places)].map(([ticket, count]) => `${count} ${ticket}`).join(', ');
  const when = lapses
    ? `, until ${minute(lapses)}`
    : position === undefined
      ? ''
      : `, number ${position} in line`;
  const who = name ? `${name} <${email}>` : email || 'erased';
  const cost = costOf(attendee);
  return `${state.padEnd(10)} ${code}  ${who}  —  ${tickets || 'no place'}${cost && `, ${cost}`}${when}`;
}

/** `£10.50`, and of what is held `£10.50 to pay by transfer`; empty where nothing costs anything. */
function costOf({ sum, due, currency, payment }: Attendee): string {
  if (due)
    return `${money(due, currency)} to pay${payment ? (payment === 'door' ? ' at the door' : ' by transfer') : ''}`;
  return sum ? money(sum, currency) : '';
}

function ticketCounts(places: readonly { ticket: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { ticket } of places) counts.set(ticket, (counts.get(ticket) ?? 0) + 1);
  return counts;
}
