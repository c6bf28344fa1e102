import type { Keys } from '../runtime/people/keys.ts';

/*
 * Addresses of the room's pages. The link of a booking is a signature that nothing stores; it names the version in the
 * booking's row, which revokes it.
 */

export const eventsPath = '/events/';
export const eventPath = (slug: string): string => `/events/${encodeURIComponent(slug)}/`;
/** Events that are over, by the year in which they began. */
export const pastPath = (year?: number | string): string =>
  year === undefined ? '/events/past/' : `/events/past/${year}/`;
/** An event as a calendar file. */
export const calendarPath = (slug: string): string => `/events/${encodeURIComponent(slug)}.ics`;
/** What is on, to subscribe to. */
export const allCalendarPath = '/events/all.ics';
/** Where one has the links of one's bookings sent. */
export const linkRequestPath = '/events/bookings/';
export const bookPath = (slug: string): string => `/events/${encodeURIComponent(slug)}/book/`;
export const bookingPath = (link: string): string => `/events/bookings/${link}/`;

export interface BookingLink {
  gathering: string;
  code: string;
  version: number;
}

const signedText = ({ gathering, code, version }: BookingLink) => `${gathering}.${code}.${version}`;

/** The last part of the path of a booking's page. */
export async function bookingLink(keys: Pick<Keys, 'sign'>, booking: BookingLink): Promise<string> {
  const text = signedText(booking);
  return `${text}.${await keys.sign('booking', text)}`;
}

/** Which booking a link opens, of which version; undefined for what we did not sign. */
export async function readBookingLink(
  keys: Pick<Keys, 'verify'>,
  link: string,
): Promise<BookingLink | undefined> {
  const [, gathering = '', code = '', version = '', signature = ''] =
    /^([\w-]{1,300})\.([A-Z0-9-]{9})\.(\d{1,6})\.([\w.-]{20,60})$/.exec(link) ?? [];
  const read = { gathering, code, version: Number(version) };
  return (await keys.verify('booking', signedText(read), signature)) ? read : undefined;
}
