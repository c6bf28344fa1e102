import type { Attachment, Letter } from '../post/contract/letter.ts';
import type { Ids } from '../runtime/ids.ts';
import { bookingCalendar, calendarMethod, calendarType, hasEntry } from './calendar.ts';
import { bookingMail } from './mails/booking-mail.ts';
import type { LetterAbout, LetterKind } from './mails/letter-about.ts';

/** The letter to whom the booking is. Its id is new, or `id` where a walk that may come twice made one. */
export function bookingLetter(kind: LetterKind, about: LetterAbout, ids: Ids, id?: string): Letter {
  const { booking, at } = about;
  const attachments = attachmentsOf(kind, about);
  return {
    id: id ?? ids.next(),
    room: 'bookings',
    kind,
    to: booking.email,
    addressHash: booking.addressHash,
    about: `booking:${booking.gathering}:${booking.code}`,
    at,
    // Nobody knows afterwards what the editor wrote.
    ...(kind === 'message' && { onlyOnce: true }),
    mail: { ...bookingMail(kind, about), ...(attachments.length && { attachments }) },
  };
}

/** Which booking a letter is about, from its `about`. */
export function aboutOf(about: string): { gathering: string; code: string } | undefined {
  const [, gathering, code] = /^booking:(.+):([A-Z0-9-]+)$/.exec(about) ?? [];
  return gathering && code ? { gathering, code } : undefined;
}

/** With these the entry of the calendar comes, changes or goes. */
const withCalendar = new Set<LetterKind>([
  'booked',
  'held',
  'changed',
  'news',
  'lapsed',
  'cancelled',
  'called-off',
]);

function attachmentsOf(kind: LetterKind, about: LetterAbout): Attachment[] {
  if (!withCalendar.has(kind) || !hasEntry(about.booking)) return [];
  const method = calendarMethod(about);
  const calendar = bookingCalendar(about);
  return [
    {
      filename: method === 'REQUEST' ? 'invitation.ics' : 'cancellation.ics',
      type: calendarType(method),
      base64: Buffer.from(calendar).toString('base64'),
    },
  ];
}
