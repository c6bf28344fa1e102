import { momentText, shortSpanText, spanText, zoneText } from '../../look/local-times.ts';
import { moneyText } from '../../look/money.ts';
import type { Gathering } from '../gathering.ts';
import type { Left, ShownEvent, ShownTicket } from '../gatherings/shown-event.ts';
import type { Sale } from '../sale.ts';
import { venueLines } from '../where.ts';

/* Words that pages of events have in common. */

/** When it is, for readers and for machines. @param short In a list. */
export const EventTime = ({ gathering, short }: { gathering: Gathering; short?: boolean }) => {
  const { text, startsAt } = gathering;
  const words = (short ? shortSpanText : spanText)(text.starts, text.ends);
  return <time dateTime={startsAt}>{short ? words : `${words} (${zoneText(startsAt, text.timezone)})`}</time>;
};

/** Where it is, in one line; of one that is online alone, that. */
export const placeText = ({ text }: Gathering): string =>
  venueLines(text).join(', ') || (text.online === undefined ? '' : 'Online');

/** `£10.50`; of pay-what-you-can what is suggested, and from what on. */
export function priceText({ price, least }: ShownTicket['ticket'], currency: string | undefined): string {
  if (least === undefined || currency === undefined) return moneyText(price, currency);
  const from = least === 0 ? 'pay what you can' : `from ${moneyText(least, currency)}`;
  return price === 0 ? from : `${from}; ${moneyText(price, currency)} suggested`;
}

/** @param keepsLine Who finds it full can wait. */
export function leftText({ word, places }: Left, keepsLine: boolean): string {
  if (word === 'none') return keepsLine ? 'Full: you can wait for a place' : 'Full';
  if (places !== undefined) return places === 1 ? '1 place left' : `${places} places left`;
  return word === 'few' ? 'A few places left' : 'Places left';
}

/** Why an event cannot be booked now. */
export function whyNotOpen(
  sale: Exclude<Sale, 'open'>,
  { text, startsAt }: Pick<Gathering, 'text' | 'startsAt'>,
  now: Date,
): string {
  switch (sale) {
    case 'cancelled':
      return 'This event is cancelled.';
    case 'past':
      return 'This event is over.';
    case 'over':
      return startsAt <= now.toISOString() ? 'It has begun: no more bookings.' : 'Booking is over.';
    case 'closed':
      return 'Booking is closed at present.';
    case 'not-yet':
      return `Booking opens on ${momentText(text.bookingOpens ?? text.starts)}.`;
  }
}

/** The same of an event that is shown; undefined where it can be booked. */
export const whyClosed = ({ sale, gathering }: ShownEvent, now: Date): string | undefined =>
  sale === 'open' ? undefined : whyNotOpen(sale, gathering, now);
