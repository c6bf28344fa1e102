import { beforeEach, describe, expect, it } from 'vitest';
import { type BookDeps, bookPlaces } from '../../../../functions/bookings/booking/book-places.ts';
import { cancelBooking } from '../../../../functions/bookings/booking/cancel-booking.ts';
import { gatheringReader } from '../../../../functions/bookings/booking/gathering-reader.ts';
import type { Asker, BookingWish } from '../../../../functions/bookings/booking/wish.ts';
import type { EventText, Gathering } from '../../../../functions/bookings/gathering.ts';
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
    expect(await book({ places: [{ ticket: 'free', quantity: 3 }] })).toEqual({ outcome: 'full', left: 1 });
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

it('keeps access needs apart from the booking', async () => {
  const result = await book({ access: ' A ramp, \r\nplease ' });
  const code = result && 'answer' in result ? result.answer.code : '';
  expect(await world.table.of(id, code)).toBe('A ramp, \nplease');
  expect(JSON.stringify(world.look().bookings)).not.toContain('ramp');
});
