import { beforeEach, describe, expect, it } from 'vitest';
import { acceptOffer, declineOffer } from '../../../../functions/bookings/booking/answer-offer.ts';
import { bookPlaces } from '../../../../functions/bookings/booking/book-places.ts';
import { cancelBooking } from '../../../../functions/bookings/booking/cancel-booking.ts';
import { changeDetails } from '../../../../functions/bookings/booking/change-details.ts';
import { confirmBooking } from '../../../../functions/bookings/booking/confirm-booking.ts';
import { giveBackPlaces } from '../../../../functions/bookings/booking/give-back-places.ts';
import { lapseBooking } from '../../../../functions/bookings/booking/lapse-booking.ts';
import { leaveLine } from '../../../../functions/bookings/booking/leave-line.ts';
import type { LifeDeps } from '../../../../functions/bookings/booking/life.ts';
import { swapsOf } from '../../../../functions/bookings/booking/opened-booking.ts';
import { swapTicket } from '../../../../functions/bookings/booking/swap-ticket.ts';
import type { Swap } from '../../../../functions/bookings/booking/swapped-places.ts';
import type { Booking } from '../../../../functions/bookings/booking.ts';
import type { EventText, Gathering } from '../../../../functions/bookings/gathering.ts';
import type { BookingWish } from '../../../../functions/bookings/order/wish.ts';
import type { Move } from '../../../../functions/bookings/ports.ts';
import { settleLine } from '../../../../functions/bookings/settle-line.ts';
import { alone } from '../life/alone.ts';
import { id, World } from '../life/world.ts';

const hour = 3_600_000;
const text: Partial<EventText> = {
  capacity: 4,
  tickets: [
    { id: 'paid', name: 'Paid', price: 1000 },
    { id: 'bunk', name: 'Bunk', price: 1000, places: 1 },
    { id: 'free', name: 'Free', price: 0, places: 3 },
    { id: 'crew', name: 'Crew', price: 1000, hidden: true },
  ],
  questions: [{ id: 'lunch', text: 'Lunch?', type: 'choice', choices: ['soup', 'none'], per: 'person' }],
};
let world: World;
let networks = 0;
beforeEach(async () => {
  world = new World();
  await world.open(text);
});

async function book(tickets: string[], changes: Partial<BookingWish> = {}): Promise<Booking> {
  const places = tickets.map((ticket) => ({ ticket, quantity: 1 }));
  const wish = { gathering: id, email: 'mara@home.example', name: 'Mara', places, ...changes };
  const result = await alone(world, (deps) =>
    bookPlaces(wish, { network: `192.0.2.${networks++}/32` }, deps),
  );
  if (!result || !('answer' in result)) throw new Error(`Not booked: ${result?.outcome}`);
  return result.booking;
}

const does = <T>(work: (deps: LifeDeps) => Promise<T>) => alone(world, work);
const now = async ({ code }: Booking) => (await world.table.booking(id, code)) as Booking;
const ref = ({ code }: Booking) => ({ gathering: id, code });
const change = (by: (row: Gathering) => Gathering) => alone(world, (deps) => world.change(by, deps));
const swap = (booking: Booking, changes: Swap) => does((deps) => swapTicket(ref(booking), changes, deps));
const quota = (name: string) => world.look().quotas.find((one) => one.name === name);
const letters = () => world.table.letters.map(({ kind }) => kind);

