import fc from 'fast-check';
import { acceptOffer, declineOffer } from '../../../../functions/bookings/booking/answer-offer.ts';
import { type BookDeps, bookPlaces } from '../../../../functions/bookings/booking/book-places.ts';
import { cancelBooking } from '../../../../functions/bookings/booking/cancel-booking.ts';
import { confirmBooking } from '../../../../functions/bookings/booking/confirm-booking.ts';
import { giveBackPlaces } from '../../../../functions/bookings/booking/give-back-places.ts';
import { lapseBooking } from '../../../../functions/bookings/booking/lapse-booking.ts';
import { leaveLine } from '../../../../functions/bookings/booking/leave-line.ts';
import { swapTicket } from '../../../../functions/bookings/booking/swap-ticket.ts';
import type { Booking, BookingState } from '../../../../functions/bookings/booking.ts';
import type { EventText, Gathering } from '../../../../functions/bookings/gathering.ts';
import { settleLine } from '../../../../functions/bookings/settle-line.ts';
import { id, type World } from './world.ts';

/** One thing that somebody does, as a function that runs from its beginning to its end. */
export interface Step {
  name: string;
  run(world: World, deps: BookDeps): Promise<unknown>;
}

export const minute = 60_000;
export const hour = 60 * minute;
const day = 24 * hour;

/** What the event is from the first. */
export interface Start {
  capacity: number;
  ownPlaces: number | undefined;
  hall: number;
  passingOver: boolean;
  waitingList: boolean;
  door: boolean;
  daysBefore: number;
}

export const aStart: fc.Arbitrary<Start> = fc.record({
  capacity: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 6 }) }, fc.constant(14)),
  ownPlaces: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
  hall: fc.integer({ min: 1, max: 5 }),
  passingOver: fc.boolean(),
  waitingList: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
  door: fc.boolean(),
  daysBefore: fc.constantFrom(20, 1, 0.1),
});

/** Two tickets that are free, one with places of its own, and two that cost the same and share a hall. */
export const textOf = ({
  capacity,
  ownPlaces,
  hall,
  passingOver,
  waitingList,
  door,
}: Start): Partial<EventText> => ({
  capacity,
  tickets: [
    { id: 'open', name: 'Open', price: 0 },
    { id: 'own', name: 'Own', price: 0, ...(ownPlaces !== undefined && { places: ownPlaces }) },
    { id: 'paid', name: 'Paid', price: 1000, quotas: ['hall'] },
    { id: 'also', name: 'Also', price: 1000, quotas: ['hall'], places: 3 },
  ],
  quotas: [{ name: 'hall', places: hall }],
  payment: { by: door ? ['door'] : ['transfer'] },
  ...(!passingOver && { passingOver: false as const }),
  ...(!waitingList && { waitingList: false as const }),
});

const tickets = ['open', 'own', 'paid', 'also'] as const;

/** Several requests have one key; what is asked under it is always the same. */
const aBook = fc
  .record({
    key: fc.integer({ min: 0, max: 400 }),
    one: fc.constantFrom(...tickets),
    quantity: fc.constantFrom(1, 1, 1, 2, 3),
    other: fc.option(fc.constantFrom(...tickets), { nil: undefined, freq: 3 }),
  })
  .map(({ key, one, quantity, other }): Step => {
    const name = `book ${quantity} ${one}${other ? ` and 1 ${other}` : ''}`;
    const places = [{ ticket: one, quantity }, ...(other ? [{ ticket: other, quantity: 1 }] : [])];
    const email = `p${key % 40}@home.example`;
    const wish = { gathering: id, email, name: 'Mara', places, key: `${name} ${key % 3}` };
    return {
      name,
      run: async (world, deps) => {
        const result = await bookPlaces(wish, { network: `192.0.2.${key % 200}/32` }, deps);
        world.heard(`${email} ${wish.key}`, result);
      },
    };
  });

type Act = (booking: Booking, deps: BookDeps) => Promise<unknown>;

