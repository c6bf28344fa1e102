import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  type ICalCalendar,
  ICalCalendarMethod,
  type ICalEventData,
  ICalEventStatus,
} from 'ical-generator';
import { senderOf } from '../runtime/people/sender.ts';
import type { Booking, Place } from './booking.ts';
import type { Gathering, Instant, Press } from './gathering.ts';
import { isCalledOff } from './gathering-moves.ts';
import { eventPath } from './links.ts';
import { onlineFor, onlineForAll, venueLines } from './where.ts';

/*
 * Calendar files (RFC 5545), in UTC. What everybody may read is published; what a booking gets is an invitation that
 * asks for no answer, and one that cancels it (RFC 5546). An entry keeps its UID for good, and its SEQUENCE rises.
 */

/** The media type of a file with this method, which RFC 6047 wants in a mail. */
export const calendarType = (method: 'PUBLISH' | 'REQUEST' | 'CANCEL'): string =>
  `text/calendar; charset=utf-8; method=${method}`;

/** Events as one calendar that anybody may subscribe to: at `/events/all.ics`, and one alone at `/events/{slug}.ics`.
 *  @param at When the entries are as they are. */
export function eventsCalendar(press: Press, gatherings: readonly Gathering[], at: Instant): string {
  const calendar = calendarOf(ICalCalendarMethod.PUBLISH, press);
  for (const gathering of gatherings)
    calendar.createEvent({
      ...entryOf(gathering, press, at),
      id: `${gathering.id}@${hostOf(press)}`,
      // What cancels is newer than what it cancels.
      sequence: gathering.sequence + (isCalledOff(gathering) ? 1 : 0),
      status: isCalledOff(gathering) ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      description: textOf([gathering.text.standfirst, onlineForAll(gathering.text), sessionLines(gathering)]),
    });
  return fileOf(calendar);
}

export interface BookingEntry {
  press: Press;
  gathering: Gathering;
  booking: Booking;
  at: Instant;
}

/** What stands in somebody's calendar for their booking: put there while they have places, else taken out. */
export const calendarMethod = ({ booking, gathering }: Pick<BookingEntry, 'booking' | 'gathering'>) =>
  hasPlaces(booking) && !isCalledOff(gathering) ? 'REQUEST' : 'CANCEL';

const hasPlaces = ({ state }: Booking): boolean => state === 'booked' || state === 'held';

/** Who has or had places has an entry: an offer is none yet, and payment is named once places are held. */
export const hasEntry = (booking: Booking): boolean =>
  hasPlaces(booking) ||
  booking.state === 'cancelled' ||
  (booking.state === 'lapsed' && booking.payment !== undefined);

/** The booking as an entry of a calendar. It names no secret link: calendars are shared. */
export function bookingCalendar({ press, gathering, booking, at }: BookingEntry): string {
  const method = calendarMethod({ booking, gathering });
  const isCancelled = method === 'CANCEL';
  const calendar = calendarOf(ICalCalendarMethod[method], press);
  calendar.createEvent({
    ...entryOf(gathering, press, at),
    id: `${booking.gathering}.${booking.code}@${hostOf(press)}`,
    // Each rises only. What cancels is newer than what it cancels.
    sequence: gathering.sequence + booking.sequence + (isCancelled ? 1 : 0),
    status: isCancelled ? ICalEventStatus.CANCELLED : statusOf(booking),
    description: textOf([
      `Your booking: ${booking.code}`,
      ticketLines(gathering, booking.places),
      onlineFor(gathering, booking),
      sessionLines(gathering),
    ]),
    organizer: { name: safe(press.config.title), email: addressOf(press) },
    attendees: [
      {
        // Not by the name, which somebody else may have typed.
        email: booking.email,
        rsvp: false,
        role: ICalAttendeeRole.REQ,
        type: ICalAttendeeType.INDIVIDUAL,
        status: ICalAttendeeStatus.ACCEPTED,
      },
    ],
  });
  return fileOf(calendar);
}

/** What is paid at the door is certain, what is to be transferred not yet. */
const statusOf = ({ state, payment }: Booking): ICalEventStatus =>
  state === 'held' && payment !== 'door' ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED;

/** RFC 5545 ends the last line, too. */
const fileOf = (calendar: ICalCalendar): string => `${calendar.toString().trimEnd()}\r\n`;

const calendarOf = (method: ICalCalendarMethod, press: Press): ICalCalendar =>
  ical({
    method,
    prodId: { company: 'Broadside', product: 'Events' },
    ...(method === ICalCalendarMethod.PUBLISH && { name: safe(press.config.title) }),
  });

function entryOf({ slug, text, startsAt, endsAt }: Gathering, { config }: Press, at: Instant): ICalEventData {
  const where = venueLines(text);
  return {
    start: new Date(startsAt),
    end: new Date(endsAt),
    stamp: new Date(at),
    summary: safe(text.title),
    ...(where.length > 0 && { location: safe(where.join(', ')) }),
    url: config.site + eventPath(slug),
  };
}

/** How many of which ticket. */
export function ticketLines({ text, closedTickets }: Gathering, places: readonly Place[]): string {
  const names = new Map([...closedTickets, ...text.tickets].map(({ id, name }) => [id, name]));
  const counts = new Map<string, number>();
  for (const { ticket } of places) counts.set(ticket, (counts.get(ticket) ?? 0) + 1);
  return [...counts].map(([ticket, count]) => `${count} × ${names.get(ticket) ?? ticket}`).join('\n');
}

const sessionLines = ({ text: { sessions = [] } }: Gathering): string =>
  sessions
    .map(({ title, starts, room }) => [starts?.replace('T', ' '), title, room].filter(Boolean).join(' · '))
    .join('\n');

const textOf = (parts: readonly (string | undefined)[]): string => safe(parts.filter(Boolean).join('\n\n'));

/** Text of RFC 5545 has no control characters but line breaks. */
const safe = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    .replace(/[^\P{Cc}\n\t]/gu, ' ');

const hostOf = ({ config }: Press): string => new URL(config.site).hostname;

/** The sender's address without its name. */
function addressOf({ sender, config }: Press): string {
  const mailbox = senderOf(sender, config.site);
  return /<([^<>]*)>$/.exec(mailbox)?.[1] ?? mailbox;
}