describe('a ticket', () => {
  it('is swapped for one of the same price that has room', async () => {
    const booking = await book(['paid', 'paid']);
    expect(await swap(booking, { places: ['1'], ticket: 'bunk' })).toMatchObject({ outcome: 'done' });
    expect(quota('ticket:bunk')).toMatchObject({ held: 1, free: 0 });
    expect(await swap(booking, { places: ['2'], ticket: 'bunk' })).toEqual({ outcome: 'full' });
    expect(await swap(booking, { places: ['1'], ticket: 'paid' })).toMatchObject({ outcome: 'done' });
    expect(quota('ticket:bunk')).toMatchObject({ held: 0, free: 1 });
    expect(await now(booking)).toMatchObject({
      sequence: 2,
      places: [{ ticket: 'paid' }, { ticket: 'paid' }],
    });
    expect(letters()).toEqual(['held', 'changed', 'changed']);
    expect(world.wrong).toEqual([]);
  });

  it.each([
    ['free', 'It has another price. Please cancel this place and book another one.'],
    ['crew', 'There is no such ticket.'],
    ['gold', 'There is no such ticket.'],
    ['paid', 'It is this ticket already.'],
  ])('is not swapped for “%s”', async (ticket, why) => {
    const booking = await book(['paid']);
    const complaints = [{ where: 'ticket', text: why }];
    expect(await swap(booking, { places: ['1'], ticket })).toEqual({ outcome: 'refused', complaints });
  });

  it('is swapped by an editor for any, at its price; what costs nothing then is booked', async () => {
    const booking = await book(['paid']);
    expect(await swap(booking, { places: ['1'], ticket: 'free', by: 'ed' })).toMatchObject({
      outcome: 'done',
    });
    expect(await now(booking)).toMatchObject({ state: 'booked', places: [{ price: 0 }] });
    expect(world.wrong).toEqual([]);
  });

  it('is not swapped once booking is closed, nor when places are named that it has not', async () => {
    const booking = await book(['paid']);
    expect(await swap(booking, { places: ['7'], ticket: 'bunk' })).toMatchObject({ outcome: 'unchanged' });
    await change((row) => ({ ...row, state: 'closed' }));
    const complaints = [{ where: 'ticket', text: 'Booking is closed.' }];
    expect(await swap(booking, { places: ['1'], ticket: 'bunk' })).toEqual({
      outcome: 'refused',
      complaints,
    });
  });
});

describe('a swap', () => {
  const most = (count: number) =>
    change((row) => ({
      ...row,
      text: {
        ...row.text,
        tickets: row.text.tickets.map((one) =>
          one.id === 'bunk' ? { ...one, places: 4, most: count } : one,
        ),
      },
    }));
  const offered = async (booking: Booking) =>
    swapsOf({ booking: await now(booking), gathering: world.look().gathering }, new Date(world.now));

  it('passes no ticket’s number of an order, but by an editor, and is offered no further', async () => {
    await most(1);
    const booking = await book(['paid', 'paid', 'paid']);
    expect((await offered(booking)).get('2')).toEqual([{ id: 'bunk', name: 'Bunk' }]);
    expect(await swap(booking, { places: ['1', '2'], ticket: 'bunk' })).toMatchObject({ outcome: 'refused' });
    expect(await swap(booking, { places: ['1'], ticket: 'bunk' })).toMatchObject({ outcome: 'done' });
    expect((await offered(booking)).get('2')).toEqual([]);
    expect(await swap(booking, { places: ['2'], ticket: 'bunk' })).toMatchObject({
      outcome: 'refused',
      complaints: [{ text: 'One order has at most 1 of “Bunk”.' }],
    });
    expect(await swap(booking, { places: ['2'], ticket: 'bunk', by: 'ed' })).toMatchObject({
      outcome: 'done',
    });
    expect(world.wrong).toEqual([]);
  });

  it('counts in no more than ten quotas', async () => {
    const names = Array.from({ length: 11 }, (_, at) => `hall ${at}`);
    await change((row) => ({
      ...row,
      text: {
        ...row.text,
        quotas: names.map((name) => ({ name, places: 5 })),
        tickets: [
          { id: 'paid', name: 'Paid', price: 1000 },
          { id: 'all', name: 'All', price: 1000, quotas: names },
        ],
      },
    }));
    const booking = await book(['paid']);
    expect((await offered(booking)).get('1')).toEqual([]);
    expect(await swap(booking, { places: ['1'], ticket: 'all' })).toMatchObject({ outcome: 'refused' });
  });
});

describe('a line that cannot be served', () => {
  it('does not undo the answer of who gave back', async () => {
    const booking = await book(['paid']);
    const failing = { line: async () => Promise.reject(new Error('No answer')) };
    const result = await does((deps) =>
      cancelBooking(
        ref(booking),
        {},
        {
          ...deps,
          bookings: Object.assign(Object.create(deps.bookings), failing),
        },
      ),
    );
    expect(result).toMatchObject({ outcome: 'done', booking: { state: 'cancelled' } });
    expect(world.errors).toEqual(['A line is not settled yet']);
    expect(world.look()).toMatchObject({ line: { unsettled: true } });
  });
});

