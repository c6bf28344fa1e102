import { localTime, momentText, spanText, zoneText } from '../../look/local-times.ts';
import type { MailBlock } from '../../look/mail/text.ts';
import { moneyText } from '../../look/money.ts';
import { type Booking, totalOf } from '../booking.ts';
import { ticketLines } from '../calendar.ts';
import type { Gathering, Instant } from '../gathering.ts';
import { eventPath } from '../links.ts';
import { isWebAddress, onlineFor, venueLines } from '../where.ts';
import type { LetterAbout } from './letter-about.ts';

export const totalText = ({ booking, gathering }: Pick<LetterAbout, 'booking' | 'gathering'>): string =>
  moneyText(totalOf(booking), gathering.text.currency);

/** Until when its places are kept. */
export const untilText = ({ booking, gathering }: Pick<LetterAbout, 'booking' | 'gathering'>): string =>
  instantText(booking.lapsesAt ?? gathering.startsAt, gathering);

/** Words for one place, or for several. */
export const ofPlaces = ({ places }: Pick<Booking, 'places'>, one: string, several: string): string =>
  places.length === 1 ? one : several;

/** An instant as a clock on the wall of the event shows it. */
export const instantText = (instant: Instant, { text: { timezone } }: Gathering): string =>
  `${momentText(localTime(instant, timezone))} (${zoneText(instant, timezone)})`;

/** `1 place`, `3 places`. */
export const placesText = ({ places: { length } }: Pick<Booking, 'places'>): string =>
  `${length} ${length === 1 ? 'place' : 'places'}`;

/** When the event is, for one line. */
export const whenText = ({ text, startsAt }: Gathering): string =>
  `${spanText(text.starts, text.ends)} (${zoneText(startsAt, text.timezone)})`;

/** When and where, as a letter has it. */
export function whenAndWhere({ gathering, booking, press }: LetterAbout): MailBlock[] {
  const venue = venueLines(gathering.text);
  const online = onlineFor(gathering, booking);
  const lines = [whenText(gathering), ...(venue.length ? [venue.join('\n')] : [])];
  return [
    { paragraph: { text: gathering.text.title, link: press.config.site + eventPath(gathering.slug) } },
    {
      list: [
        ...lines,
        ...(gathering.text.venue?.access ? [gathering.text.venue.access] : []),
        ...(online
          ? [isWebAddress(online) ? { text: 'Where it is online', link: online.trim() } : online]
          : []),
      ],
    },
  ];
}

/** Which places, and what they cost. */
export function placesBlocks(about: LetterAbout): MailBlock[] {
  const cost = totalOf(about.booking) > 0 ? [`In all ${totalText(about)}`] : [];
  return listOf(about, cost);
}

/** Which places they were. */
export const lostBlocks = (about: LetterAbout): MailBlock[] => listOf(about, []);

function listOf({ booking, gathering }: LetterAbout, cost: string[]): MailBlock[] {
  const tickets = ticketLines(gathering, booking.places).split('\n').filter(Boolean);
  return tickets.length ? [{ list: [...tickets, ...cost, `Booking ${booking.code}`] }] : [];
}

/** Text that a person wrote: empty lines part its paragraphs. */
export const noteBlocks = (note = ''): MailBlock[] =>
  note
    .replaceAll('\r\n', '\n')
    .split(/\n\s*\n/)
    .flatMap((text) => (text.trim() ? [{ paragraph: text.trim() }] : []));

/** Rules of cancellation, and whom to ask. */
export function smallPrint({ text }: Gathering): MailBlock[] {
  const rules = text.cancellation ? [{ smallPrint: text.cancellation }] : [];
  return [
    ...rules,
    { smallPrint: text.contact ? `Questions? ${text.contact}` : 'Questions? Answer this mail.' },
  ];
}
