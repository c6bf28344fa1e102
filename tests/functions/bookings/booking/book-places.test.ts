import { beforeEach, describe, expect, it } from 'vitest';
import { acceptOffer } from '../../../../functions/bookings/booking/answer-offer.ts';
import { type BookDeps, bookPlaces } from '../../../../functions/bookings/booking/book-places.ts';
import { cancelBooking } from '../../../../functions/bookings/booking/cancel-booking.ts';
import { gatheringReader } from '../../../../functions/bookings/booking/gathering-reader.ts';
import type { EventText, Gathering } from '../../../../functions/bookings/gathering.ts';
import type { Asker, BookingWish } from '../../../../functions/bookings/order/wish.ts';
import { settleLine } from '../../../../functions/bookings/settle-line.ts';
import { alone } from '../life/alone.ts';
import { Processes } from '../life/processes.ts';
import { id, World } from '../life/world.ts';

const hour = 3_600_000;
const tickets: EventText['tickets'] = [
  { id: 'free', name: 'Free', price: 0 },
  { id: 'paid', name: 'Paid', price: 1000, places: 1 },
];
let world: World;
beforeEach(async () => {
  world = new World();
  await world.open({ capacity: 2, tickets });
});

const aWish = (changes: Partial<BookingWish> = {}): BookingWish => ({
  gathering: id,
  email: 'mara@home.example',
  name: 'Mara',
  places: [{ ticket: 'free', quantity: 1 }],
  ...changes,
});
let networks = 0;
const elsewhere = (): Asker => ({ network: `192.0.2.${networks++ % 250}/32` });
const book = (changes: Partial<BookingWish> = {}, asker = elsewhere(), deps: Partial<BookDeps> = {}) =>
  alone(world, (all) => bookPlaces(aWish(changes), asker, { ...all, ...deps }));
const change = (by: (row: Gathering) => Gathering) => alone(world, (deps) => world.change(by, deps));
const changeText = (text: Partial<EventText>) =>
  change((row) => ({ ...row, text: { ...row.text, ...text } }));

/** That many places are taken. */
const fill = (quantity = 2) => book({ places: [{ ticket: 'free', quantity }], email: 'full@home.example' });

