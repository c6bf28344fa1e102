import { digitsOf } from '../../look/money.ts';
import { instantOf } from '../../runtime/zoned-time.ts';
import type { Press } from '../gathering.ts';
import type { ShownEvent, ShownTicket } from '../gatherings/shown-event.ts';
import { eventPath } from '../links.ts';

/** The event for search engines: schema.org's `Event`. It says no more than the page. */
export function eventData(event: ShownEvent, { config }: Press): object {
  const { text, startsAt, endsAt, slug } = event.gathering;
  const url = config.site + eventPath(slug);
  return {
    '@context': 'https://schema.org',
    '@type': 'Event',
    ...{ name: text.title, url },
    startDate: withOffset(text.starts, startsAt),
    endDate: withOffset(text.ends, endsAt),
    eventStatus: `https://schema.org/${event.sale === 'cancelled' ? 'EventCancelled' : 'EventScheduled'}`,
    eventAttendanceMode: `https://schema.org/${attendanceMode(event)}EventAttendanceMode`,
    location: locationsOf(event, url),
    organizer: { '@type': 'Organization', name: config.title, url: `${config.site}/` },
    ...(text.standfirst && { description: text.standfirst }),
    ...(text.picture && { image: [config.site + text.picture.src] }),
    ...(text.language && { inLanguage: text.language }),
    isAccessibleForFree: text.tickets.every(({ price, least = 0 }) => price === 0 && least === 0),
    offers: event.tickets.map((ticket) => offerOf(ticket, event, url)),
  };
}

const attendanceMode = ({ gathering: { text } }: ShownEvent): string =>
  !text.venue ? 'Online' : text.online ? 'Mixed' : 'Offline';

/** An online event's address is for those who have a place: to others its page is where it is. */
function locationsOf({ gathering: { text } }: ShownEvent, url: string): object[] {
  const { venue, online } = text;
  return [
    ...(venue
      ? [
          {
            '@type': 'Place',
            name: venue.name,
            address: venue.address?.replace(/\s*\n\s*/g, ', ') ?? venue.name,
          },
        ]
      : []),
    ...(online || !venue ? [{ '@type': 'VirtualLocation', url }] : []),
  ];
}

function offerOf({ ticket, sale, left }: ShownTicket, event: ShownEvent, url: string): object {
  const { timezone, currency } = event.gathering.text;
  return {
    '@type': 'Offer',
    ...{ name: ticket.name, url },
    price: currency ? (ticket.price / 10 ** digitsOf(currency)).toFixed(digitsOf(currency)) : '0',
    // Without a currency it is free, and the standard wants one.
    priceCurrency: currency ?? 'GBP',
    ...(ticket.from && { validFrom: instantOf(ticket.from, timezone) }),
    ...(ticket.until && { validThrough: instantOf(ticket.until, timezone) }),
    availability: `https://schema.org/${availability(event, sale, left.word)}`,
  };
}

function availability({ sale, keepsLine }: ShownEvent, ofTicket: ShownTicket['sale'], left: string): string {
  if (sale === 'not-yet' || ofTicket === 'not-yet') return 'PreSale';
  if (sale !== 'open' || ofTicket !== 'open') return 'SoldOut';
  if (left === 'none') return keepsLine ? 'BackOrder' : 'SoldOut';
  return left === 'few' ? 'LimitedAvailability' : 'InStock';
}

/** `2027-07-01T10:00:00+01:00`: the local time, and how far it is from UTC. */
export function withOffset(local: string, instant: string): string {
  const minutes = Math.round((Date.parse(`${local}:00Z`) - Date.parse(instant)) / 60_000);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const pad = (part: number) => `${part}`.padStart(2, '0');
  return `${local}:00${minutes < 0 ? '-' : '+'}${pad(hours)}:${pad(rest)}`;
}
