import { actOnDue } from '../../../functions/bookings/act-on-due.ts';
import type { LifeDeps } from '../../../functions/bookings/booking/life.ts';
import type { Booking, BookingState } from '../../../functions/bookings/booking.ts';
import type { EventText, Gathering } from '../../../functions/bookings/gathering.ts';
import { hearEvent } from '../../../functions/bookings/hearing/hear-event.ts';
import type { HeardEvent } from '../../../functions/bookings/hearing/heard-event.ts';
import { wantsOf } from '../../../functions/bookings/moves/places.ts';
import { erasePerson } from '../../../functions/bookings/people/erase-person.ts';
import type { Quota } from '../../../functions/bookings/ports.ts';
import { quotasOfTicket } from '../../../functions/bookings/sale.ts';
import { settleLine } from '../../../functions/bookings/settle-line.ts';
import { updateGathering } from '../../../functions/bookings/update-gathering.ts';
import { ulids } from '../../../functions/runtime/ids.ts';
import { aClock, type Gate, gated } from '../newsletters/issues/fakes.ts';
import { memoryKeys } from '../runtime/people/memory-keys.ts';
import { aPress } from './a-gathering.ts';
import { MemoryBookings } from './memory-bookings.ts';

export const aSchool: EventText = {
  title: 'Summer School of the Harbour',
  starts: '2027-07-01T10:00',
  ends: '2027-07-02T17:00',
  timezone: 'Europe/London',
  capacity: 10,
  tickets: [
    { id: 'waged', name: 'Waged', price: 0 },
    { id: 'unwaged', name: 'Unwaged', price: 0, places: 4 },
  ],
};

export const open: Gate = async (_name, call) => call();

/** The room, with documents as the content room has them, and what hearing, time and editors do. */
export function aSeason(start = '2027-03-01T12:00:00.000Z') {
  const clock = aClock(start);
  const bookings = new MemoryBookings();
  const ids = ulids(clock, (bytes) => bytes.fill(7));
  const documents = new Map<string, HeardEvent & { id: string }>();
  const errors: unknown[] = [];
  let version = 0;

  const deps = (gate: Gate = open) => ({
    ...lifeOf(gate),
    access: { all: (id: string) => bookings.all(id), of: bookings.of, erase: gatedAccess(gate).erase },
    hasTime: () => true,
    log: { error: (text: string) => void errors.push(text) },
    published: {
      idAt: async (slug: string) => documents.get(slug)?.id,
      standing: async (id: string): Promise<HeardEvent> =>
        [...documents.values()].find((one) => one.id === id) ?? { status: 'gone', version: 0 },
    },
    settle: (gathering: string) => settleLine(gathering, lifeOf(gate), { isCounted: true }),
  });

  const gatedAccess = (gate: Gate) => ({
    erase: (gathering: string, code: string) =>
      gate('access.erase', () => bookings.erase(gathering, code), [gathering, code]),
  });

  const lifeOf = (gate: Gate): LifeDeps & { backoff: () => Promise<void> } => ({
    bookings: gated('bookings', bookings, gate),
    press: async () => aPress,
    ...{ keys: memoryKeys(), clock, ids },
    attempts: () => async () => true,
    backoff: async () => undefined,
    log: { error: (text: string) => void errors.push(text) },
  });

  const row = async (id = 'SCHOOL'): Promise<Gathering> => {
    const found = await bookings.gathering(id);
    if (!found) throw new Error(`There is no event ${id}`);
    return found;
  };

  return {
    ...{ clock, bookings, documents, errors, deps, row },
    now: () => clock.now().toISOString(),
    letters: (kind?: string) => bookings.letters.filter((one) => kind === undefined || one.kind === kind),
    /** Hands in the document, or changes it. */
    stand(text: Partial<EventText> = {}, more: Partial<HeardEvent> & { slug?: string; id?: string } = {}) {
      const { slug = 'school', id = 'SCHOOL', ...others } = more;
      version += 1;
      const body = { html: '<p>Come.</p>', text: 'Come.' };
      documents.set(slug, {
        ...{ status: 'published', slug, id, version, isRestored: false, findings: [], body },
        text: { ...aSchool, ...text },
        ...others,
      } as HeardEvent & { id: string });
    },
    hear: (gate?: Gate, slug = 'school', id = 'SCHOOL') => hearEvent({ slug, id }, deps(gate)),
    tick: (gate?: Gate) => actOnDue(deps(gate)),
    erase: (hash: string, at: string, gate?: Gate) => erasePerson({ hash, at }, deps(gate)),
    change: (decide: (row: Gathering, at: string) => Gathering | undefined, gate?: Gate) =>
      updateGathering('SCHOOL', decide, deps(gate)),
    quota: async (name: string): Promise<Quota | undefined> => (await bookings.quotas('SCHOOL', [name]))[0],

    /** A booking by the terms of now, with its places taken or its wish in the line. */
    async book(code: string, state: BookingState, tickets: string[], more: Partial<Booking> = {}) {
      const gathering = await row();
      const line = await bookings.line('SCHOOL');
      const booking = bookingOf(gathering, { code, state, tickets, at: clock.now().toISOString() }, more);
      const wants = wantsOf(booking.places);
      const count = state === 'booked' || state === 'held' || state === 'offered' ? state : undefined;
      const number = line.last + 1;
      const { outcome } = await bookings.make({
        ...{ gathering: gathering.id, at: booking.at },
        ...(count && {
          quotas: Object.entries(wants).map(([name, n]) => ({
            ...{ name, add: { free: -n, [count]: n }, demands: { openBy: gathering.terms } },
          })),
        }),
        ...(state === 'waiting' && { line: { isRaised: true, joins: { number, code, wants } } }),
        bookings: [{ after: { ...booking, ...(state === 'waiting' && { number }) } }],
        access: [{ code, text: `Needs of ${code}` }],
      });
      return outcome;
    },
  };
}

