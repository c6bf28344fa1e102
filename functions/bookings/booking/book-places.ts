import type { Keys } from '../../runtime/people/keys.ts';
import type { Complaint } from '../../runtime/problem.ts';
import type { Booking } from '../booking.ts';
import type { Instant } from '../gathering.ts';
import { wantsOf } from '../moves/places.ts';
import { makesOffers } from '../moves/serve-line.ts';
import { readEmail, readOrder } from '../order/order.ts';
import {
  answerOf,
  bookingMove,
  joiningMove,
  mostEver,
  type Placed,
  type Short,
} from '../order/order-moves.ts';
import { type OrderRequest, placedAt } from '../order/placed-order.ts';
import type { Asker, BookingWish } from '../order/wish.ts';
import { type WishKey, wishKeyOf } from '../order/wish-key.ts';
import type { KeyRecord, Line, MoveOutcome, Quota } from '../ports.ts';
import type { BookResult } from './book-result.ts';
import { type CountDeps, countBooking } from './count-booking.ts';
import type { GatheringReader } from './gathering-reader.ts';
import type { Lately } from './lately.ts';
import type { LifeDeps } from './life.ts';
import { makeRoom, newRoom, type Room } from './make-room.ts';

export interface BookDeps extends LifeDeps, CountDeps {
  keys: Pick<Keys, 'sign' | 'hash'>;
  gathering: GatheringReader;
  lately: Lately;
  /** A new booking's code. */
  newCode: () => string;
}

/**
 * Books places, holds them where something is to be paid, or puts the wish into the line where they are too few. A
 * repeated key gets the answer of the first. What changed nothing is not kept under the key, and not counted in the end:
 * it is counted before, so that those who come at once are all held to the limit.
 */
export async function bookPlaces(wish: BookingWish, asker: Asker, deps: BookDeps): Promise<BookResult> {
  const email = readEmail(wish.email);
  if (!email.ok) return refusedWithout(email.complaints, { wish, asker }, deps);
  const addressHash = await deps.keys.hash(email.key);
  const key = wishKeyOf(wish, addressHash);
  const result = await bookCounted({ wish, asker, email: email.email, addressHash, key }, deps);
  if ('answer' in result || !key) return result;
  // What is refused now may have been booked under this key before.
  const known = await deps.bookings.record(key.hash);
  return known && known.expiresAt > nowOf(deps) ? sameKey(known, key, wish.gathering, deps) : result;
}

async function bookCounted(request: OrderRequest, deps: BookDeps): Promise<BookResult> {
  const course: Course = { room: newRoom() };
  return countBooking(
    request.asker,
    {
      book: () => bookOrWait(request, course, deps),
      cameToNothing: () => !course.isMade,
      gathering: request.wish.gathering,
    },
    deps,
  );
}

/** Without an address there is no order; all that is wrong is reported at once. */
async function refusedWithout(
  address: Complaint[],
  { wish, asker }: Pick<OrderRequest, 'wish' | 'asker'>,
  deps: BookDeps,
): Promise<BookResult> {
  const gathering = await deps.gathering(wish.gathering);
  if (!gathering) return { outcome: 'unknown' };
  const read = readOrder(wish, gathering, asker, nowOf(deps));
  return { outcome: 'refused', complaints: [...address, ...((!read.ok && read.complaints) || [])] };
}

const nowOf = ({ clock }: LifeDeps): Instant => clock.now().toISOString();

async function sameKey(
  { request, answer }: KeyRecord,
  key: WishKey,
  gathering: string,
  { bookings }: LifeDeps,
): Promise<BookResult> {
  if (request !== key.request) return { outcome: 'other-request' };
  const booking = await bookings.booking(gathering, answer.code);
  return booking ? { outcome: answer.outcome, answer, booking } : { outcome: 'unknown' };
}

/** What one attempt learned for the next. */
interface Course {
  /** The copy of the gathering is not good enough. */
  fresh?: boolean;
  /** What is short: who asks waits. */
  short?: Short | undefined;
  /** As the last refusal had it. */
  line?: Line | undefined;
  /** Attempts in a row that did not wait. */
  asked?: number;
  /** What is known of the line is old by now. */
  isBehind?: boolean;
  room: Room;
  /** It is booked, or waits: it counts. */
  isMade?: true;
}

async function bookOrWait(request: OrderRequest, course: Course, deps: BookDeps): Promise<BookResult> {
  const isWorthAnother = deps.attempts();
  do {
    const end = await attempt(request, course, deps);
    if (end) return end;
  } while (isAskedAtOnce(course) || (await isWorthAnother()));
  return { outcome: 'busy' };
}

/** The line as a refusal has it is good for an attempt or two at once; after a wait it is read anew. */
function isAskedAtOnce(course: Course): boolean {
  const { line, asked = 0 } = course;
  const isIt = line !== undefined && asked < mostAtOnce;
  course.asked = isIt ? asked + 1 : 0;
  if (!isIt) course.isBehind = true;
  return isIt;
}

