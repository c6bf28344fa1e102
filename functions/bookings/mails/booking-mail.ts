import { type Mail, mailOf } from '../../look/mail/mail.tsx';
import type { MailBlock } from '../../look/mail/text.ts';
import { totalOf } from '../booking.ts';
import { bookingPath } from '../links.ts';
import {
  lostBlocks,
  noteBlocks,
  ofPlaces,
  placesBlocks,
  placesText,
  smallPrint,
  totalText,
  untilText,
  whenAndWhere,
  whenText,
} from './booking-facts.ts';
import type { LetterAbout, LetterKind } from './letter-about.ts';
import { howToPay, paymentAfterChange } from './payment-blocks.ts';

/*
 * What the room writes to people about their bookings. Anybody can book with any address, so what a booker typed (names,
 * answers) stands in none of these letters: they carry no stranger's words to the owner of an address.
 */

interface Content {
  subject: string;
  /** What mailboxes show after the subject. */
  preview: string;
  blocks: MailBlock[];
}

/** The letter of a kind, in the press's look. */
export function bookingMail(kind: LetterKind, about: LetterAbout): Mail {
  const { config } = about.press;
  const { blocks, ...content } = contents[kind](about);
  const why = `You get this because this address was given for a booking with ${config.title}. Whoever has the link can change the booking: keep it to yourself.`;
  const footer = [...smallPrint(about.gathering), { smallPrint: why }];
  return mailOf({ config, ...content, blocks, footer });
}

const contents: Record<LetterKind, (about: LetterAbout) => Content> = {
  booked: (about) => ({
    subject: `You are booked: ${titleOf(about)}`,
    preview: `${placesText(about.booking)}, ${whenText(about.gathering)}`,
    blocks: [
      { heading: 'You are booked' },
      ...whenAndWhere(about),
      ...placesBlocks(about),
      button('Look at your booking', about),
      { paragraph: canChange },
    ],
  }),

  held: (about) => ({
    subject: `${placesHeld(about)} for you: ${titleOf(about)}`,
    preview: `${totalText(about)} to be paid. Booking ${about.booking.code}.`,
    blocks: [
      { heading: `${placesHeld(about)} for you` },
      ...whenAndWhere(about),
      ...placesBlocks(about),
      ...howToPay(about),
      button('Look at your booking', about),
      { paragraph: canChange },
    ],
  }),

  waiting: (about) => ({
    subject: `On the waiting list: ${titleOf(about)}`,
    preview: whenPlaces(about),
    blocks: [
      { heading: 'You are on the waiting list' },
      ...whenAndWhere(about),
      ...placesBlocks(about),
      { paragraph: `${beforeText(about)} ${whenPlaces(about)}` },
      button('Look at your place in the line', about),
      { paragraph: 'There you can also leave the line. You have no place yet, and nothing is to be paid.' },
    ],
  }),

  offer: (about) => ({
    subject: `${placesText(about.booking)} for you: ${titleOf(about)}`,
    preview: `Kept until ${untilText(about)}.`,
    blocks: [
      { heading: several(about, 'There is a place for you', 'There are places for you') },
      ...whenAndWhere(about),
      ...placesBlocks(about),
      {
        paragraph: several(
          about,
          `We keep it for you until ${untilText(about)}. After that it goes to the next who wait.`,
          `We keep them for you until ${untilText(about)}. After that they go to the next who wait.`,
        ),
      },
      button(several(about, 'Take it, or let it go', 'Take them, or let them go'), about),
      ...(totalOf(about.booking) > 0 ? [{ paragraph: `The price is today’s: ${totalText(about)}.` }] : []),
    ],
  }),

  lapsed: (about) => ({
    subject: `No longer kept for you: ${titleOf(about)}`,
    preview: `Booking ${about.booking.code}: the time is over.`,
    blocks: [
      { heading: several(about, 'Your place is no longer kept', 'Your places are no longer kept') },
      { paragraph: whyLapsed(about) },
      ...whenAndWhere(about),
      ...lostBlocks(about),
      { paragraph: 'If you still want to come, please book again on the event’s page.' },
      ...(wasHeld(about) ? [{ paragraph: 'If you have paid, please answer this mail.' }] : []),
    ],
  }),

  changed: (about) => ({
    subject: `Your booking is changed: ${titleOf(about)}`,
    preview: `Booking ${about.booking.code} as it stands now.`,
    blocks: [
      { heading: 'Your booking is changed' },
      ...noteBlocks(about.note),
      ...whenAndWhere(about),
      ...placesBlocks(about),
      ...paymentAfterChange(about),
      button('Look at your booking', about),
    ],
  }),

  cancelled: (about) => ({
    subject: `Your booking is cancelled: ${titleOf(about)}`,
    preview: `Booking ${about.booking.code} holds no places any more.`,
    blocks: [
      { heading: 'Your booking is cancelled' },
      ...noteBlocks(about.note),
      {
        paragraph: `Booking ${about.booking.code} holds no places any more. If you did not want that, please answer this mail.`,
      },
      ...whenAndWhere(about),
    ],
  }),

  'called-off': (about) => ({
    subject: `Called off: ${titleOf(about)}`,
    preview: 'The event does not take place.',
    blocks: [
      { heading: 'The event does not take place' },
      {
        paragraph: `${titleOf(about)}, ${whenText(about.gathering)}, is called off, and with it your booking ${about.booking.code}.`,
      },
      ...noteBlocks(about.note),
      ...(everCost(about)
        ? [{ paragraph: 'If you have paid, answer this mail, and say how you want your money back.' }]
        : []),
    ],
  }),

  news: (about) => ({
    subject: `Changed: ${titleOf(about)}`,
    preview: `Now ${whenText(about.gathering)}`,
    blocks: [
      { heading: 'There is news of the event you booked' },
      ...noteBlocks(about.note),
      { paragraph: 'This is when and where it is now:' },
      ...whenAndWhere(about),
      {
        paragraph:
          'Your booking stands. If you cannot come any more, please give your places back, so that others can.',
      },
      button('Look at your booking', about),
    ],
  }),

  reminder: (about) => ({
    subject: `Soon: ${titleOf(about)}`,
    preview: whenText(about.gathering),
    blocks: [
      { heading: 'It is soon' },
      ...whenAndWhere(about),
      ...placesBlocks(about),
      ...(about.booking.state === 'held' ? howToPay(about) : []),
      { paragraph: 'If you cannot come, please give your places back, so that others can.' },
      button('Look at your booking', about),
    ],
  }),

  message: (about) => ({
    subject: `About ${titleOf(about)}: a message from ${about.press.config.title}`,
    preview: `To those who booked, from ${about.press.config.title}`,
    blocks: [...noteBlocks(about.note), ...whenAndWhere(about), button('Look at your booking', about)],
  }),

  link: (about) => ({
    subject: `The link of your booking: ${titleOf(about)}`,
    preview: 'As somebody asked on our site.',
    blocks: [
      { heading: 'The link of your booking' },
      { paragraph: 'On our site somebody asked to have this link sent to this address.' },
      ...whenAndWhere(about),
      button('Look at your booking', about),
      { smallPrint: 'If it was not you, there is nothing to do: nobody else has got it.' },
    ],
  }),
};

