import { isDeepStrictEqual } from 'node:util';
import type { LifeDeps } from './booking/life.ts';
import { isErased, writeLetter } from './booking/write-letter.ts';
import type { Booking } from './booking.ts';
import { type Gathering, type Instant, wholeQuota } from './gathering.ts';
import { givenUp, offered, offerUntil, withoutPerson } from './moves/booking-moves.ts';
import { wantsOf } from './moves/places.ts';
import { freeing, makesOffers, nextOffers, type Offers } from './moves/serve-line.ts';
import { placesToday } from './order/tickets.ts';
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
 * Where a quota does not count all of its places, one of those may have gone back: then what is left becomes free only
 * once they are counted anew, which the tick does (`hearing/recount.ts`).
 * @param once Makes one transaction of offers at most: whoever has an answer waiting.
 * @param isCounted They are.
 * @returns False: it is not settled yet, and there is more to do here.
 */
export async function settleLine(
  gathering: string,
  deps: LifeDeps,
  { once = false, isCounted = false } = {},
): Promise<boolean> {
  const isWorthAnother = deps.attempts();
  for (;;) {
    const move = await nextMove(gathering, deps, isCounted);
    if (!move) return true;
    const isMade = move !== 'again' && (await deps.bookings.make(move)).outcome === 'done';
    if (isMade && move.line?.unsettled === false) return true;
    if (isMade ? once : !(await isWorthAnother())) return false;
  }
}

/** `again`: others served it meanwhile. Undefined: there is nothing to do. */
async function nextMove(id: string, deps: LifeDeps, isCounted: boolean): Promise<Move | 'again' | undefined> {
  const { bookings, clock } = deps;
  const line = await bookings.line(id);
  const gathering = await bookings.gathering(id);
  if (!gathering) return undefined;
  const at = clock.now().toISOString();
  if (gathering.startsAt <= at && line.waiting > 0) return ending(gathering, at, deps);
  if (!line.unsettled) return undefined;
  const quotas = await bookings.quotas(id, gathering.quotas);
  const served = { line, gathering, quotas, at };
  const found = makesOffers(gathering, at) ? await findOffers(served, deps) : undefined;
  if (found === 'again') return found;
  if (found) return offering(served, found, deps);
  return gathering.uncounted && !isCounted ? undefined : freeing(line, quotas, at);
}

/** Wishes that get offers, with their bookings in the same order. */
interface FoundOffers {
  offers: Offers;
  rows: Booking[];
  /** Those that were looked at. */
  wishes: Wish[];
}

/** Reads wishes until some fit: a transaction's worth, or what a page has. Whoever waits for a ticket that is closed is
 *  skipped: the ticket may come back, and with it other terms, by which nobody is skipped. */
async function findOffers(served: Served, deps: LifeDeps): Promise<FoundOffers | 'again' | undefined> {
  const { line, gathering, quotas } = served;
  const [wishes, closed]: [Wish[], Set<string>] = [[], new Set()];
  for (let after: number | undefined; ; ) {
    const page = await deps.bookings.wishes(gathering.id, pageSize, after);
    after = page.at(-1)?.number;
    // Whoever joined since raised the version: freeing is refused, and an offer is for those before.
    wishes.push(...page.filter(({ number }) => number <= line.last));
    const found = await choose(served, wishes, closed, deps);
    const isAll = page.length < pageSize || (after ?? 0) >= line.last;
    const isHeldUp = isStrict(gathering) && wishes.some(({ code }) => !closed.has(code));
    if (found || isAll || isHeldUp || !isAnyLeft(quotas)) return found;
  }
}