export type Season = ReturnType<typeof aSeason>;

interface Wanted {
  code: string;
  state: BookingState;
  tickets: string[];
  at: string;
}

function bookingOf(
  { id, text, terms }: Gathering,
  { code, state, tickets, at }: Wanted,
  more: Partial<Booking>,
): Booking {
  return {
    ...{ code, gathering: id, state, terms, at, movedAt: at, sequence: 0, linkVersion: 1, writes: 0 },
    ...{ email: `${code.toLowerCase()}@home.example`, addressHash: `hash-${code}`, name: `Name ${code}` },
    places: tickets.map((ticket, at) => {
      const known = text.tickets.find((one) => one.id === ticket);
      if (!known) throw new Error(`No ticket ${ticket}`);
      const place = { id: `${at + 1}`, ticket, price: known.price, quotas: quotasOfTicket(known) };
      return { ...place, name: `Guest of ${code}`, answers: { diet: 'beans' } };
    }),
    ...more,
  };
}

/** Promise 5, and that rows and bookings tell the same. */
export async function checkPlaces({ bookings }: Season): Promise<void> {
  const { quotas, bookings: rows } = bookings.rows();
  for (const quota of quotas) {
    const { name, booked, held, offered, passing, free, over, capacity } = quota;
    const taken = booked + held + offered;
    const numbers = [booked, held, offered, passing, free, over, capacity];
    if (numbers.some((number) => number < 0)) throw new Error(`Below 0: ${JSON.stringify(quota)}`);
    if (taken + passing + free !== Math.max(capacity, taken + passing))
      throw new Error(`Not its capacity: ${JSON.stringify(quota)}`);
    if (over > 0 && (free > 0 || passing > 0)) throw new Error(`Free beyond: ${JSON.stringify(quota)}`);
    const counted = (state: BookingState) =>
      rows
        .filter((one) => one.gathering === quota.gathering && one.state === state)
        .flatMap(({ places }) => places)
        .filter((place) => place.quotas.includes(name)).length;
    for (const state of ['booked', 'held', 'offered'] as const)
      if (counted(state) !== quota[state]) throw new Error(`Not its bookings: ${state} of ${name}`);
  }
}
