import type { Letter } from '../../post/contract/letter.ts';
import type { Booking } from '../booking.ts';
import { bookingLetter } from '../letters.ts';
import { bookingLink } from '../links.ts';
import type { LetterAbout, LetterKind } from '../mails/letter-about.ts';
import type { LifeDeps } from './life.ts';

export interface WrittenAbout
  extends Pick<LetterAbout, 'gathering' | 'booking' | 'was' | 'at' | 'note' | 'before'> {
  /** Where a walk that may come twice made one. */
  id?: string | undefined;
}

/** The letter to whom the booking is, with its link; none where nobody is known any more. */
export async function writeLetter(
  kind: LetterKind,
  { id, ...about }: WrittenAbout,
  { press, keys, ids }: Pick<LifeDeps, 'press' | 'keys' | 'ids'>,
): Promise<Letter[]> {
  if (isErased(about.booking)) return [];
  const { gathering, code, linkVersion: version } = about.booking;
  const [known, link] = await Promise.all([press(), bookingLink(keys, { gathering, code, version })]);
  return [bookingLetter(kind, { ...about, press: known, link }, ids, id)];
}

export const isErased = ({ erasedAt, email }: Pick<Booking, 'erasedAt' | 'email'>): boolean =>
  erasedAt !== undefined || email === '';
