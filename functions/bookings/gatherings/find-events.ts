import type { Clock } from '../../runtime/clock.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { instantOf, localDate } from '../../runtime/zoned-time.ts';
import { type Gathering, type Press, wholeQuota } from '../gathering.ts';
import type { Bookings } from '../ports.ts';
import { quotasOfTicket } from '../sale.ts';
import { isShown, isWithdrawn, type ShownEvent, shownEvent } from './shown-event.ts';

export interface Deps {
  bookings: Pick<Bookings, 'gathering' | 'atSlug' | 'gatherings' | 'quotas' | 'line'>;
  press: () => Promise<Press>;
  clock: Clock;
}

/** What is at the address of one event. `moved`: it has another slug by now. */
export type FoundEvent =
  | { outcome: 'shown'; event: ShownEvent }
  | { outcome: 'moved'; slug: string }
  | { outcome: 'withdrawn' }
  | { outcome: 'unknown' };

export async function findEvent(slug: string, deps: Deps): Promise<FoundEvent> {
  const { bookings, clock } = deps;
  const found = await findGathering(slug, deps);
  if (found.outcome !== 'found') return found;
  const { gathering } = found;
  const counts = await countsOf(gathering, bookings);
  return { outcome: 'shown', event: shownEvent(gathering, counts, clock.now()) };
}

export type FoundGathering =
  | { outcome: 'found'; gathering: Gathering }
  | Exclude<FoundEvent, { outcome: 'shown' }>;

/** The same without its places. */
export async function findGathering(
  slug: string,
  { bookings }: { bookings: Pick<Bookings, 'gathering' | 'atSlug'> },
): Promise<FoundGathering> {
  const id = await bookings.atSlug(slug);
  const gathering = id === undefined ? undefined : await bookings.gathering(id);
  if (!gathering) return { outcome: 'unknown' };
  if (isWithdrawn(gathering)) return { outcome: 'withdrawn' };
  if (!isShown(gathering)) return { outcome: 'unknown' };
  return gathering.slug === slug
    ? { outcome: 'found', gathering }
    : { outcome: 'moved', slug: gathering.slug };
}

/** Reads the quotas that its tickets need, and whether somebody waits. */
export async function countsOf(gathering: Gathering, bookings: Pick<Bookings, 'quotas' | 'line'>) {
  const names = [...new Set([wholeQuota, ...gathering.text.tickets.flatMap(quotasOfTicket)])];
  const isStrict = gathering.text.passingOver === false;
  const [quotas, line] = await Promise.all([
    bookings.quotas(gathering.id, names),
    isStrict ? bookings.line(gathering.id) : { waiting: 0 },
  ]);
  return { quotas, line };
}

/** Events on a page, and in the calendar of all. */
const pageLength = 30;
const calendarLength = 300;

/** Events of so many days may be going on: which are over is seen from their end. */
const longestEvent = 31 * 86_400_000;
/** Calendars show for so long what was. */
const calendarPast = 92 * 86_400_000;

/** What is on from now, the next first, with the position after which there is more. */
export async function comingEvents(after: string | undefined, deps: Deps, limit = pageLength) {
  const now = deps.clock.now();
  const from = new Date(now.getTime() - longestEvent).toISOString();
  const { items, next } = await pageOf(
    { from, limit, ...(after !== undefined && { after }) },
    (gathering) => isShown(gathering) && gathering.endsAt > now.toISOString(),
    deps,
  );
  const events = await mapConcurrently(items, { concurrency: 8 }, async (gathering) =>
    shownEvent(gathering, await countsOf(gathering, deps.bookings), now),
  );
  return { events, next, now };
}

/** Everything that a calendar of the press has: what was of late, too, and what was called off. */
export async function calendarEvents({ bookings, clock }: Deps): Promise<Gathering[]> {
  const from = new Date(clock.now().getTime() - calendarPast).toISOString();
  const { items } = await pageOf({ from, limit: calendarLength }, isShown, { bookings });
  return items;
}

/** What is over of a year (in the press's zone), the newest first, and the years beside it that have something. Without a
 *  year the newest that has. */
export async function pastEvents(year: number | undefined, after: string | undefined, deps: Deps) {
  const { timezone } = await deps.press();
  const now = deps.clock.now().toISOString();
  const isOver = (gathering: Gathering) => isShown(gathering) && gathering.endsAt <= now;
  const yearOf = ({ startsAt }: Gathering) => Number(localDate(startsAt, timezone).slice(0, 4));
  const nearest = async (range: Range) => {
    const { items } = await pageOf({ ...range, limit: 5 }, isOver, deps);
    return items[0] && yearOf(items[0]);
  };
  const wanted = year ?? (await nearest({ from: now, past: true }));
  if (wanted === undefined) return { gatherings: [] };
  const startOf = (one: number) => instantOf(`${one}-01-01T00:00`, timezone);
  const [first, last] = [startOf(wanted), startOf(wanted + 1)];
  const [{ items, next }, before, later] = await Promise.all([
    pageOf(
      { from: last, until: first, past: true, limit: pageLength, ...(after && { after }) },
      isOver,
      deps,
    ),
    nearest({ from: first, past: true }),
    nearest({ from: last, until: now }),
  ]);
  return { year: wanted, gatherings: items, next, before, after: later };
}

type Asked = Parameters<Bookings['gatherings']>[0];
type Range = Omit<Asked, 'limit'>;

/** Reads on until the page is full of what is wanted, or there is no more. At most some pages: who asks never waits long. */
async function pageOf(
  range: Asked,
  isWanted: (gathering: Gathering) => boolean,
  { bookings }: Pick<Deps, 'bookings'>,
): Promise<{ items: Gathering[]; next?: string | undefined }> {
  const items: Gathering[] = [];
  let after = range.after;
  for (let reads = 0; reads < 8; reads++) {
    const limit = range.limit - items.length;
    const page = await bookings.gatherings({ ...range, limit, ...(after !== undefined && { after }) });
    items.push(...page.items.filter(isWanted));
    after = page.next;
    if (after === undefined || items.length >= range.limit) break;
  }
  return { items, next: after };
}