describe('a request', () => {
  it('books, holds what costs something, and else waits', async () => {
    const paid = [{ ticket: 'paid', quantity: 1 }];
    expect(await book()).toMatchObject({ outcome: 'booked', answer: { total: 0 } });
    expect(await book({ places: paid })).toMatchObject({
      outcome: 'held',
      answer: { total: 1000, lapses: '2027-06-18T09:00:00.000Z' },
      booking: { payment: 'transfer' },
    });
    expect(await book()).toMatchObject({ outcome: 'waiting', answer: { position: 1 } });
    expect(await book({ places: paid })).toMatchObject({ outcome: 'waiting', answer: { position: 2 } });
    expect(world.table.letters.map(({ kind }) => kind)).toEqual(['booked', 'held', 'waiting', 'waiting']);
    expect(world.wrong).toEqual([]);
  });

  it('changes no more than six rows for a plain booking', async () => {
    let actions = 0;
    await alone(world, (deps) => {
      const make: BookDeps['bookings']['make'] = async (move) => {
        const { quotas, bookings, letters, key, line, access } = move;
        // A booking has a row and a pointer from its address.
        actions = [quotas, bookings, bookings, letters, access].reduce(
          (sum, rows) => sum + (rows?.length ?? 0),
          0,
        );
        actions += Number(key !== undefined) + Number(line !== undefined);
        return deps.bookings.make(move);
      };
      return bookPlaces(aWish({ key: 'k' }), elsewhere(), {
        ...deps,
        bookings: Object.assign(Object.create(deps.bookings), { make }),
      });
    });
    expect(actions).toBe(5);
  });

  it('is told what is wrong with all of it at once', async () => {
    expect(await book({ email: 'mara', name: '', places: [{ ticket: 'gold', quantity: 1 }] })).toMatchObject({
      outcome: 'refused',
      complaints: [{ where: 'email' }, { where: 'name' }, { where: 'places.0.ticket' }],
    });
    expect(await book({ gathering: 'other' })).toEqual({ outcome: 'unknown' });
    expect(world.look().bookings).toEqual([]);
  });

  it('is full where nobody waits, where it asks for more than there is, and shortly before the start', async () => {
    await fill(1);
    expect(await book({ places: [{ ticket: 'free', quantity: 3 }] })).toEqual({
      outcome: 'full',
      left: 1,
      most: 2,
    });
    await changeText({ waitingList: false });
    expect(await book({ places: [{ ticket: 'free', quantity: 2 }] })).toEqual({ outcome: 'full', left: 1 });
    await change((row) => {
      const { waitingList: _, ...text } = row.text;
      return { ...row, text };
    });
    world.now = Date.UTC(2027, 6, 1, 8, 21);
    expect(await book({ places: [{ ticket: 'free', quantity: 2 }] })).toEqual({ outcome: 'full', left: 1 });
    expect(await book()).toMatchObject({ outcome: 'booked' });
    expect(world.look().wishes).toEqual([]);
  });

  it('gets what others held or were offered for too long', async () => {
    await book({ places: [{ ticket: 'paid', quantity: 1 }] });
    await fill(1);
    world.now += 8 * 24 * hour;
    expect(await book()).toMatchObject({ outcome: 'booked' });
    expect(
      world
        .look()
        .bookings.map(({ state }) => state)
        .sort(),
    ).toEqual(['booked', 'booked', 'lapsed']);
    expect(world.look()).toMatchObject({ line: { unsettled: false } });
    expect(world.wrong).toEqual([]);
  });

  it('gets what lapsed behind many others that lapsed before it, of other quotas', async () => {
    const own = { id: 'own', name: 'Own', price: 1000, places: 1 };
    await changeText({ capacity: 40, waitingList: false, tickets: [...tickets, own] });
    const held = (ticket: string, email: string) =>
      book({ places: [{ ticket, quantity: 1 }], email }, { by: 'ed' });
    await changeText({ tickets: [own, { id: 'paid', name: 'Paid', price: 1000 }] });
    for (let times = 0; times < 25; times++) await held('paid', `p${times}@home.example`);
    world.now += 1_000;
    await held('own', 'late@home.example');
    world.now += 8 * 24 * hour;
    expect(await book({ places: [{ ticket: 'own', quantity: 1 }] })).toMatchObject({ outcome: 'held' });
    expect(world.wrong).toEqual([]);
  });

  it('waits where what lapsed goes to those who waited before', async () => {
    await book({ places: [{ ticket: 'paid', quantity: 1 }] });
    await fill(1);
    await book({ email: 'first@home.example' });
    world.now += 8 * 24 * hour;
    expect(await book()).toMatchObject({ outcome: 'waiting', answer: { position: 1 } });
    expect(world.table.letters.slice(-3).map(({ kind }) => kind)).toEqual(['lapsed', 'offer', 'waiting']);
  });

  it('waits behind others in strict order, though a place is free', async () => {
    await changeText({ passingOver: false });
    await fill(1);
    await book({ places: [{ ticket: 'free', quantity: 2 }], email: 'group@home.example' });
    expect(await book()).toMatchObject({ outcome: 'waiting', answer: { position: 2 } });
    await change(({ text: { passingOver: _, ...text }, ...row }) => ({ ...row, text }));
    await alone(world, (deps) => settleLine(id, deps));
    expect(
      world
        .look()
        .bookings.map(({ state }) => state)
        .sort(),
    ).toEqual(['booked', 'offered', 'waiting']);
    expect(world.wrong).toEqual([]);
  });
});

describe('a key', () => {
  it('gets the same answer for a day, whatever has become of the booking', async () => {
    const first = await book({ key: 'k' });
    const code = first && 'answer' in first ? first.answer.code : '';
    await alone(world, (deps) => cancelBooking({ gathering: id, code }, {}, deps));
    await changeText({ tickets: tickets.map((ticket) => ({ ...ticket, price: 500 })) });
    expect(await book({ key: 'k' })).toMatchObject({
      outcome: 'booked',
      answer: { code },
      booking: { state: 'cancelled' },
    });
    expect(await book({ key: 'k', name: 'Other' })).toEqual({ outcome: 'other-request' });
    expect(await book({ key: 'k', email: 'other@home.example' })).toMatchObject({ outcome: 'held' });
    world.now += 24 * hour;
    expect(await book({ key: 'k' })).toMatchObject({ outcome: 'held' });
    expect(world.look().bookings).toHaveLength(3);
  });

  it('gets one booking from many requests at once', async () => {
    const processes = new Processes([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6, 2, 6]);
    const asker = elsewhere();
    const all = await processes.run(
      Array.from({ length: 5 }, () => () => bookPlaces(aWish({ key: 'k' }), asker, world.deps(processes))),
    );
    const codes = all.map((one) => (one && 'answer' in one ? one.answer.code : one?.outcome));
    expect(new Set(codes).size).toBe(1);
    expect(world.look().bookings).toHaveLength(1);
    expect(world.table.letters).toHaveLength(1);
  });

  it('keeps nothing of what changed nothing', async () => {
    await changeText({ waitingList: false });
    await fill();
    expect(await book({ key: 'k' })).toMatchObject({ outcome: 'full' });
    await changeText({ capacity: 3 });
    expect(await book({ key: 'k' })).toMatchObject({ outcome: 'booked' });
  });
});