/** Something that becomes of a booking in one of these states, if there is one. */
const ofBooking = (name: string, states: readonly BookingState[], act: Act): fc.Arbitrary<Step> =>
  fc.nat({ max: 30 }).map((which) => ({
    name,
    run: async ({ table }, deps) => {
      const all = table.rows().bookings.filter(({ state }) => states.includes(state));
      const booking = all[which % Math.max(1, all.length)];
      return booking && act(booking, deps);
    },
  }));

const refOf = ({ gathering, code }: Booking) => ({ gathering, code });

const anAct: fc.Arbitrary<Step> = fc.oneof(
  ofBooking('confirm', ['held'], (one, deps) => confirmBooking(refOf(one), { by: 'ed' }, deps)),
  ofBooking('lapse', ['held', 'offered'], (one, deps) => lapseBooking(refOf(one), deps)),
  ofBooking('cancel', ['booked', 'held'], (one, deps) => cancelBooking(refOf(one), {}, deps)),
  ofBooking('cancel any', ['booked', 'held', 'offered', 'waiting', 'cancelled'], (one, deps) =>
    cancelBooking(refOf(one), {}, deps),
  ),
  ofBooking('give back one', ['booked', 'held', 'offered'], (one, deps) =>
    giveBackPlaces(refOf(one), { places: one.places.slice(0, 1).map((place) => place.id) }, deps),
  ),
  ofBooking('swap', ['booked', 'held'], (one, deps) => {
    const [place] = one.places;
    const other = { open: 'own', own: 'open', paid: 'also', also: 'paid' }[place?.ticket ?? 'open'] ?? 'own';
    return swapTicket(refOf(one), { places: [place?.id ?? ''], ticket: other }, deps);
  }),
  ofBooking('accept', ['offered', 'declined'], (one, deps) => acceptOffer(refOf(one), {}, deps)),
  ofBooking('accept', ['offered'], (one, deps) => acceptOffer(refOf(one), {}, deps)),
  ofBooking('decline', ['offered'], (one, deps) => declineOffer(refOf(one), deps)),
  ofBooking('leave', ['waiting', 'offered'], (one, deps) => leaveLine(refOf(one), deps)),
);

const aSettling: fc.Arbitrary<Step> = fc.constantFrom(
  { name: 'settle', run: (_: World, deps: BookDeps) => settleLine(id, deps) },
  { name: 'settle once', run: (_: World, deps: BookDeps) => settleLine(id, deps, { once: true }) },
  { name: 'tick', run: (_: World, deps: BookDeps) => tick(deps) },
);

/** What the tick does with this gathering. */
export async function tick(deps: BookDeps): Promise<number> {
  const due = await deps.bookings.due(deps.clock.now().toISOString(), 20);
  for (const one of due) {
    if (one.what === 'booking') await lapseBooking(one, deps);
    if (one.what === 'line') await settleLine(one.gathering, deps);
  }
  return due.filter(({ what }) => what !== 'gathering').length;
}

const changed = (text: (known: EventText) => Partial<EventText>) => (gathering: Gathering) => ({
  ...gathering,
  text: { ...gathering.text, ...text(gathering.text) },
});

const withTickets = (change: (ticket: EventText['tickets'][number]) => object) =>
  changed((text) => ({ tickets: text.tickets.map((ticket) => ({ ...ticket, ...change(ticket) })) }));

const withPlaces = (id: string, places: number) =>
  withTickets((ticket) => (ticket.id === id && ticket.places !== undefined ? { places } : {}));

/** The document loses the ticket, or has it again. */
const withoutTicket =
  (id: string) =>
  ({ text, closedTickets, ...gathering }: Gathering): Gathering => ({
    ...gathering,
    text: { ...text, tickets: text.tickets.filter((ticket) => ticket.id !== id) },
    closedTickets: [...closedTickets, ...text.tickets.filter((ticket) => ticket.id === id)],
  });

const withTicket =
  (id: string) =>
  ({ text, closedTickets, ...gathering }: Gathering): Gathering => ({
    ...gathering,
    text: { ...text, tickets: [...text.tickets, ...closedTickets.filter((ticket) => ticket.id === id)] },
    closedTickets: closedTickets.filter((ticket) => ticket.id !== id),
  });