describe('what is held', () => {
  it('is booked when it is paid, and lapses once', async () => {
    const [one, other] = [await book(['paid']), await book(['paid'])];
    expect(await does((deps) => confirmBooking(ref(one), { by: 'ed' }, deps))).toMatchObject({
      outcome: 'done',
    });
    world.now += 8 * 24 * hour;
    expect(await does((deps) => confirmBooking(ref(other), { by: 'ed' }, deps))).toMatchObject({
      outcome: 'unchanged',
    });
    for (const outcome of ['done', 'unchanged'])
      expect(await does((deps) => lapseBooking(ref(other), deps))).toMatchObject({ outcome });
    expect(await does((deps) => lapseBooking(ref(one), deps))).toMatchObject({ outcome: 'unchanged' });
    expect(letters()).toEqual(['held', 'held', 'booked', 'lapsed']);
  });

  it('until the event ends, at the door, also where that is later by now; then nobody is told', async () => {
    await change((row) => ({ ...row, text: { ...row.text, payment: { by: ['door'] } } }));
    const booking = await book(['paid']);
    await change((row) => ({
      ...row,
      startsAt: '2027-08-01T09:00:00.000Z',
      endsAt: '2027-08-01T16:00:00.000Z',
    }));
    world.now = Date.UTC(2027, 6, 20);
    await does((deps) => lapseBooking(ref(booking), deps));
    expect(await now(booking)).toMatchObject({ state: 'held', lapsesAt: '2027-08-01T16:00:00.000Z' });
    world.now = Date.UTC(2027, 7, 1, 16);
    await does((deps) => lapseBooking(ref(booking), deps));
    expect(await now(booking)).toMatchObject({ state: 'lapsed' });
    expect(letters()).toEqual(['held']);
  });

  it('is not revived beyond its time, by what goes back or is swapped', async () => {
    const booking = await book(['paid', 'free']);
    world.now += 8 * 24 * hour;
    const back = await does((deps) => giveBackPlaces(ref(booking), { places: ['1'] }, deps));
    expect(back).toMatchObject({ outcome: 'unchanged', booking: { state: 'held' } });
    expect(await swap(booking, { places: ['1'], ticket: 'free', by: 'ed' })).toMatchObject({
      outcome: 'unchanged',
    });
    expect(world.wrong).toEqual([]);
  });

  it('is booked where the last place that costs something goes back', async () => {
    const booking = await book(['paid', 'free']);
    await does((deps) => giveBackPlaces(ref(booking), { places: ['1'] }, deps));
    expect(await now(booking)).toMatchObject({
      state: 'booked',
      places: [{ id: '2' }],
      givenBack: [{ id: '1', ticket: 'paid', price: 1000 }],
    });
    expect(quota('all')).toMatchObject({ booked: 1, held: 0, free: 3 });
    expect(world.wrong).toEqual([]);
  });
});

