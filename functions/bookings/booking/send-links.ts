import * as z from 'zod/mini';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { letterIdFrom } from '../letter-id.ts';
import { isOpen } from '../moves/booking-moves.ts';
import { putLetter } from '../people/put-letter.ts';
import type { LifeDeps } from './life.ts';
import type { LinksWanted } from './request-link.ts';
import { writeLetter } from './write-letter.ts';

type Deps = Pick<LifeDeps, 'bookings' | 'press' | 'keys' | 'ids' | 'clock'>;

/** Of one address. */
const mostLetters = 20;

/**
 * Sends an address the links of its bookings, a letter each: of those whose event is not over. The letters' ids follow from
 * the request, so that a message that comes twice sends them once.
 */
export async function sendLinks({ hash, id }: LinksWanted, deps: Deps): Promise<void> {
  const own = await deps.bookings.ofAddress(hash);
  const open = await mapConcurrently(own, { concurrency: 4 }, (ref) => openOne(ref, deps));
  const coming = open
    .flatMap((one) => one ?? [])
    .sort((a, b) => (a.gathering.startsAt < b.gathering.startsAt ? -1 : 1));
  for (const { booking, gathering } of coming.slice(0, mostLetters)) {
    const at = deps.clock.now().toISOString();
    const about = { gathering, booking, at, id: letterIdFrom(id, booking.code) };
    const letters = await writeLetter('link', about, deps);
    for (const letter of letters) await putLetter(letter, gathering.id, deps);
  }
}

async function openOne(
  { gathering: of, code }: { gathering: string; code: string },
  { bookings, clock }: Deps,
) {
  const [booking, gathering] = await Promise.all([bookings.booking(of, code), bookings.gathering(of)]);
  const isComing = booking && gathering && gathering.endsAt > clock.now().toISOString();
  return isComing && isOpen(booking) ? { booking, gathering } : undefined;
}

const message = z.object({ wanted: z.literal('links'), hash: z.string(), id: z.string() });

/** The message of the room's queue, if it is of this kind. */
export const readLinksWanted = (body: unknown): LinksWanted | undefined => message.safeParse(body).data;