describe('a network', () => {
  it('books so often in ten minutes; refusals and repeats do not count, and editors have no limit', async () => {
    const here: Asker = { network: '198.51.100.7/32' };
    for (let times = 0; times < 8; times++)
      expect(await book({ name: '' }, here)).toMatchObject({ outcome: 'refused' });
    for (let times = 0; times < 5; times++) await book({ key: `${times}` }, here);
    for (let times = 0; times < 5; times++)
      expect(await book({ key: '1' }, here)).toMatchObject({ answer: {} });
    expect(await book({ key: '5' }, here)).toMatchObject({ outcome: 'waiting' });
    expect(await book({ key: '6' }, here)).toMatchObject({
      outcome: 'too-often',
      retryAfter: expect.any(Number),
    });
    expect(await book({ key: '6' }, { by: 'ed' })).toMatchObject({ outcome: 'waiting' });
    expect(await book({ key: '1' }, here)).toMatchObject({ answer: {} });
  });
});

describe('many at once', () => {
  const processes = () => new Processes(Array.from({ length: 400 }, (_, at) => (at * 7 + (at % 5)) % 11));
  const here: Asker = { network: '198.51.100.8/32' };

  it('of one network book no more than one after the other', async () => {
    const all = processes();
    const results = await all.run(
      Array.from({ length: 12 }, (_, at) => () => {
        const wish = aWish({ key: `${at}`, email: `p${at}@home.example` });
        return bookPlaces(wish, here, world.deps(all));
      }),
    );
    expect(results.filter((one) => one?.outcome === 'too-often')).toHaveLength(6);
    expect(world.look().bookings).toHaveLength(6);
  });

  it('count what came to nothing in the end not, and get the answer of a key when the limit is reached', async () => {
    await changeText({ waitingList: false });
    const busy = { make: async () => ({ outcome: 'busy' as const }) };
    const refused = [{ name: '' }, { places: [{ ticket: 'free', quantity: 5 }] }, { gathering: 'other' }];
    for (let times = 0; times < 3; times++) for (const one of refused) await book(one, here);
    for (let times = 0; times < 7; times++)
      await alone(world, (deps) =>
        bookPlaces(aWish(), here, {
          ...deps,
          bookings: Object.assign(Object.create(deps.bookings), busy),
        }),
      );
    await change(({ text: { waitingList: _, ...text }, ...row }) => ({ ...row, text }));
    for (let times = 0; times < 6; times++)
      expect(await book({ key: `${times}` }, here)).toHaveProperty('answer');
    expect(await book({ key: '6' }, here)).toMatchObject({ outcome: 'too-often' });
    expect(await book({ key: '5' }, here)).toHaveProperty('answer');
    expect(await book({ key: '5', name: 'Other' }, here)).toEqual({ outcome: 'other-request' });
  });
});

describe('a warm function', () => {
  const calls: string[] = [];
  /** The calls of the table for one order. */
  const counted = async (changes: Partial<BookingWish>, gathering: BookDeps['gathering']) => {
    calls.length = 0;
    await alone(world, (deps) => {
      const bookings = new Proxy(deps.bookings, {
        get: (target, name) => {
          calls.push(String(name));
          return Reflect.get(target, name);
        },
      });
      return bookPlaces(aWish({ key: `${world.look().bookings.length}`, ...changes }), elsewhere(), {
        ...{ ...deps, bookings, gathering },
      });
    });
    return [...calls];
  };

  it('books in one call, and joins in one where it heard of the line a moment ago', async () => {
    const gathering = gatheringReader(world.table, { now: () => new Date(world.now) });
    await gathering(id);
    expect(await counted({}, gathering)).toEqual(['make']);
    await counted({}, gathering);
    expect(await counted({}, gathering)).toEqual(['make', 'line', 'make']);
    expect(await counted({}, gathering)).toEqual(['make']);
    world.now += 1_000;
    await gathering(id);
    expect(await counted({}, gathering)).toEqual(['make', 'line', 'make']);
    expect(world.look()).toMatchObject({ line: { waiting: 3, last: 3 } });
  });

  it('books where places are free by now, and tells who waits how many do', async () => {
    await fill();
    const first = await book({ email: 'first@home.example' });
    const code = first && 'answer' in first ? first.answer.code : '';
    await book({ email: 'second@home.example' });
    await alone(world, (deps) => cancelBooking({ gathering: id, code }, {}, deps));
    expect(await book({ email: 'third@home.example' })).toMatchObject({ answer: { position: 2 } });
    await changeText({ capacity: 9 });
    await alone(world, (deps) => settleLine(id, deps));
    expect(await book()).toMatchObject({ outcome: 'booked' });
    expect(world.wrong).toEqual([]);
  });
});

