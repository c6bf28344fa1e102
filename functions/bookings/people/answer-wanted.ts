import type { LetterNotWanted, LetterWanted, NotWantedReason } from '../../post/contract/letter.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Keys } from '../../runtime/people/keys.ts';
import type { Booking } from '../booking.ts';
import { aboutOf, bookingLetter } from '../letters.ts';
import { bookingLink } from '../links.ts';
import type { LetterKind } from '../mails/letter-about.ts';
import { putLetter } from './put-letter.ts';
import { type Deps as PersonDeps, sendPersonAgain } from './send-person.ts';

export interface Deps extends PersonDeps {
  keys: Pick<Keys, 'sign'>;
  clock: Clock;
  announcer: { letterNotWanted(answer: LetterNotWanted): Promise<void> };
}

/**
 * An editor has a letter in doubt sent again: it is composed anew, of the booking as it is now, under the id that `post`
 * gave, so that the event may come twice. Where there is nothing to send any more, `post` is told so.
 */
export async function answerWanted(wanted: Omit<LetterWanted, 'room'>, deps: Deps): Promise<void> {
  const { letter, next } = wanted;
  const why = await composeAgain(wanted, deps);
  if (why) await deps.announcer.letterNotWanted({ letter, next, why });
}

async function composeAgain(
  { kind, about, next }: Omit<LetterWanted, 'room'>,
  deps: Deps,
): Promise<NotWantedReason | undefined> {
  const at = deps.clock.now().toISOString();
  const [, hash] = /^person:(.+)$/.exec(about) ?? [];
  if (hash) return (await sendPersonAgain(hash, { next, at }, deps)) ? undefined : 'gone';
  const ref = aboutOf(about);
  const booking = ref && (await deps.bookings.booking(ref.gathering, ref.code));
  const gathering = ref && (await deps.bookings.gathering(ref.gathering));
  if (!booking || !gathering || booking.erasedAt) return 'gone';
  const again = kindNow(kind, booking);
  if (!again) return 'used';
  const link = await bookingLink(deps.keys, { ...booking, version: booking.linkVersion });
  const press = await deps.press();
  const ids = { next: () => next };
  const letter = bookingLetter(again, { ...{ press, gathering, booking, link, at } }, ids);
  await putLetter(letter, gathering.id, deps);
  return undefined;
}

/** Letters that tell how a booking stands tell how it stands now; others are sent again while they are true. */
function kindNow(kind: string, { state }: Booking): LetterKind | undefined {
  switch (kind) {
    case 'booked':
    case 'held':
    case 'waiting':
    case 'offer':
      return standing[state];
    case 'changed':
    case 'news':
    case 'reminder':
    case 'link':
      return standing[state] && kind;
    case 'lapsed':
    case 'cancelled':
    case 'called-off':
      return standing[state] ? undefined : kind;
    default:
      return undefined;
  }
}

const standing: Partial<Record<Booking['state'], LetterKind>> = {
  booked: 'booked',
  held: 'held',
  waiting: 'waiting',
  offered: 'offer',
};
