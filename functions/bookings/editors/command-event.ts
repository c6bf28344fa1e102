import { canonicalJson } from '../../runtime/canonical-json.ts';
import { Problem } from '../../runtime/problem.ts';
import type { EventLetter } from '../api/editor-requests.ts';
import { writeLetter } from '../booking/write-letter.ts';
import type { Booking } from '../booking.ts';
import type { Gathering } from '../gathering.ts';
import { callingOff, closedByEditor, isCalledOff, opened, withWalk } from '../gathering-moves.ts';
import { idOfKey, letterIdFrom } from '../letter-id.ts';
import { readBookingCode } from '../order/codes.ts';
import { putLetter } from '../people/put-letter.ts';
import { type Deps as UpdateDeps, updateGathering as update } from '../update-gathering.ts';
import { allBookings } from './all-bookings.ts';
import type { Deps as BookingDeps } from './command-booking.ts';
import { demandGathering } from './find-gathering.ts';
import * as refusals from './refusals.ts';
import { isLive } from './shown-booking.ts';
import { countsOf, hasEnded, shownEvent } from './shown-event.ts';

/*
 * What an editor demands of an event. Its row and its quotas change in one transaction; letters to many leave by a walk
 * that the tick goes on with. What the function dies of leaves this behind:
 *
 * | dies | |
 * | --- | --- |
 * | before the transaction | nothing was done |
 * | after it, before the answer | done; asked again with the same key the walk has the same id, and each is told once |
 * | among letters to bookings that were named | some are put; asked again with the same key, they are put once |
 */

export type Deps = BookingDeps & UpdateDeps;

/** @throws Problem (503) where others keep writing the row. */
const updateGathering: typeof update = (id, change, deps) => update(id, change, deps).catch(refusals.orBusy);

const shown = async (gathering: Gathering, deps: Deps) =>
  shownEvent(gathering, await countsOf(gathering, deps), deps.clock.now());

/** Opens or closes booking. @throws Problem (404, 409), “Unchanged” of one that is so already */
export async function switchBooking(slug: string, open: boolean, deps: Deps) {
  const gathering = await demandGathering(slug, deps);
  const after = await updateGathering(gathering.id, open ? opened : closedByEditor, deps);
  if (after) return shown(after, deps);
  const { state, why } = gathering;
  if (isCalledOff(gathering)) throw refusals.conflict('The event is cancelled, for good.');
  if (open && state === 'closed') throw refusals.conflict(refusals.whyClosed({ why }));
  throw refusals.unchanged(open ? 'booking is open already.' : 'booking is closed already.');
}

/**
 * Cancels an event for good: nobody books from now on, and a walk cancels every booking and tells its people. Who booked
 * while they were counted is among them. @throws Problem (404, 409)
 */
export async function cancelEvent(
  slug: string,
  { bookings: expected, note }: { bookings: number; note?: string | undefined },
  deps: Deps,
) {
  const gathering = await demandGathering(slug, deps);
  if (isCalledOff(gathering)) return shown(gathering, deps);
  if (hasEnded(gathering, deps.clock.now())) throw refusals.isOver(gathering);
  const count = await liveBookings(gathering.id, deps);
  if (count !== expected) throw refusals.conflict(otherCount(count, expected));
  const id = deps.ids.next();
  const after = await updateGathering(gathering.id, (row, at) => callingOff(row, { id, note }, at), deps);
  return shown(after ?? (await demandGathering(slug, deps)), deps);
}

async function liveBookings(id: string, deps: Deps): Promise<number> {
  let count = 0;
  for await (const booking of allBookings(id, deps)) if (isLive(booking)) count += 1;
  return count;
}

const otherCount = (count: number, expected: number): string =>
  `Nothing was cancelled: ${count} ${count === 1 ? 'booking has places or waits' : 'bookings have places or wait'}, ` +
  `not ${expected}. To cancel the event all the same, say it again with ${count}.`;

