import { type Complaint, Problem } from '../../runtime/problem.ts';
import type { Booking, BookingState } from '../booking.ts';
import type { Gathering } from '../gathering.ts';
import { LetterNotPut } from '../people/put-letter.ts';
import type { Sale } from '../sale.ts';
import { RowsKeepChanging } from '../update-gathering.ts';
import { second } from './shown-booking.ts';

/* What editors are told of what cannot be. “Unchanged:” begins what is so already. */

export const busy = (cause?: unknown) =>
  new Problem(503, 'Others are at the same places, again and again. Please try again in a moment.', {
    headers: { 'retry-after': '1' },
    cause,
  });

/** For a promise that failed. @throws the same, or Problem (503) where others were at the table. */
export function orBusy(cause: unknown): never {
  throw cause instanceof LetterNotPut || cause instanceof RowsKeepChanging ? busy(cause) : cause;
}

export const noBooking = () => new Problem(404, 'This event has no booking of this code.');

/** @throws Problem (422) that says each complaint with the member it is of. */
export const refused = (complaints: Complaint[]) =>
  new Problem(422, complaints.map(({ where, text }) => `${where}: ${text}`).join(' '), { complaints });

export const conflict = (text: string) => new Problem(409, text);

export const unchanged = (text: string) => conflict(`Unchanged: ${text}`);

const stateSaid: Readonly<Record<BookingState, string>> = {
  waiting: 'it waits in the line',
  offered: 'it has an offer that was not taken up yet',
  held: 'it is held until it is paid',
  booked: 'it is booked',
  cancelled: 'it is cancelled',
  declined: 'its offer was declined',
  lapsed: 'its time is over, and its places went to others',
  left: 'it left the line',
};

/** As a sentence. */
export const nowOf = ({ state }: Pick<Booking, 'state'>): string =>
  `${(stateSaid[state][0] ?? '').toUpperCase()}${stateSaid[state].slice(1)}.`;

export const alreadySo = ({ state }: Pick<Booking, 'state'>) => unchanged(`${stateSaid[state]} already.`);

export function lapsedAlready({ lapsesAt = '' }: Booking) {
  return conflict(
    `It was held until ${second(lapsesAt)}, and its places may go to others. If they paid, book for them anew.`,
  );
}

/** What is over is not called off: its people would be told so. */
export const isOver = ({ endsAt }: Pick<Gathering, 'endsAt'>) =>
  conflict(`The event is over since ${second(endsAt)}: nothing is cancelled, and nobody told, after it.`);

const whySaid: Readonly<Record<NonNullable<Gathering['why']>, string>> = {
  withdrawn: 'its document is withdrawn. Publish it again to open booking',
  draft: 'its document is a draft. Publish it to open booking',
  restored: 'it came with a restore. Open booking once you are sure that it is not booked elsewhere',
  cancelled: 'it is cancelled',
  editor: 'an editor closed it. Open booking first',
};

export const whyClosed = ({ why }: Pick<Gathering, 'why'>): string =>
  `Booking is closed: ${why ? whySaid[why] : 'it is not published'}.`;

export function notOnSale(why: Exclude<Sale, 'open'>, gathering: Gathering) {
  switch (why) {
    case 'cancelled':
      return conflict('The event is cancelled.');
    case 'past':
      return conflict('The event is over.');
    case 'over':
      return conflict('Booking is over.');
    case 'not-yet':
      return conflict('Booking has not opened yet.');
    case 'closed':
      return conflict(whyClosed(gathering));
  }
}