const mostAtOnce = 2;

/** Undefined: something is not as it was read; it is asked again. */
async function attempt(
  request: OrderRequest,
  course: Course,
  deps: BookDeps,
): Promise<BookResult | undefined> {
  const gathering = await deps.gathering(request.wish.gathering, course);
  const placed = placedAt(request, gathering, nowOf(deps));
  if ('outcome' in placed) {
    // Nobody is turned away by an old copy.
    if (course.fresh) return placed;
    course.fresh = true;
    return attempt(request, course, deps);
  }
  const short = course.short ?? shortLately(placed, deps);
  return short ? join(placed, short, course, deps) : book(placed, course, deps);
}

/** What was short a moment ago, where it is worth waiting for. */
function shortLately(placed: Placed, { lately }: BookDeps): Short | undefined {
  const quotas = lately.short(placed.gathering.id, wantsOf(placed.order.places));
  return quotas.length && mayWait(placed) && mostEver(placed, { quotas }) === undefined
    ? { quotas, isGuess: true }
    : undefined;
}

const mayWait = ({ gathering, at }: Placed): boolean =>
  gathering.text.waitingList !== false && makesOffers(gathering, at);

async function book(placed: Placed, course: Course, deps: BookDeps): Promise<BookResult | undefined> {
  const { booking, move } = await bookingMove(placed, deps);
  const made = await deps.bookings.make(move);
  if (made.outcome === 'done') return answered(booking, course);
  if (made.outcome === 'short') return waitFor(placed, { quotas: made.quotas }, course, deps);
  if (made.outcome === 'line') {
    course.line = made.line;
    return waitFor(placed, { quotas: [] }, course, deps);
  }
  return otherwise(made, placed, course, deps);
}

function answered(booking: Booking, course: Course, position?: number): BookResult {
  course.isMade = true;
  const answer = answerOf(booking, position);
  return { outcome: answer.outcome, answer, booking };
}

/** Too few are free, or others wait in strict order: what lapsed is released, or else who asks waits. */
async function waitFor(
  placed: Placed,
  short: Short,
  course: Course,
  deps: BookDeps,
): Promise<BookResult | undefined> {
  const { gathering, order, at } = placed;
  const names = [...new Set(order.places.flatMap(({ quotas }) => quotas))];
  const looked = short.quotas.length ? short.quotas : await deps.bookings.quotas(gathering.id, names);
  if (await makeRoom(gathering, { short: looked, room: course.room, at }, deps)) {
    course.line = undefined;
    return undefined;
  }
  deps.lately.heardShort(short.quotas);
  const most = mostEver(placed, short);
  if (!mayWait(placed) || most !== undefined)
    return { outcome: 'full', left: leftOf(short.quotas), ...(most !== undefined && { most }) };
  course.short = short;
  return join(placed, short, course, deps);
}

const leftOf = (quotas: readonly Quota[]): number =>
  quotas.length ? Math.min(...quotas.map(({ free }) => free)) : 0;

async function join(
  placed: Placed,
  short: Short,
  course: Course,
  deps: BookDeps,
): Promise<BookResult | undefined> {
  const { id } = placed.gathering;
  const known = course.isBehind ? undefined : (course.line ?? deps.lately.line(id));
  const line = known ?? (await deps.bookings.line(id));
  course.isBehind = false;
  const { booking, move } = await joiningMove(placed, short, line, deps);
  const made = await deps.bookings.make(move);
  if (made.outcome === 'done') {
    const [last, waiting] = [line.last + 1, line.waiting + 1];
    deps.lately.heardLine({ ...line, last, waiting });
    return answered(booking, course, waiting);
  }
  learnFrom(made, short, course, deps);
  return otherwise(made, placed, course, deps);
}

/** It is asked again with the line that the refusal has; where nothing is short any more, for the places themselves. */
function learnFrom(made: MoveOutcome, short: Short, course: Course, { lately }: BookDeps): void {
  course.line = made.outcome === 'line' ? made.line : undefined;
  if (made.outcome === 'line') lately.heardLine(made.line);
  const isEmpty = made.outcome === 'line' && !short.quotas.length && made.line.waiting === 0;
  const isWrong = made.outcome === 'not-short' || (made.outcome === 'conflict' && short.isGuess);
  if (isWrong) for (const quota of short.quotas) lately.heardEnough(quota);
  course.short = isWrong || isEmpty ? undefined : short;
}

/** What else a move may come to; undefined: it is asked again. */
async function otherwise(
  made: MoveOutcome,
  { gathering, key }: Placed,
  course: Course,
  deps: BookDeps,
): Promise<BookResult | undefined> {
  if (made.outcome === 'busy') return made;
  if (made.outcome === 'same-key') return key && sameKey(made.record, key, gathering.id, deps);
  course.fresh = made.outcome === 'not-open' || made.outcome === 'conflict';
  return undefined;
}
