import type { Backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Booking, Place } from '../booking.ts';
import { capacitiesOf, type EventText, type Gathering, type Instant } from '../gathering.ts';
import { wantsOf } from '../moves/places.ts';
import type { Bookings } from '../ports.ts';
import { RowsKeepChanging } from '../update-gathering.ts';
import { type HeardEvent, hearing, needsCounting, type Seen } from './heard-event.ts';
import { allOf, quotasNow, soldOf } from './sold.ts';

/*
 * An event of the bus says only that a document may stand otherwise: it may come twice, late and after a newer one. What
 * stands is read, always after the row that follows from it, and the row is written on the condition that it is as it was
 * read: whatever was written last followed from the newest state that anybody read.
 *
 * | the function dies after        | and then                                                                     |
 * | ------------------------------ | ---------------------------------------------------------------------------- |
 * | reading, at any point          | nothing happened: the message comes back                                     |
 * | the row and its quotas         | heard again: nothing follows, or what takes a further transaction            |
 * | a ticket was closed            | heard again: its bookings are looked through, it stays or is dropped         |
 * | a quota was put on sold tickets| it has no places and refuses; heard again: it is counted and gets its places |
 * | some wishes want it as well    | heard again: the others do; what was offered before is counted               |
 * | the last of it, not the line   | the line is unsettled: the table's stream serves it, or the tick             |
 *
 * - Somebody books by the old terms meanwhile: before the transaction it counts, after it is refused.
 * - Two hear different versions: who wrote second with an older one is refused, and reads again.
 * - Free places are fewer than they were read: refused, and read again.
 */

/** The content room's documents, read as they stand. */
export interface PublishedEvents {
  /** Id of the document that stands at a slug. */
  idAt(slug: string): Promise<string | undefined>;
  /** The document with this identity, at whatever slug it stands. @param slug Where it stood at some time. */
  standing(id: string, slug: string): Promise<HeardEvent>;
}

export interface Deps {
  bookings: Pick<Bookings, 'gathering' | 'atSlug' | 'quotas' | 'line' | 'bookings' | 'make'>;
  published: PublishedEvents;
  /** Serves the line of a gathering. */
  settle: (gathering: string) => Promise<unknown>;
  clock: Clock;
  backoff: Backoff;
}

/** What an event names. */
export interface HeardOf {
  slug: string;
  /** Lasting identity. */
  id: string;
}

/** Also the event that stood at the slug by the rows: what stands there now may have taken its place. */
export async function hearEvent({ slug, id }: HeardOf, deps: Deps): Promise<void> {
  const [there, known] = await Promise.all([deps.published.idAt(slug), deps.bookings.atSlug(slug)]);
  for (const one of new Set([id, there, known])) if (one !== undefined) await hearIdentity(one, slug, deps);
}

const mostAttempts = 25;
/** Transactions that one document may take: the quotas of the largest vanish in a few. */
const mostMoves = 20;

async function hearIdentity(id: string, slug: string, deps: Deps): Promise<void> {
  let [moves, refused] = [0, 0];
  while (moves < mostMoves && refused < mostAttempts) {
    if (refused) await deps.backoff(refused);
    const outcome = await follow(id, slug, deps);
    if (outcome === 'followed') return void (moves && (await deps.settle(id)));
    if (outcome === 'refused') refused += 1;
    else moves += 1;
  }
  throw new RowsKeepChanging();
}

async function follow(id: string, slug: string, deps: Deps): Promise<'followed' | 'moved' | 'refused'> {
  const before = await deps.bookings.gathering(id);
  const event = await deps.published.standing(id, before?.slug ?? slug);
  if (!before && event.status !== 'published') return 'followed';
  const at = deps.clock.now().toISOString();
  if (before?.uncounted && !(await requote(before, at, deps))) return 'refused';
  const seen = await seenOf(id, before, event, deps);
  const move = hearing(id, before, event, seen, at);
  if (!move) return 'followed';
  const { outcome } = await deps.bookings.make(move);
  return outcome === 'done' ? 'moved' : 'refused';
}

/** Who waits will take places of every quota that their tickets have by now. False: somebody's row was written meanwhile. */
async function requote({ id, text }: Gathering, at: Instant, { bookings }: Deps): Promise<boolean> {
  for await (const before of allOf(id, bookings)) {
    const places = before.state === 'waiting' ? quoted(before, text) : undefined;
    if (!places) continue;
    const { number = 0, code } = before;
    const { outcome } = await bookings.make({
      ...{ gathering: id, at, bookings: [{ before, after: { ...before, places } }] },
      line: { rewrites: [{ number, code, wants: wantsOf(places) }] },
    });
    if (outcome !== 'done') return false;
  }
  return true;
}

/** Its places with all quotas of their tickets; undefined: they have them. */
function quoted(booking: Booking, text: EventText): Place[] | undefined {
  const places = booking.places.map((place) => ({
    ...place,
    quotas: [...new Set([...place.quotas, ...quotasNow(place, booking, text)])].sort(),
  }));
  return places.some(({ quotas }, at) => quotas.length > (booking.places[at]?.quotas.length ?? 0))
    ? places
    : undefined;
}

async function seenOf(
  id: string,
  before: Gathering | undefined,
  event: HeardEvent,
  { bookings }: Deps,
): Promise<Seen> {
  const text = event.status === 'published' ? event.text : before?.text;
  const names = [...new Set([...(before?.quotas ?? []), ...(text ? capacitiesOf(text).keys() : [])])];
  const [quotas, line] = await Promise.all([bookings.quotas(id, names), bookings.line(id)]);
  const sold =
    before && text && needsCounting(before, text) ? await soldOf(before, text, bookings) : undefined;
  return { quotas, line, ...(sold && { sold }) };
}