describe('a document that has changed', () => {
  it('asks again at the new price, and books by an old copy nothing', async () => {
    const gathering = gatheringReader(world.table, { now: () => new Date(world.now) });
    const ask = (price: number) =>
      book({ places: [{ ticket: 'paid', quantity: 1, price }] }, elsewhere(), { gathering });
    await gathering(id);
    await changeText({ tickets: tickets.map((ticket) => ({ ...ticket, price: ticket.price && 1200 })) });
    expect(await ask(1000)).toMatchObject({ outcome: 'price-changed', order: { total: 1200 } });
    await gathering(id);
    await changeText({ tickets: tickets.map((ticket) => ({ ...ticket, price: ticket.price && 1300 })) });
    expect(await ask(1300)).toMatchObject({ outcome: 'held', answer: { total: 1300 } });
    expect(world.wrong).toEqual([]);
  });

  it('is closed, and by whom it is closed for', async () => {
    await changeText({ bookingOpens: '2027-06-30T10:00' });
    expect(await book()).toMatchObject({ outcome: 'closed', why: 'not-yet' });
    expect(await book({}, { by: 'ed' })).toMatchObject({ outcome: 'booked' });
    await change((row) => ({ ...row, state: 'closed' }));
    expect(await book({}, { by: 'ed' })).toMatchObject({ outcome: 'closed' });
    await change((row) => ({ ...row, state: 'cancelling' }));
    expect(await book()).toMatchObject({ outcome: 'closed', why: 'cancelled' });
  });

  it('tells whoever comes while others hold the rows to come again', async () => {
    const busy = { make: async () => ({ outcome: 'busy' as const }) };
    const all = await alone(world, (deps) =>
      bookPlaces(aWish(), elsewhere(), {
        ...deps,
        bookings: Object.assign(Object.create(deps.bookings), busy),
      }),
    );
    expect(all).toEqual({ outcome: 'busy' });
    const line = { make: async () => ({ outcome: 'conflict' as const }) };
    const other = await alone(world, (deps) =>
      bookPlaces(aWish(), elsewhere(), {
        ...deps,
        bookings: Object.assign(Object.create(deps.bookings), line),
      }),
    );
    expect(other).toEqual({ outcome: 'busy' });
  });
});

it('books for editors what is paid already, and for guests what costs nothing', async () => {
  const places = [{ ticket: 'paid', quantity: 1 }];
  expect(await book({ places }, { by: 'ed', paid: true })).toMatchObject({
    outcome: 'booked',
    answer: { total: 1000 },
    booking: { by: 'ed' },
  });
  await changeText({ tickets: [{ id: 'paid', name: 'Paid', price: 1000, places: 2 }] });
  expect(await book({ places }, { by: 'ed', guest: true })).toMatchObject({
    outcome: 'booked',
    answer: { total: 0 },
  });
});

it('books at once, when it is offered, what an editor said is paid', async () => {
  const paid = [{ ticket: 'paid', quantity: 1 }];
  await changeText({ capacity: 1 });
  const full = await book();
  const waits = await book({ places: paid, email: 'paid@home.example' }, { by: 'ed', paid: true });
  const unpaid = await book({ places: paid, email: 'unpaid@home.example' }, { by: 'ed' });
  const refOf = (result: typeof full) => ({
    gathering: id,
    code: result && 'answer' in result ? result.answer.code : '',
  });
  expect(waits).toMatchObject({ outcome: 'waiting' });
  await alone(world, (deps) => cancelBooking(refOf(full), {}, deps));
  const accepted = await alone(world, (deps) => acceptOffer(refOf(waits), {}, deps));
  expect(accepted).toMatchObject({ outcome: 'done', booking: { state: 'booked' } });
  await alone(world, (deps) => cancelBooking(refOf(waits), {}, deps));
  expect(await alone(world, (deps) => acceptOffer(refOf(unpaid), {}, deps))).toMatchObject({
    booking: { state: 'held' },
  });
  expect(world.wrong).toEqual([]);
});

it('keeps access needs apart from the booking', async () => {
  const result = await book({ access: ' A ramp, \r\nplease ' });
  const code = result && 'answer' in result ? result.answer.code : '';
  expect(await world.table.of(id, code)).toBe('A ramp, \nplease');
  expect(JSON.stringify(world.look().bookings)).not.toContain('ramp');
});
