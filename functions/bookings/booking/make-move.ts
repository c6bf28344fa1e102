import type { Booking } from '../booking.ts';
import type { Gathering, Instant } from '../gathering.ts';
import type { LetterKind } from '../mails/letter-about.ts';
import { takingOf, withoutPerson } from '../moves/booking-moves.ts';
import { givesBack, lineOf, placesMoved } from '../moves/places.ts';
import { keepsOrder } from '../moves/serve-line.ts';
import type { Bookings, LineChange, Move, MoveOutcome, QuotaChange } from '../ports.ts';
import { settleLine } from '../settle-line.ts';
import type { BookingRef, LifeDeps, LifeResult } from './life.ts';
import { writeLetter } from './write-letter.ts';

/** A booking as it was read, with its gathering. */
export interface Found {
  booking: Booking;
  gathering: Gathering;
  at: Instant;
}

/** What a booking becomes. */
export interface Change {
  after: Booking;
  letter?: LetterKind | undefined;
  letterId?: string | undefined;
  note?: string | undefined;
  /** What is known of access needs now. */
  access?: string | undefined;
}

/** What a move comes to, as its booking was found: a change, or another end. Undefined: the row allows no such move. */
export type Decision<T> = { change: Change } | { end: T } | undefined;

export interface Decider<T> {
  decide(found: Found): Decision<T> | Promise<Decision<T>>;
  /** The end that a refusal means; undefined, as without this: it is decided anew. */
  refused?(refusal: MoveOutcome, found: Found): T | undefined | Promise<T | undefined>;
}

/**
 * Reads a booking, decides what it becomes, and makes the move with its places, its part of the line and its letter; again
 * while others change the same rows. Who has given back serves the line once: what is left of it the stream does.
 */
export async function makeMove<T = never>(
  ref: BookingRef,
  { decide, refused }: Decider<T>,
  deps: LifeDeps,
): Promise<LifeResult | T> {
  const isWorthAnother = deps.attempts();
  do {
    const found = await find(ref, deps);
    if (!found) return { outcome: 'unknown' };
    const decision = await decide(found);
    if (!decision) return { outcome: 'unchanged', booking: found.booking };
    if ('end' in decision) return decision.end;
    const move = await moveOf(found, decision.change, deps);
    const made = await deps.bookings.make(move);
    if (made.outcome === 'busy') return made;
    if (made.outcome === 'done') {
      if (move.line?.unsettled) await serveLine(ref.gathering, deps);
      return { outcome: 'done', booking: decision.change.after };
    }
    const end = await refused?.(made, found);
    if (end !== undefined) return end;
  } while (await isWorthAnother());
  return { outcome: 'busy' };
}

/** The move is made, whatever comes of this: the stream and the tick go on. */
const serveLine = (gathering: string, deps: LifeDeps): Promise<unknown> =>
  settleLine(gathering, deps, { once: true }).catch((error: unknown) =>
    deps.log.error('A line is not settled yet', { event: gathering, error }),
  );

async function find(
  { gathering: id, code }: BookingRef,
  { bookings, clock }: LifeDeps,
): Promise<Found | undefined> {
  const [booking, gathering] = await Promise.all([bookings.booking(id, code), bookings.gathering(id)]);
  return booking && gathering && { booking, gathering, at: clock.now().toISOString() };
}

async function moveOf(found: Found, change: Change, deps: LifeDeps): Promise<Move> {
  const { booking, gathering, at } = found;
  const { after, letter, letterId: id, note, access } = change;
  const { quotas, line } = await placesOf(found, after, deps.bookings);
  const about = { gathering, booking: after, was: booking, at, note, id };
  const letters = letter && (await writeLetter(letter, about, deps));
  const row = withoutPerson(after, at);
  const needs = row.erasedAt ? '' : access;
  return {
    ...{ gathering: gathering.id, at, quotas, bookings: [{ before: booking, after: row }] },
    ...(line && { line }),
    ...(letters?.length && { letters }),
    ...(needs !== undefined && { access: [{ code: booking.code, text: needs }] }),
  };
}

/** What its quotas and the line have to do with it. */
async function placesOf(
  { booking, gathering, at }: Found,
  after: Booking,
  bookings: Bookings,
): Promise<{ quotas: QuotaChange[]; line?: LineChange | undefined }> {
  const leaves = booking.state === 'waiting' && after.state !== 'waiting';
  if (leaves) return { quotas: [], line: leaving(booking, gathering, at) };
  const moved = { before: takingOf(booking), after: takingOf(after), terms: gathering.terms };
  const order = orderOf(placesMoved(moved), gathering, at);
  if (!givesBack(placesMoved(moved))) return { quotas: placesMoved(moved), line: order };
  const [quotas, toLine] = await Promise.all([
    bookings.quotas(gathering.id, Object.keys(moved.before?.wants ?? {})),
    passes(gathering, bookings),
  ]);
  const changes = placesMoved({ ...moved, quotas, toLine });
  return { quotas: changes, line: { ...lineOf(changes, toLine), ...order } };
}

/** Whether what is given back goes to those who wait: also where the event keeps no line any more. */
const passes = async ({ id, text }: Gathering, bookings: Bookings): Promise<boolean> =>
  text.waitingList !== false || (await bookings.line(id)).waiting > 0;

/** In strict order the next one may fit, once the first has left. */
const leaving = ({ number = 0 }: Booking, gathering: Gathering, at: Instant): LineChange => ({
  leaves: [number],
  ...(keepsOrder(gathering, at) && { isRaised: true, unsettled: true }),
});

/** In strict order nobody takes what is free while somebody waits. */
const orderOf = (
  changes: readonly QuotaChange[],
  gathering: Gathering,
  at: Instant,
): LineChange | undefined =>
  keepsOrder(gathering, at) && changes.some(({ demands }) => demands?.openBy !== undefined)
    ? { demands: { nobodyWaits: true } }
    : undefined;

/** After its end readers change nothing any more. */
export const isOver = ({ endsAt }: Pick<Gathering, 'endsAt'>, at: Instant): boolean => endsAt <= at;
