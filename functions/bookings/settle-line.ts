import { isDeepStrictEqual } from 'node:util';
import type { LifeDeps } from './booking/life.ts';
import { placesToday } from './booking/tickets.ts';
import { isErased, writeLetter } from './booking/write-letter.ts';
import type { Booking } from './booking.ts';
import { type Gathering, type Instant, wholeQuota } from './gathering.ts';
import { givenUp, offered, offerUntil } from './moves/booking-moves.ts';
import { wantsOf } from './moves/places.ts';
import { freeing, makesOffers, nextOffers, type Offers } from './moves/serve-line.ts';
import type { Line, Move, Quota, Wish } from './ports.ts';

/** Wishes that leave in one transaction when the line ends: each is two actions. */
const mostLeaving = 40;

/** Wishes that are read at once. */
const pageSize = 100;

/** A line as it was read, in the order that `moves/serve-line.ts` asks for. */
interface Served {
  line: Line;
  gathering: Gathering;
  quotas: Quota[];
  at: Instant;
}

/**
 * Serves those who wait, until nothing is left to give or nobody is left whom it fits: what passes goes on as offers, at
 * most ten in a transaction, and becomes free only where no wish fits. The line ends when the event starts. May run any
 * number of times at once, and die anywhere: see the table in `moves/booking-moves.ts`.
 * @param once Makes one transaction of offers at most: whoever has an answer waiting.
 * @returns False: it is not settled yet.
 */
export async function settleLine(gathering: string, deps: LifeDeps, { once = false } = {}): Promise<boolean> {
  const isWorthAnother = deps.attempts();
  for (;;) {
    const move = await nextMove(gathering, deps);
    if (!move) return true;
    const isMade = move !== 'again' && (await deps.bookings.make(move)).outcome === 'done';
    if (isMade && move.line?.unsettled === false) return true;
    if (isMade ? once : !(await isWorthAnother())) return false;
  }
}

/** `again`: others served it meanwhile. Undefined: there is nothing to do. */
async function nextMove(id: string, deps: LifeDeps): Promise<Move | 'again' | undefined> {
  const { bookings, clock } = deps;
  const line = await bookings.line(id);
  const gathering = await bookings.gathering(id);
  if (!gathering) return undefined;
  const at = clock.now().toISOString();
  if (gathering.startsAt <= at && line.waiting > 0) return ending(gathering, at, deps);
  if (!line.unsettled) return undefined;
  const quotas = await bookings.quotas(id, gathering.quotas);
  const served = { line, gathering, quotas, at };
  const offers = makesOffers(gathering, at) ? await findOffers(served, deps) : undefined;
  return offers ? offering(served, offers, deps) : freeing(line, quotas, at);
}

/** Reads wishes until some fit: a transaction's worth, or what a page has. */
async function findOffers(
  { line, gathering, quotas }: Served,
  { bookings }: LifeDeps,
): Promise<Offers | undefined> {
  const wishes: Wish[] = [];
  for (;;) {
    const page = await bookings.wishes(gathering.id, pageSize, wishes.at(-1)?.number);
    // Whoever joined since raised the version: freeing is refused, and an offer is for those before.
    wishes.push(...page.filter(({ number }) => number <= line.last));
    const offers = nextOffers(gathering, quotas, wishes);
    const isAll = page.length < pageSize || (page.at(-1)?.number ?? 0) >= line.last;
    if (offers || isAll || !mayFit(gathering, quotas)) return offers;
  }
}

/** Behind the first no wish is served in strict order, and none at all where nothing is left of the whole. */
const mayFit = ({ text }: Gathering, quotas: readonly Quota[]): boolean =>
  text.passingOver !== false &&
  quotas.some(({ name, passing, free }) => name === wholeQuota && passing + free > 0);

/** Keeps places for the wishes and tells their people. Wishes that nobody can take up leave the line before. */
async function offering(
  { gathering, at }: Served,
  { wishes, quotas }: Offers,
  deps: LifeDeps,
): Promise<Move | 'again'> {
  const rows = await waitingRows(gathering, wishes, deps);
  if (!rows) return 'again';
  const idle = rows.filter((row) => isErased(row) || !placesToday(row, gathering));
  if (idle.length) return leaving(idle, { gathering, at, letter: true }, deps);
  const lapsesAt = offerUntil(gathering, at) ?? at;
  const bookings = rows.flatMap((before) => {
    const places = placesToday(before, gathering) ?? before.places;
    const after = offered(before, { places, terms: gathering.terms, lapsesAt, at });
    return after ? [{ before, after }] : [];
  });
  const letters = await Promise.all(
    bookings.map(({ after }) => writeLetter('offer', { gathering, booking: after, at }, deps)),
  );
  return {
    ...{ gathering: gathering.id, at, quotas, bookings, letters: letters.flat() },
    line: { leaves: wishes.map(({ number }) => number) },
  };
}

/** The bookings of wishes; undefined: one has left meanwhile, or wants other places than the wish that was read. */
async function waitingRows(
  { id }: Gathering,
  wishes: readonly Wish[],
  { bookings }: LifeDeps,
): Promise<Booking[] | undefined> {
  const rows = await Promise.all(wishes.map(({ code }) => bookings.booking(id, code)));
  const waiting = rows.flatMap((row, index) =>
    row?.state === 'waiting' && isDeepStrictEqual(wantsOf(row.places), wishes[index]?.wants) ? [row] : [],
  );
  return waiting.length === wishes.length ? waiting : undefined;
}

/** It has started: nobody waits any more, and nobody has to be told. */
async function ending(
  gathering: Gathering,
  at: Instant,
  deps: LifeDeps,
): Promise<Move | 'again' | undefined> {
  const wishes = await deps.bookings.wishes(gathering.id, mostLeaving);
  if (!wishes.length) return undefined;
  const rows = await waitingRows(gathering, wishes, deps);
  return rows ? leaving(rows, { gathering, at, letter: false }, deps) : 'again';
}

/** They leave the line. In strict order the next one may fit then. */
async function leaving(
  rows: readonly Booking[],
  { gathering, at, letter }: { gathering: Gathering; at: Instant; letter: boolean },
  deps: LifeDeps,
): Promise<Move> {
  const bookings = rows.flatMap((before) => {
    const after = givenUp(before, at);
    return after ? [{ before, after }] : [];
  });
  const letters = await Promise.all(
    bookings.map(({ after }) =>
      letter ? writeLetter('cancelled', { gathering, booking: after, at, note: ticketGone }, deps) : [],
    ),
  );
  return {
    ...{ gathering: gathering.id, at, bookings, letters: letters.flat() },
    line: { leaves: rows.map(({ number = 0 }) => number), isRaised: true, unsettled: true },
  };
}

const ticketGone = 'The ticket that you waited for is no longer to be had.';