describe('whoever waits', () => {
  const aQueue = async () => {
    const full = await book(['free', 'free', 'free', 'paid']);
    const group = await book(['paid', 'free']);
    return { full, group };
  };

  it('gets an offer at today’s price when a place of several goes back, and takes it up or not', async () => {
    const { full, group } = await aQueue();
    await change((row) => ({
      ...row,
      text: { ...row.text, tickets: row.text.tickets.map((one) => ({ ...one, price: one.price && 1200 })) },
    }));
    await does((deps) => giveBackPlaces(ref(full), { places: ['1'] }, deps));
    expect(await now(group)).toMatchObject({ state: 'waiting' });
    await does((deps) => giveBackPlaces(ref(full), { places: ['4'] }, deps));
    expect(await now(group)).toMatchObject({ state: 'offered', places: [{ price: 1200 }, { price: 0 }] });
    expect(await does((deps) => acceptOffer(ref(group), { payment: 'door' }, deps))).toMatchObject({
      outcome: 'done',
      booking: { state: 'held', payment: 'door' },
    });
    expect(await does((deps) => declineOffer(ref(group), deps))).toMatchObject({ outcome: 'unchanged' });
    expect(world.wrong).toEqual([]);
  });

  it('leaves the line once, and is not told', async () => {
    const { group } = await aQueue();
    for (const outcome of ['done', 'unchanged'])
      expect(await does((deps) => leaveLine(ref(group), deps))).toMatchObject({ outcome });
    expect(world.look()).toMatchObject({ line: { waiting: 0 }, wishes: [] });
    expect(letters()).toEqual(['held', 'waiting']);
  });

  /** The document loses the ticket. */
  const close = (ticket: string) =>
    change((row) => ({
      ...row,
      text: { ...row.text, tickets: row.text.tickets.filter((one) => one.id !== ticket) },
      closedTickets: row.text.tickets.filter((one) => one.id === ticket),
    }));
  const open = () =>
    change((row) => ({
      ...row,
      text: { ...row.text, tickets: [...row.text.tickets, ...row.closedTickets] },
      closedTickets: [],
    }));

  it('for a ticket that is closed stays in the line, holds up nobody, and is first when it comes back', async () => {
    const { full, group } = await aQueue();
    const behind = await book(['paid', 'paid']);
    await close('free');
    await does((deps) => cancelBooking(ref(full), {}, deps));
    await does((deps) => settleLine(id, deps));
    expect([(await now(group)).state, (await now(behind)).state]).toEqual(['waiting', 'offered']);
    expect(quota('all')).toMatchObject({ offered: 2, passing: 0, free: 2 });
    await open();
    await does((deps) => settleLine(id, deps));
    expect(await now(group)).toMatchObject({ state: 'offered' });
    expect(letters().slice(3)).toEqual(['cancelled', 'offer', 'offer']);
    expect(world.wrong).toEqual([]);
  });

  it('for such a ticket holds up nobody in strict order either, also whoever comes later', async () => {
    await change((row) => ({ ...row, text: { ...row.text, passingOver: false } }));
    const { full, group } = await aQueue();
    await close('free');
    await does((deps) => cancelBooking(ref(full), {}, deps));
    await does((deps) => settleLine(id, deps));
    const later = await book(['paid']);
    await does((deps) => settleLine(id, deps));
    expect([(await now(group)).state, (await now(later)).state]).toEqual(['waiting', 'offered']);
    expect(world.wrong).toEqual([]);
  });

  it('for such a ticket holds up nobody in strict order, also where it wants more than is free', async () => {
    await change((row) => ({ ...row, text: { ...row.text, passingOver: false } }));
    const [one] = [await book(['paid']), await book(['paid', 'paid', 'paid'])];
    const groups = [await book(['free', 'free']), await book(['free', 'free', 'free'])];
    const behind = await book(['paid']);
    await close('free');
    await does((deps) => cancelBooking(ref(one), {}, deps));
    await does((deps) => settleLine(id, deps));
    expect(await Promise.all(groups.map(now))).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }]);
    expect(await now(behind)).toMatchObject({ state: 'offered' });
    expect(world.wrong).toEqual([]);
  });

  it('gets an offer, or leaves at the start, in transactions that DynamoDB takes, however long what was typed is', async () => {
    await change((row) => ({ ...row, text: { ...row.text, capacity: 0, tickets: [aLargeTicket] } }));
    await change((row) => ({ ...row, text: { ...row.text, capacity: 1 } }));
    await book(['paid']);
    for (let times = 0; times < 60; times++) await book(['paid']);
    for (const row of world.look().bookings) await grow(row, 350_000);
    const sizes: number[] = [];
    const measured = (deps: LifeDeps): LifeDeps => ({
      ...deps,
      bookings: new Proxy(deps.bookings, {
        get: (target, name) => {
          if (name !== 'make') return Reflect.get(target, name);
          return (move: Move) => {
            sizes.push(
              Buffer.byteLength(JSON.stringify([move.bookings?.map(({ after }) => after), move.letters])),
            );
            return target.make(move);
          };
        },
      }),
    });
    await change((row) => ({ ...row, text: { ...row.text, capacity: 13 } }));
    await does((deps) => settleLine(id, measured(deps)));
    expect(quota('all')).toMatchObject({ booked: 1, offered: 12, passing: 0, free: 0 });
    world.now = Date.UTC(2027, 6, 1, 9);
    expect(await does((deps) => settleLine(id, measured(deps)))).toBe(true);
    expect(world.look().line.waiting).toBe(0);
    expect(sizes.length).toBeGreaterThan(8);
    expect(Math.max(...sizes)).toBeLessThan(4_000_000);
    expect(world.wrong).toEqual([]);
  });

  const aLargeTicket = { id: 'paid', name: 'Paid', price: 0 };
  const grow = (before: Booking, bytes: number) =>
    world.table.make({
      ...{ gathering: id, at: new Date(world.now).toISOString() },
      bookings: [{ before, after: { ...before, answers: { long: 'x'.repeat(bytes) } } }],
    });

  it('does so no longer once it has started', async () => {
    const { group } = await aQueue();
    world.now = Date.UTC(2027, 6, 1, 9);
    expect(await does((deps) => settleLine(id, deps))).toBe(true);
    expect(await now(group)).toMatchObject({ state: 'left' });
    expect(world.look()).toMatchObject({ line: { waiting: 0, unsettled: false }, wishes: [] });
    expect(letters()).toEqual(['held', 'waiting']);
  });

  it('is served more than ten at a time when it takes several transactions', async () => {
    await change((row) => ({
      ...row,
      text: { ...row.text, capacity: 1, tickets: [{ id: 'paid', name: 'Paid', price: 0 }] },
    }));
    for (let times = 0; times < 26; times++) await book(['paid']);
    await change((row) => ({ ...row, text: { ...row.text, capacity: 25 } }));
    expect(await does((deps) => settleLine(id, deps, { once: true }))).toBe(false);
    expect(quota('all')).toMatchObject({ offered: 10, passing: 14 });
    expect(await does((deps) => settleLine(id, deps))).toBe(true);
    expect(quota('all')).toMatchObject({ offered: 24, passing: 0, free: 0 });
    expect(world.look()).toMatchObject({ line: { waiting: 1, unsettled: false } });
    expect(world.wrong).toEqual([]);
  });
});

