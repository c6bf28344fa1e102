import { expect, it } from 'vitest';
import { acceptOffer } from '../../../../functions/bookings/booking/answer-offer.ts';
import { type BookDeps, bookPlaces } from '../../../../functions/bookings/booking/book-places.ts';
import { cancelBooking } from '../../../../functions/bookings/booking/cancel-booking.ts';
import { lapseBooking } from '../../../../functions/bookings/booking/lapse-booking.ts';
import type { Bookings } from '../../../../functions/bookings/ports.ts';
import { settleLine } from '../../../../functions/bookings/settle-line.ts';
import { alone } from './alone.ts';
import { id, type Weaken, World } from './world.ts';

/** Three places, all booked; then a group of two waits, and one behind it. */
async function aFullHouse(weaken?: Weaken) {
  const world = new World(weaken ? { weaken } : {});
  await world.open({ capacity: 3, tickets: [{ id: 'open', name: 'Open', price: 0 }] });
  const book = (name: string, quantity: number) =>
    alone(world, (deps) => {
      const places = [{ ticket: 'open', quantity }];
      return bookPlaces({ gathering: id, email: `${name}@home.example`, name, places }, { by: 'ed' }, deps);
    });
  const codes: string[] = [];
  for (const [name, quantity] of [
    ['ana', 1],
    ['ben', 1],
    ['cy', 1],
    ['group', 2],
    ['one', 1],
  ] as const) {
    const result = await book(name, quantity);
    codes.push(result && 'answer' in result ? result.answer.code : '');
  }
  const [ana = '', ben = '', cy = '', group = '', one = ''] = codes;
  const stateOf = async (code: string) => (await world.table.booking(id, code))?.state;
  return { world, ana, ben, cy, group, one, book, stateOf };
}

/** Gives back and dies before it serves the line: it reads booking, gathering and quotas, and makes the move. */
const cancelAndDie = (world: World, code: string) =>
  alone(world, (deps) => cancelBooking({ gathering: id, code }, {}, deps), { calls: 4, after: false });

/** Before the first call of a port something else happens. */
function held(deps: BookDeps, meanwhile: () => Promise<unknown>, at: 'make' | 'booking' = 'make'): BookDeps {
  let isFirst = true;
  const bookings: Bookings = new Proxy(deps.bookings, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (name !== at || typeof member !== 'function') return member;
      return async (...all: unknown[]) => {
        if (isFirst) {
          isFirst = false;
          await meanwhile();
        }
        return Reflect.apply(member, target, all);
      };
    },
  });
  return { ...deps, bookings };
}

/** Serves the line, and just before it writes something else happens. */
const settleBut = (world: World, meanwhile: () => Promise<unknown>) =>
  alone(world, (deps) => settleLine(id, held(deps, meanwhile)));

it('decides an offer anew when more came back before it was made', async () => {
  const { world, ana, ben, group, one, stateOf } = await aFullHouse();
  await cancelAndDie(world, ana);
  expect(await settleBut(world, () => cancelAndDie(world, ben))).toBe(true);
  expect([await stateOf(group), await stateOf(one)]).toEqual(['offered', 'waiting']);
  expect(world.wrong).toEqual([]);
});

it('the control: an offer that does not demand what passes goes over the head of the group', async () => {
  const { world, ana, ben, group, one, stateOf } = await aFullHouse((move) => ({
    ...move,
    ...(move.quotas && {
      quotas: move.quotas.map(({ demands: { exactly, ...demands } = {}, ...quota }) => {
        const { passing: _, ...left } = exactly ?? {};
        return { ...quota, demands: { ...demands, exactly: left } };
      }),
    }),
  }));
  await cancelAndDie(world, ana);
  await settleBut(world, () => cancelAndDie(world, ben));
  expect([await stateOf(group), await stateOf(one)]).toEqual(['waiting', 'offered']);
  expect(world.wrong).toEqual([`${group} was passed over by an offer`]);
});

it('frees nothing when somebody whom it fits has joined meanwhile', async () => {
  const { world, ana, one, book, stateOf } = await aFullHouse();
  await alone(world, (deps) => cancelBooking({ gathering: id, code: one }, {}, deps));
  await cancelAndDie(world, ana);
  let joined: Awaited<ReturnType<typeof book>>;
  await settleBut(world, async () => {
    joined = await alone(world, (deps) =>
      bookPlaces(
        {
          gathering: id,
          email: 'late@home.example',
          name: 'late',
          places: [{ ticket: 'open', quantity: 1 }],
        },
        { by: 'ed' },
        deps,
      ),
    );
  });
  // Whoever asks while places pass serves the line before they wait, and then finds what is free.
  expect(joined?.outcome).toBe('booked');
  expect(world.look()).toMatchObject({
    line: { unsettled: false, waiting: 1 },
    quotas: [{ free: 0, passing: 0 }],
  });
  expect(await stateOf(ana)).toBe('cancelled');
  expect(world.wrong).toEqual([]);
});