/** @param closed Codes of those who are known to wait for a closed ticket; others are added. */
async function choose(
  { gathering, quotas }: Served,
  all: readonly Wish[],
  closed: Set<string>,
  deps: LifeDeps,
): Promise<FoundOffers | 'again' | undefined> {
  for (;;) {
    const wishes = all.filter(({ code }) => !closed.has(code));
    const offers = nextOffers(gathering, quotas, wishes);
    // In strict order the first holds up all others, unless its ticket is closed.
    const mayHoldUp = isStrict(gathering) && isAnyLeft(quotas);
    const looked = offers?.wishes ?? (mayHoldUp ? wishes.slice(0, 1) : []);
    const rows = await waitingRows(gathering, looked, deps);
    if (!rows) return 'again';
    const idle = rows.filter((row) => !placesToday(row, gathering));
    if (!idle.length) return offers && { offers, rows, wishes };
    for (const { code } of idle) closed.add(code);
  }
}

/** Behind the first whose ticket is not closed nobody is served. */
const isStrict = ({ text }: Gathering): boolean => text.passingOver === false;

/** Without a place of the whole no wish fits. */
const isAnyLeft = (quotas: readonly Quota[]): boolean =>
  quotas.some(({ name, passing, free }) => name === wholeQuota && passing + free > 0);

/** Keeps places for the wishes and tells their people. Wishes of people who were erased leave the line before. */
async function offering(
  { gathering, quotas, at }: Served,
  { offers, rows, wishes }: FoundOffers,
  deps: LifeDeps,
): Promise<Move> {
  const erased = rows.filter(isErased);
  if (erased.length) return leaving(erased, { gathering, at });
  const lapsesAt = offerUntil(gathering, at) ?? at;
  const made = await Promise.all(
    rows.map(async (before) => {
      const places = placesToday(before, gathering) ?? before.places;
      const after = offered(before, { places, terms: gathering.terms, lapsesAt, at }) ?? before;
      return {
        change: { before, after },
        letters: await writeLetter('offer', { gathering, booking: after, at }, deps),
      };
    }),
  );
  const fitting = made.slice(
    0,
    countWithin(made.map(({ change, letters }) => sizeOf([change.after, letters]))),
  );
  const given = nextOffers(gathering, quotas, wishes, fitting.length) ?? offers;
  return {
    ...{ gathering: gathering.id, at, quotas: given.quotas },
    bookings: fitting.map(({ change }) => change),
    letters: fitting.flatMap(({ letters }) => letters),
    line: { leaves: given.wishes.map(({ number }) => number) },
  };
}

/** DynamoDB takes 4 MB in one transaction; numbers and names of members take a little more there than in JSON. */
const mostBytes = 3_000_000;

const sizeOf = (rows: unknown): number => Buffer.byteLength(JSON.stringify(rows));

/** How many of these sizes, from the first, one transaction takes: at least one. */
function countWithin(sizes: readonly number[]): number {
  let sum = 0;
  const over = sizes.findIndex((size) => {
    sum += size;
    return sum > mostBytes;
  });
  return over < 0 ? sizes.length : Math.max(1, over);
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

/** It has started: the line ends, without letters. */
async function ending(
  gathering: Gathering,
  at: Instant,
  deps: LifeDeps,
): Promise<Move | 'again' | undefined> {
  const wishes = await deps.bookings.wishes(gathering.id, mostLeaving);
  if (!wishes.length) return undefined;
  const rows = await waitingRows(gathering, wishes, deps);
  return rows ? leaving(rows, { gathering, at }) : 'again';
}

/** As many as one transaction takes leave the line. In strict order the next one may fit then. */
function leaving(rows: readonly Booking[], { gathering, at }: { gathering: Gathering; at: Instant }): Move {
  const bookings = rows.slice(0, countWithin(rows.map(sizeOf))).flatMap((before) => {
    const after = givenUp(before, at);
    return after ? [{ before, after }] : [];
  });
  return {
    ...{ gathering: gathering.id, at },
    bookings: bookings.map(({ before, after }) => ({ before, after: withoutPerson(after, at) })),
    line: {
      leaves: bookings.map(({ after }) => after.number ?? 0),
      ...{ isRaised: true, unsettled: true },
    },
  };
}