describe('who comes', () => {
  it('is changed, with answers and needs, without a letter', async () => {
    const booking = await book(['paid', 'free'], { access: 'A ramp' });
    const details = {
      name: 'Mara Quill',
      places: [{ id: '2', name: 'Tomas Reed', answers: { lunch: 'soup' } }],
      access: '',
    };
    expect(await does((deps) => changeDetails(ref(booking), details, deps))).toMatchObject({
      outcome: 'done',
    });
    expect(await now(booking)).toMatchObject({
      name: 'Mara Quill',
      places: [{ id: '1' }, { id: '2', name: 'Tomas Reed', answers: { lunch: 'soup' } }],
    });
    expect(await world.table.of(id, booking.code)).toBeUndefined();
    expect(letters()).toEqual(['held']);
    expect(world.wrong).toEqual([]);
  });

  it('takes answers of the order away', async () => {
    await change((row) => ({
      ...row,
      text: { ...row.text, questions: [{ id: 'from', text: 'From where?', type: 'text', per: 'order' }] },
    }));
    const booking = await book(['paid'], { answers: { from: 'Port Ellery' } });
    expect(booking.answers).toEqual({ from: 'Port Ellery' });
    await does((deps) => changeDetails(ref(booking), { name: 'Mara Quill' }, deps));
    expect(await now(booking)).toMatchObject({ name: 'Mara Quill', answers: { from: 'Port Ellery' } });
    await does((deps) => changeDetails(ref(booking), { answers: {} }, deps));
    expect(await now(booking)).not.toHaveProperty('answers');
  });

  it('is refused what the form does not take', async () => {
    const booking = await book(['paid']);
    const details = { name: ' ', places: [{ id: '1', answers: { lunch: 'cake' } }] };
    expect(await does((deps) => changeDetails(ref(booking), details, deps))).toMatchObject({
      outcome: 'refused',
      complaints: [{ where: 'name' }, { where: 'places.0.answers.lunch' }],
    });
  });

  it('says no more in all than a booking holds', async () => {
    const notes = ['one', 'two', 'three'].map(
      (note) => ({ id: note, text: note, type: 'text', per: 'person' }) as const,
    );
    await change((row) => ({ ...row, text: { ...row.text, capacity: 20, questions: notes } }));
    const booking = await book(Array.from({ length: 20 }, () => 'paid'));
    const long = 'x'.repeat(1_000);
    const answers = { one: long, two: long, three: long };
    const places = booking.places.map((place) => ({ id: place.id, answers }));
    expect(await does((deps) => changeDetails(ref(booking), { places }, deps))).toMatchObject({
      ...{ outcome: 'refused', complaints: [{ where: 'answers' }] },
    });
    expect(
      await does((deps) => changeDetails(ref(booking), { places: places.slice(0, 10) }, deps)),
    ).toMatchObject({ outcome: 'done' });
  });

  it('changes nothing after the event, but an editor cancels it', async () => {
    const booking = await book(['free']);
    world.now = Date.UTC(2027, 6, 3);
    expect(await does((deps) => changeDetails(ref(booking), { name: 'X' }, deps))).toMatchObject({
      outcome: 'unchanged',
    });
    expect(await does((deps) => cancelBooking(ref(booking), {}, deps))).toMatchObject({
      outcome: 'unchanged',
    });
    expect(await does((deps) => cancelBooking(ref(booking), { by: 'ed' }, deps))).toMatchObject({
      outcome: 'done',
    });
    expect(await does((deps) => cancelBooking({ gathering: id, code: 'NONE-NONE' }, {}, deps))).toEqual({
      outcome: 'unknown',
    });
  });
});