/**
 * Has people written to: all who come or wait, some of them, or bookings that are named. The same letter under the same
 * key leaves once; another letter is another, also under a key that was used. @throws Problem (404, 409, 422, 503)
 */
export async function writeToAttendees(
  slug: string,
  letter: EventLetter,
  { key }: { key: string },
  deps: Deps,
): Promise<void> {
  const why = whyNotWritten(letter);
  if (why) throw refusals.refused([why]);
  const gathering = await demandGathering(slug, deps);
  if (isCalledOff(gathering)) throw refusals.conflict('The event is cancelled: everybody is told that.');
  if (letter.about === 'changes' && hasEnded(gathering, deps.clock.now())) throw refusals.isOver(gathering);
  const id = idOfKey(key, `letters ${gathering.id} ${canonicalJson(letter)}`);
  const codes = letter.to?.bookings;
  if (codes) return writeToNamed(gathering, { codes, note: letter.note ?? '', id }, deps);
  await walk(gathering, letter, id, deps);
}

function whyNotWritten({ about, note, to }: EventLetter) {
  if (about === 'message' && !note) return { where: 'note', text: 'Please say what the letter says.' };
  if (about === 'changes' && to)
    return { where: 'to', text: 'Everybody who comes or waits is told of changes. Leave it out.' };
  if (to?.bookings && (to.states || to.tickets))
    return { where: 'to', text: 'Name bookings, or states and tickets: not both.' };
  return undefined;
}

async function walk(gathering: Gathering, { about, note, to }: EventLetter, id: string, deps: Deps) {
  const unknown = (to?.tickets ?? []).find((name) => !knowsTicket(gathering, name));
  if (unknown !== undefined)
    throw refusals.refused([{ where: 'to.tickets', text: `There is no ticket “${unknown}”.` }]);
  const { states, tickets } = to ?? {};
  const audience = { ...(states && { states }), ...(tickets && { tickets }) };
  const what = about === 'changes' ? 'tell' : 'write';
  const isKnown = ({ progress }: Gathering) => progress?.walks?.some((one) => one.id === id) ?? false;
  const isUnderWay = ({ progress }: Gathering) => progress?.walks?.some((one) => one.what === what) ?? false;
  const after = await updateGathering(
    gathering.id,
    (row, at) =>
      isKnown(row) || isUnderWay(row)
        ? undefined
        : withWalk(row, { id, what, ...(note && { note }), ...(to && { to: audience }) }, at),
    deps,
  );
  if (after || isKnown(await demandGathering(gathering.slug, deps))) return;
  throw refusals.conflict(
    'Nothing was sent: other letters to them are leaving still. Please try again in a minute or two.',
  );
}

const knowsTicket = ({ text, closedTickets }: Gathering, name: string): boolean =>
  [...text.tickets, ...closedTickets].some(({ id }) => id === name);

async function writeToNamed(
  gathering: Gathering,
  { codes, note, id }: { codes: string[]; note: string; id: string },
  deps: Deps,
): Promise<void> {
  const bookings = await named(gathering, codes, deps);
  const at = deps.clock.now().toISOString();
  for (const booking of bookings) {
    const letterId = letterIdFrom(id, booking.code);
    const [letter] = await writeLetter('message', { gathering, booking, at, note, id: letterId }, deps);
    if (letter) await putLetter(letter, gathering.id, deps).catch(refusals.orBusy);
  }
}

/** All of them, or nobody is written to. @throws Problem (404, 409) */
async function named({ id }: Gathering, codes: string[], { bookings }: Deps): Promise<Booking[]> {
  const found: Booking[] = [];
  for (const typed of new Set(codes)) {
    const code = readBookingCode(typed);
    const booking = code && (await bookings.booking(id, code));
    if (!booking) throw new Problem(404, `Nothing was sent: this event has no booking ${typed}.`);
    if (!isLive(booking)) throw refusals.conflict(`Nothing was sent: of ${code}: ${refusals.nowOf(booking)}`);
    found.push(booking);
  }
  return found;
}