const aChange: fc.Arbitrary<Step> = fc
  .oneof(
    fc
      .integer({ min: 0, max: 8 })
      .map((capacity) => ({ name: `capacity ${capacity}`, by: changed(() => ({ capacity })) })),
    fc
      .integer({ min: 0, max: 5 })
      .map((places) => ({ name: `own places ${places}`, by: withPlaces('own', places) })),
    fc.integer({ min: 0, max: 6 }).map((places) => ({
      name: `hall ${places}`,
      by: changed(() => ({ quotas: [{ name: 'hall', places }] })),
    })),
    fc.constantFrom(1000, 1200, 900).map((price) => ({
      name: `price ${price}`,
      by: withTickets((ticket) => (ticket.price ? { price } : {})),
    })),
    fc.boolean().map((strict) => ({
      name: strict ? 'strict' : 'passing over',
      by: (gathering: Gathering) => {
        const { passingOver: _, ...text } = gathering.text;
        return { ...gathering, text: { ...text, ...(strict && { passingOver: false as const }) } };
      },
    })),
    fc.boolean().map((keeps) => ({
      name: keeps ? 'with a waiting list' : 'without a waiting list',
      by: (gathering: Gathering) => {
        const { waitingList: _, ...text } = gathering.text;
        return { ...gathering, text: { ...text, ...(!keeps && { waitingList: false as const }) } };
      },
    })),
    fc.constantFrom('open' as const, 'open' as const, 'closed' as const).map((state) => ({
      name: state,
      by: (gathering: Gathering) => (gathering.state === 'cancelling' ? gathering : { ...gathering, state }),
    })),
    fc
      .constantFrom('own', 'also', 'open')
      .chain((ticket) =>
        fc.constantFrom(
          { name: `without ${ticket}`, by: withoutTicket(ticket) },
          { name: `with ${ticket} again`, by: withTicket(ticket) },
        ),
      ),
    fc.constantFrom(-1, 1).map((by) => ({
      name: `starts ${by} hours later`,
      by: (gathering: Gathering) => ({
        ...gathering,
        startsAt: new Date(Date.parse(gathering.startsAt) + by * hour).toISOString(),
      }),
    })),
  )
  .map(({ name, by }) => ({ name, run: (world: World, deps: BookDeps) => world.change(by, deps) }));

/** Closes first, then tells everybody once. */
const aCallingOff: fc.Arbitrary<Step> = fc.constant({
  name: 'call off',
  run: async (world, deps) => {
    await world.change((row) => ({ ...row, state: 'cancelling' }), deps);
    const { items } = await deps.bookings.bookings(id, 1_000);
    for (const booking of items)
      await cancelBooking(refOf(booking), { by: 'ed', letter: 'called-off' }, deps);
  },
});

/** Steps that are under way at once, in what order their calls go, and who dies where. */
export interface Round {
  steps: Step[];
  picks: number[];
  /** Of the first. */
  death: { calls: number; after: boolean } | undefined;
  /** Milliseconds that pass before. */
  pass: number;
}

const aStep = fc.oneof(
  { weight: 90, arbitrary: aBook },
  { weight: 90, arbitrary: anAct },
  { weight: 20, arbitrary: aSettling },
  { weight: 20, arbitrary: aChange },
  { weight: 1, arbitrary: aCallingOff },
);

export const aRound: fc.Arbitrary<Round> = fc.record({
  steps: fc.array(aStep, { minLength: 1, maxLength: 4 }),
  picks: fc.array(fc.nat({ max: 11 }), { minLength: 0, maxLength: 40, size: 'max' }),
  death: fc.option(fc.record({ calls: fc.nat({ max: 8 }), after: fc.boolean() }), {
    nil: undefined,
    freq: 2,
  }),
  pass: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(0, 0, 0, minute, 10 * minute) },
    { weight: 1, arbitrary: fc.constantFrom(hour, 13 * hour, day, 8 * day) },
  ),
});
