import type { Ids } from '../runtime/ids.ts';
import { mapConcurrently } from '../runtime/map-concurrently.ts';
import { lapseBooking } from './booking/lapse-booking.ts';
import { recount } from './hearing/recount.ts';
import type { Due } from './ports.ts';
import { settleLine } from './settle-line.ts';
import { updateGathering } from './update-gathering.ts';
import { broughtByTime, lineEnded } from './walks/on-time.ts';
import { type WalkDeps, walkBookings } from './walks/walk-bookings.ts';

/*
 * The index of what is due may be behind, and it names rows alone: whether there is something to do is decided by the row,
 * and each step ends what made the row due.
 *
 * | the function dies after          | and then                                                                  |
 * | -------------------------------- | ------------------------------------------------------------------------- |
 * | a booking lapsed, before its line| its places pass, the line is unsettled and due                            |
 * | some offers of a line            | it is unsettled and due                                                   |
 * | some wishes ended at the start   | the event is due still: the row says that its line ended once nobody waits |
 * | a walk was begun                 | the row has it and is due: it is gone on with, and not begun again        |
 * | … where the line cannot end      | its walks go on all the same, and the line is tried again with each tick    |
 * | a part of a walk                 | see `walks/walk-bookings.ts`                                              |
 *
 * What a restored table finds due at once acts once: reminders of long ago are over, what has lapsed lapses.
 */

export interface Deps extends WalkDeps {
  ids: Ids;
}

/** Rows that are looked up at once. */
const most = 200;
const concurrency = 8;

/**
 * Does what time brings: offers and holds lapse, lines are served that the stream left, reminders set out, walks go on; the
 * oldest first, until nothing is left or the time is over.
 * @throws the first failure, once all others are done.
 */
export async function actOnDue(deps: Deps): Promise<void> {
  const { bookings, clock } = deps;
  const taken = new Set<string>();
  const failures: unknown[] = [];
  let isMore = true;
  while (isMore && deps.hasTime()) {
    // Those that failed stand at the beginning still.
    const due = await bookings.due(clock.now().toISOString(), most + failures.length);
    const fresh = due.filter((one) => !taken.has(nameOf(one)));
    for (const one of fresh) taken.add(nameOf(one));
    await mapConcurrently(fresh, { concurrency }, async (one) => {
      if (deps.hasTime()) await act(one, deps).catch((error: unknown) => void failures.push(error));
    });
    isMore = fresh.length > 0;
  }
  if (failures.length) throw failures[0];
}

const nameOf = (due: Due): string => Object.values(due).join(' ');

/** Others were at the same rows all the time: it is due still. */
class StillDue extends Error {
  override readonly name = 'StillDue';
}

async function act(due: Due, deps: Deps): Promise<void> {
  switch (due.what) {
    case 'booking': {
      const { outcome } = await lapseBooking(due, deps);
      if (outcome === 'busy') throw new StillDue('A booking that has lapsed was not released');
      return;
    }
    case 'line':
      await recount(due.gathering, deps);
      if (!(await settleLine(due.gathering, deps, { isCounted: true })))
        throw new StillDue('A line was not settled');
      return;
    case 'gathering':
      return actOnGathering(due.gathering, deps);
  }
}

/** Its line ends, walks begin, walks go on; each of these may take more than one look. */
const mostSteps = 12;

async function actOnGathering(id: string, deps: Deps): Promise<void> {
  let failure: unknown;
  for (let step = 0; step < mostSteps && deps.hasTime(); step++) {
    const row = await deps.bookings.gathering(id);
    const at = deps.clock.now().toISOString();
    if (!row?.dueAt || row.dueAt > at) break;
    const hasLine = row.startsAt <= at && row.progress?.lineEnded !== row.startsAt;
    // Its walks go on also where its line does not end: people are told, and what has to be erased is.
    if (hasLine && failure === undefined) failure = await failureOf(endLine(id, deps));
    await updateGathering(id, (now, instant) => broughtByTime(now, instant, deps.ids), deps);
    if (!(await walkBookings(id, deps))) break;
  }
  if (failure !== undefined) throw failure;
}

const failureOf = (work: Promise<void>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Whoever waits when it starts waits no more. */
async function endLine(id: string, deps: Deps): Promise<void> {
  const isSettled = await settleLine(id, deps, { isCounted: true });
  const { waiting } = await deps.bookings.line(id);
  if (!isSettled || waiting > 0) throw new StillDue('A line has not ended yet');
  await updateGathering(id, (row, at) => (row.startsAt <= at ? lineEnded(row, at) : undefined), deps);
}
