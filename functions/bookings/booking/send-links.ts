import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { isOpen } from '../moves/booking-moves.ts';
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
    const about = { gathering, booking, at, id: letterId(id, booking.code) };
    const letters = await writeLetter('link', about, deps);
    if (letters.length) await deps.bookings.make({ gathering: gathering.id, at, letters });
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

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID of the request's time whose rest follows from request and booking. */
const letterId = (request: string, code: string): string =>
  request.slice(0, 10) +
  [...createHash('sha256').update(`${request} ${code}`).digest().subarray(0, 16)]
    .map((byte) => alphabet[byte & 31])
    .join('');

const message = z.object({ wanted: z.literal('links'), hash: z.string(), id: z.string() });

/** The message of the room's queue, if it is of this kind. */
export const readLinksWanted = (body: unknown): LinksWanted | undefined => message.safeParse(body).data;
