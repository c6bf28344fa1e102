import fc from 'fast-check';
import { expect, it } from 'vitest';
import { acceptOffer } from '../../../../functions/bookings/booking/answer-offer.ts';
import { type BookDeps, bookPlaces } from '../../../../functions/bookings/booking/book-places.ts';
import { cancelBooking } from '../../../../functions/bookings/booking/cancel-booking.ts';
import { confirmBooking } from '../../../../functions/bookings/booking/confirm-booking.ts';
import { giveBackPlaces } from '../../../../functions/bookings/booking/give-back-places.ts';
import { times } from '../../../times.ts';
import { type Capacities, Model, type ModelBooking, type Ticket } from './model.ts';
import { Processes } from './processes.ts';
import { tick } from './steps.ts';
import { id, World } from './world.ts';

interface Start {
  capacities: Capacities;
  isStrict: boolean;
  keepsList: boolean;
  daysBefore: number;
}

const aStart: fc.Arbitrary<Start> = fc.record({
  capacities: fc.record({
    all: fc.integer({ min: 0, max: 8 }),
    own: fc.integer({ min: 0, max: 4 }),
    hall: fc.integer({ min: 0, max: 4 }),
  }),
  isStrict: fc.boolean(),
  keepsList: fc.boolean(),
  daysBefore: fc.constantFrom(20, 2, 0.1),
});

const textOf = ({ all, own, hall }: Capacities) => ({
  capacity: all,
  tickets: [
    { id: 'open', name: 'Open', price: 0 },
    { id: 'own', name: 'Own', price: 0, places: own },
    { id: 'paid', name: 'Paid', price: 1000, quotas: ['hall'] },
  ],
  quotas: [{ name: 'hall', places: hall }],
});

/** The same thing, done by the room and told to the model. */
interface Play {
  model: Model;
  world: World;
  deps: BookDeps;
  codes: string[];
}

type Command = { name: string; run(play: Play): Promise<void> };

const aBook: fc.Arbitrary<Command> = fc
  .array(fc.constantFrom<Ticket>('open', 'own', 'paid'), { minLength: 1, maxLength: 4 })
  .map((tickets) => ({
    name: `book ${tickets.join(', ')}`,
    run: async ({ model, deps, codes }) => {
      const places = tickets.map((ticket) => ({ ticket, quantity: 1 }));
      const wish = { gathering: id, email: 'mara@home.example', name: 'Mara', places };
      const before = model.bookings.filter(({ state }) => state === 'waiting').length;
      const result = await bookPlaces(wish, { by: 'ed' }, deps);
      expect(result.outcome).toBe(model.book(tickets));
      if (!('answer' in result)) return;
      codes.push(result.answer.code);
      if (result.outcome === 'waiting') expect(result.answer.position).toBe(before + 1);
    },
  }));

type Ref = { gathering: string; code: string };

const ofBooking = (
  name: string,
  does: (ref: Ref, deps: BookDeps, first: string) => Promise<{ outcome: string }>,
  model: (model: Model, booking: ModelBooking) => boolean,
): fc.Arbitrary<Command> =>
  fc.nat({ max: 40 }).map((which) => ({
    name: `${name} ${which}`,
    run: async (play) => {
      const at = which % Math.max(1, play.codes.length);
      const [code, booking] = [play.codes[at], play.model.bookings[at]];
      if (code === undefined || !booking) return;
      const places = (await play.world.table.booking(id, code))?.places ?? [];
      const { outcome } = await does({ gathering: id, code }, play.deps, places[0]?.id ?? '');
      expect(outcome).toBe(model(play.model, booking) ? 'done' : 'unchanged');
    },
  }));

const aCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: aBook },
  ofBooking(
    'cancel',
    (ref, deps) => cancelBooking(ref, {}, deps),
    (model, one) => model.end(one),
  ),
  ofBooking(
    'accept',
    (ref, deps) => acceptOffer(ref, {}, deps),
    (model, one) => model.accept(one),
  ),
  ofBooking(
    'confirm',
    (ref, deps) => confirmBooking(ref, { by: 'ed' }, deps),
    (model, one) => model.confirm(one),
  ),
  ofBooking(
    'give back',
    (ref, deps, first) => giveBackPlaces(ref, { places: [first] }, deps),
    (model, one) => model.giveBackFirst(one),
  ),
  fc.constantFrom(1, 30, 7 * 60, 25 * 60, 8 * 24 * 60).map((minutes) => ({
    name: `${minutes} minutes pass`,
    run: async ({ model, world }: Play) => {
      const milliseconds = minutes * 60_000;
      if (world.now + milliseconds >= Date.UTC(2027, 6, 1, 9)) return;
      world.now += milliseconds;
      model.pass(milliseconds);
    },
  })),
  fc
    .tuple(fc.constantFrom('all' as const, 'own' as const, 'hall' as const), fc.nat({ max: 9 }))
    .map(([quota, places]) => ({
      name: `${quota} has ${places}`,
      run: async ({ model, world, deps }: Play) => {
        const capacities = { ...model.capacities, [quota]: places };
        await world.change((row) => ({ ...row, text: { ...row.text, ...textOf(capacities) } }), deps);
        model.change({ [quota]: places });
      },
    })),
);

async function expectSame({ model, world, codes }: Play): Promise<void> {
  const { bookings, quotas } = world.look();
  const states = codes.map((code) => bookings.find((one) => one.code === code)?.state);
  expect(states).toEqual(model.bookings.map(({ state }) => state));
  for (const [name, quota] of [
    ['all', 'all'],
    ['ticket:own', 'own'],
    ['quota:hall', 'hall'],
  ] as const)
    expect(quotas.find((one) => one.name === name)).toMatchObject({
      booked: model.taken(quota, ['booked']),
      held: model.taken(quota, ['held']),
      offered: model.taken(quota, ['offered']),
      free: model.free(quota),
      passing: 0,
    });
  expect(world.wrong).toEqual([]);
}

async function play(start: Start, commands: readonly Command[]): Promise<void> {
  const world = new World({}, start.daysBefore);
  await world.open({
    ...textOf(start.capacities),
    ...(start.isStrict && { passingOver: false as const }),
    ...(!start.keepsList && { waitingList: false as const }),
  });
  const model = new Model(start.capacities, { ...start, startsAt: Date.UTC(2027, 6, 1, 9), now: world.now });
  const codes: string[] = [];
  for (const command of commands) {
    const processes = new Processes([]);
    const deps = world.deps(processes, undefined, true);
    const one = { model, world, deps, codes };
    await processes.run([
      async () => {
        await command.run(one);
        while (await tick(deps));
        await expectSame(one);
      },
    ]);
  }
}

it('does what a list of bookings says that it does', { timeout: 3_600_000 }, async () => {
  const commands = fc.array(aCommand, { minLength: 5, maxLength: 40, size: 'max' });
  await fc.assert(fc.asyncProperty(aStart, commands, play), { numRuns: times(100) });
});
