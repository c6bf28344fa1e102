import type { LifeDeps } from '../booking/life.ts';
import { writeLetter } from '../booking/write-letter.ts';
import type { Booking } from '../booking.ts';
import { type Gathering, type Instant, wholeQuota } from '../gathering.ts';
import { holdUntil, takingOf } from '../moves/booking-moves.ts';
import { placesMoved, wantsOf } from '../moves/places.ts';
import { keepsOrder } from '../moves/serve-line.ts';
import type { BookingAnswer, KeyRecord, Line, Move, Quota } from '../ports.ts';
import type { Order } from './order.ts';
import type { Asker } from './wish.ts';

/** An order, with what it was read against. */
export interface Placed {
  gathering: Gathering;
  asker: Asker;
  order: Order;
  email: string;
  addressHash: string;
  language?: string | undefined;
  key: Pick<KeyRecord, 'hash' | 'request'> | undefined;
  at: Instant;
}

/** The quotas that have too few; none of them: others wait, and the line is served in strict order. */
export interface Short {
  quotas: readonly Quota[];
  /** As a move had it a moment ago: nothing passes since, which would be served before. */
  isGuess?: true;
}

type MoveDeps = LifeDeps & { newCode: () => string };

interface Made {
  booking: Booking;
  move: Move;
}

const day = 86_400_000;

/** Places go from `free` to the booking, if there are enough; in strict order only while nobody waits. */
export async function bookingMove(placed: Placed, deps: MoveDeps): Promise<Made> {
  const { gathering, order, asker, at } = placed;
  const holds = order.total > 0 && !isPaid(asker);
  const booking: Booking = {
    ...newBooking(placed, deps.newCode()),
    ...(holds
      ? { state: 'held', payment: order.payment, lapsesAt: holdUntil(gathering, order.payment, at) }
      : { state: 'booked' }),
  };
  const line = keepsOrder(gathering, at) && { demands: { nobodyWaits: true as const } };
  const quotas = placesMoved({ after: takingOf(booking), terms: gathering.terms });
  const move = await moveFor(placed, booking, { before: undefined, position: undefined }, deps);
  return { booking, move: { ...move, quotas, ...(line && { line }) } };
}

const isPaid = (asker: Asker): boolean => asker.by !== undefined && asker.paid === true;

/** The wish becomes the last of the line, if what it wants is short still: of several quotas, one says so. */
export async function joiningMove(placed: Placed, short: Short, line: Line, deps: MoveDeps): Promise<Made> {
  const { gathering, order } = placed;
  const number = line.last + 1;
  const booking: Booking = {
    ...newBooking(placed, deps.newCode()),
    ...{ state: 'waiting', number },
    ...(isPaid(placed.asker) && { paid: true }),
  };
  const wants = wantsOf(order.places);
  const [lacking] = short.quotas;
  const openBy = gathering.terms;
  const nonePasses = short.isGuess && { exactly: { passing: 0 } };
  const quota = lacking
    ? { name: lacking.name, demands: { openBy, freeBelow: wants[lacking.name] ?? 0, ...nonePasses } }
    : { name: wholeQuota, demands: { openBy } };
  const joins = { number, code: booking.code, wants };
  const demands = { waiting: line.waiting, ...(!lacking && { somebodyWaits: true as const }) };
  const move = await moveFor(placed, booking, { before: line.waiting, position: line.waiting + 1 }, deps);
  // In strict order it waits behind others: where their tickets are closed, it may be the first who can be served.
  const isFirst = !lacking && gathering.closedTickets.length > 0 && { unsettled: true };
  return {
    booking,
    move: { ...move, quotas: [quota], line: { joins, isRaised: true, demands, ...isFirst } },
  };
}

/** How many there are at most, where it asks for more than there ever are. */
export function mostEver({ order }: Placed, { quotas }: Short): number | undefined {
  const wants = wantsOf(order.places);
  const exceeded = quotas.filter(({ name, capacity }) => (wants[name] ?? 0) > capacity);
  return exceeded.length ? Math.min(...exceeded.map(({ capacity }) => capacity)) : undefined;
}

/** The answer to a request that made this booking. */
export const answerOf = ({ state, code, lapsesAt, places }: Booking, position?: number): BookingAnswer => ({
  outcome: state === 'held' || state === 'waiting' ? state : 'booked',
  code,
  total: places.reduce((sum, { price }) => sum + price, 0),
  ...(lapsesAt && { lapses: lapsesAt }),
  ...(position && { position }),
});

const newBooking = (
  { gathering, order, asker, email, addressHash, language = gathering.text.language, at }: Placed,
  code: string,
): Omit<Booking, 'state'> => ({
  ...{ code, gathering: gathering.id, email, addressHash, name: order.name, places: order.places },
  ...(language && { language }),
  ...(order.answers && { answers: order.answers }),
  ...(order.discount && { discount: order.discount }),
  ...(asker.by !== undefined && { by: asker.by }),
  ...{ terms: gathering.terms, at, movedAt: at, sequence: 0, linkVersion: 1, writes: 0 },
});

/** All that a new booking brings with it, but for its places and its part of the line. */
async function moveFor(
  { gathering, order, key, at }: Placed,
  booking: Booking,
  { before, position }: { before: number | undefined; position: number | undefined },
  deps: LifeDeps,
): Promise<Move> {
  const answer = answerOf(booking, position);
  const expiresAt = new Date(Date.parse(at) + day).toISOString();
  return {
    ...{ gathering: gathering.id, at, bookings: [{ after: booking }] },
    ...(order.access && { access: [{ code: booking.code, text: order.access }] }),
    letters: await writeLetter(
      answer.outcome,
      { gathering, booking, at, ...(before !== undefined && { before }) },
      deps,
    ),
    ...(key && { key: { ...key, answer, expiresAt } }),
  };
}