it('serves a line once when two do it at the same moment', async () => {
  const { world, ana, ben, cy, group, one, stateOf } = await aFullHouse();
  for (const code of [ana, ben, cy]) await cancelAndDie(world, code);
  await settleBut(world, () => alone(world, (deps) => settleLine(id, deps)));
  expect([await stateOf(group), await stateOf(one)]).toEqual(['offered', 'offered']);
  expect(world.table.letters.filter(({ kind }) => kind === 'offer')).toHaveLength(2);
  expect(world.look()).toMatchObject({
    line: { unsettled: false, waiting: 0 },
    quotas: [{ offered: 3, free: 0 }],
  });
  expect(world.wrong).toEqual([]);
});

it('offers by what a booking wants now, not by the wish as it was read', async () => {
  const { world, ana, one } = await aFullHouse();
  await alone(world, (deps) =>
    world.change((row) => ({ ...row, text: { ...row.text, quotas: [{ name: 'hall', places: 0 }] } }), deps),
  );
  await cancelAndDie(world, ana);
  const requote = async () => {
    const before = await world.table.booking(id, one);
    if (!before) return;
    const places = before.places.map((place) => ({ ...place, quotas: ['all', 'quota:hall'] }));
    const rewrites = [{ number: before.number ?? 0, code: one, wants: { all: 1, 'quota:hall': 1 } }];
    const at = new Date(world.now).toISOString();
    const bookings = [{ before, after: { ...before, places } }];
    expect(await world.table.make({ gathering: id, at, bookings, line: { rewrites } })).toMatchObject({
      outcome: 'done',
    });
  };
  await alone(world, (deps) => settleLine(id, held(deps, requote, 'booking')));
  expect(world.look().quotas).toMatchObject([
    { name: 'all', offered: 0, free: 1, passing: 0 },
    { name: 'quota:hall', offered: 0, free: 0 },
  ]);
  expect(world.wrong).toEqual([]);
});

it('gives a place back once when it lapses and is given up at the same moment', async () => {
  const { world, ana, one, stateOf } = await aFullHouse();
  await alone(world, (deps) => cancelBooking({ gathering: id, code: ana }, {}, deps));
  expect(await stateOf(one)).toBe('offered');
  world.now += 25 * 3_600_000;
  await alone(world, (deps) =>
    lapseBooking(
      { gathering: id, code: one },
      held(deps, () => alone(world, (others) => cancelBooking({ gathering: id, code: one }, {}, others))),
    ),
  );
  expect(await stateOf(one)).toBe('declined');
  expect(world.look().quotas).toMatchObject([{ booked: 2, offered: 0, free: 1, passing: 0 }]);
  expect(world.wrong).toEqual([]);
});

it('never revives an offer, whether it was released or not', async () => {
  const { world, ana, one, stateOf } = await aFullHouse();
  await alone(world, (deps) => cancelBooking({ gathering: id, code: ana }, {}, deps));
  world.now += 25 * 3_600_000;
  const accept = () => alone(world, (deps) => acceptOffer({ gathering: id, code: one }, {}, deps));
  expect(await accept()).toMatchObject({ outcome: 'unchanged', booking: { state: 'offered' } });
  await alone(world, (deps) => lapseBooking({ gathering: id, code: one }, deps));
  expect(await accept()).toMatchObject({ outcome: 'unchanged', booking: { state: 'lapsed' } });
  expect(await stateOf(one)).toBe('lapsed');
});

it('dies at any call of giving back, and whoever comes next finishes it', async () => {
  for (let calls = 0; calls < 14; calls++)
    for (const after of [false, true]) {
      const { world, ana, one, stateOf } = await aFullHouse();
      await alone(world, (deps) => cancelBooking({ gathering: id, code: ana }, {}, deps), { calls, after });
      await alone(world, (deps) => cancelBooking({ gathering: id, code: ana }, {}, deps));
      await alone(world, (deps) => settleLine(id, deps));
      expect([await stateOf(ana), await stateOf(one)]).toEqual(['cancelled', 'offered']);
      expect(world.table.letters.filter(({ kind }) => kind === 'cancelled')).toHaveLength(1);
      expect(world.table.letters.filter(({ kind }) => kind === 'offer')).toHaveLength(1);
      expect(world.wrong).toEqual([]);
    }
});