const titleOf = ({ gathering }: LetterAbout): string => gathering.text.title;

const button = (text: string, { press, link }: LetterAbout): MailBlock => ({
  button: text,
  link: press.config.site + bookingPath(link),
});

const canChange =
  'There you can give the names of who comes, swap a ticket, give back one place or all, and have the date for your calendar.';

const several = ({ booking }: LetterAbout, one: string, more: string): string => ofPlaces(booking, one, more);

const whenPlaces = (about: LetterAbout): string =>
  several(
    about,
    'As soon as there is a place for you, we keep it for you and write.',
    'As soon as there are places for all of you, we keep them for you and write.',
  );

const whyLapsed = (about: LetterAbout): string =>
  wasHeld(about)
    ? several(
        about,
        'It was to be paid by a time that is over, and we know of no payment. It goes to others now.',
        'They were to be paid by a time that is over, and we know of no payment. They go to others now.',
      )
    : several(
        about,
        'We offered you a place and heard nothing until the time was over. It goes to the next who wait.',
        'We offered you places and heard nothing until the time was over. They go to the next who wait.',
      );

const placesHeld = ({ booking }: LetterAbout): string => `${placesText(booking)} held`;

const wasHeld = ({ booking }: LetterAbout): boolean => booking.payment !== undefined;

const everCost = ({ booking: { places, givenBack = [] } }: LetterAbout): boolean =>
  [...places, ...givenBack].some(({ price }) => price > 0);

function beforeText({ before }: LetterAbout): string {
  if (before === undefined) return 'Whoever came before you is asked first.';
  if (before === 0) return 'Nobody is before you.';
  return before === 1 ? 'One other wish is before yours.' : `${before} other wishes are before yours.`;
}
