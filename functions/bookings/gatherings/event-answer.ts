import type { Press } from '../gathering.ts';
import { eventPath } from '../links.ts';
import { isWebAddress } from '../where.ts';
import type { Left, ShownEvent, ShownTicket } from './shown-event.ts';

/*
 * Events as the API gives them to everybody. Money is in the smallest units of the currency; `starts` and `ends` are local
 * times of `timezone`, `startsAt` and `endsAt` the same in UTC.
 */

/** `plenty`, `few` or `none`; a number where the event shows it. */
const leftAnswer = ({ word, places }: Left) => places ?? word;

/** An event in the list. */
export function eventLine(event: ShownEvent, { config }: Press) {
  const { gathering, sale, left, keepsLine } = event;
  const { slug, text, startsAt, endsAt } = gathering;
  return {
    ...{ slug, title: text.title, starts: text.starts, ends: text.ends, timezone: text.timezone },
    startsAt: seconds(startsAt),
    endsAt: seconds(endsAt),
    ...(text.standfirst && { standfirst: text.standfirst }),
    ...(text.language && { language: text.language }),
    ...(text.venue && { venue: text.venue }),
    isOnline: text.online !== undefined,
    url: config.site + eventPath(slug),
    booking: sale,
    left: leftAnswer(left),
    waitingList: keepsLine,
  };
}

/** An event with everything that booking it needs. */
export function eventAnswer(event: ShownEvent, press: Press) {
  const { text, body } = event.gathering;
  return {
    ...eventLine(event, press),
    html: body.html,
    ...(text.picture && { picture: press.config.site + text.picture.src }),
    ...(text.online && !isWebAddress(text.online) && { online: text.online }),
    ...(text.sessions?.length && { sessions: text.sessions }),
    ...(text.currency && { currency: text.currency }),
    tickets: event.tickets.map(ticketAnswer),
    questions: text.questions ?? [],
    ...(text.bookingOpens && { bookingOpens: text.bookingOpens }),
    ...(text.bookingCloses && { bookingCloses: text.bookingCloses }),
    ...(text.payment && { payment: text.payment.by }),
    ...(text.cancellation && { cancellation: text.cancellation }),
    ...(text.contact && { contact: text.contact }),
    strictOrder: text.passingOver === false,
    ...(event.keptForFirst && { keptForFirst: true }),
  };
}

function ticketAnswer({ ticket, sale, left, most }: ShownTicket) {
  const { id, name, about, for: forWhom, price, least, from, until } = ticket;
  return {
    ...{ id, name, price, most, sale, left: leftAnswer(left) },
    ...(least !== undefined && { least }),
    ...(about && { about }),
    ...(forWhom && { for: forWhom }),
    ...(from && { from }),
    ...(until && { until }),
  };
}

const seconds = (instant: string): string => instant.replace(/\.\d+Z$/, 'Z');
