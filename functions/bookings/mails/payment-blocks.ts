import type { MailBlock } from '../../look/mail/text.ts';
import { moneyText } from '../../look/money.ts';
import { totalOf } from '../booking.ts';
import { noteBlocks, ofPlaces, totalText, untilText } from './booking-facts.ts';
import type { LetterAbout } from './letter-about.ts';

/** What is to be paid for places that are held, by when and to whom. */
export function howToPay(about: LetterAbout): MailBlock[] {
  const { booking, gathering } = about;
  if (booking.payment === 'door') {
    const kept = ofPlaces(booking, 'Your place is kept', 'Your places are kept');
    return [{ paragraph: `Please pay ${totalText(about)} at the door. ${kept} until the event is over.` }];
  }
  const to = gathering.text.payment?.to;
  const kept = ofPlaces(
    booking,
    'We keep the place until then; after that it goes to others.',
    'We keep the places until then; after that they go to others.',
  );
  return [
    {
      paragraph: `Please transfer ${totalText(about)} by ${untilText(about)} and name the booking, ${booking.code}. ${kept}`,
    },
    ...(to ? noteBlocks(to) : [{ paragraph: 'Answer this mail if you do not know to which account.' }]),
  ];
}

/**
 * What a change means for paying. A booking keeps what its places cost and not what was paid, so a difference is named, and
 * settled between people.
 */
export function paymentAfterChange(about: LetterAbout): MailBlock[] {
  const { booking, was, press } = about;
  const sums = was && sumsOf(was, about);
  if (booking.state === 'held') return [...(sums ? [{ paragraph: `${sums}.` }] : []), ...howToPay(about)];
  if (!sums || booking.state !== 'booked') return [];
  if (was?.state === 'held') return [{ paragraph: `${sums}. Nothing is to be paid any more.` }];
  const whom = press.config.title;
  return [
    {
      paragraph:
        totalOf(booking) > totalOf(was)
          ? `${sums}. Please settle the difference with ${whom}: answer this mail.`
          : `${sums}. If you have paid already, settle the difference with ${whom}: answer this mail.`,
    },
  ];
}

/** Undefined where the sum is the same. */
function sumsOf(
  was: NonNullable<LetterAbout['was']>,
  { booking, gathering }: LetterAbout,
): string | undefined {
  const [before, after] = [totalOf(was), totalOf(booking)];
  if (before === after) return undefined;
  const words = (sum: number) => (sum ? moneyText(sum, gathering.text.currency) : 'nothing');
  return `The sum of your booking has changed from ${words(before)} to ${words(after)}`;
}
