import { expect, it } from 'vitest';
import * as answers from '../../../../functions/bookings/api/editor-answers.ts';
import { editorsBooking, eventLetter } from '../../../../functions/bookings/api/editor-requests.ts';
import { bookForSomebody, commandBooking } from '../../../../functions/bookings/editors/command-booking.ts';
import {
  cancelEvent,
  switchBooking,
  writeToAttendees,
} from '../../../../functions/bookings/editors/command-event.ts';
import { anEditorsDesk, edda } from './an-editors-desk.ts';

type Desk = Awaited<ReturnType<typeof anEditorsDesk>>;

const bookOne = async ({ deps }: Desk, key: string) => {
  const places = [{ ticket: 'unwaged', quantity: 1 }];
  const asked = editorsBooking.parse({ email: `${key}@reader.example`, name: key, places });
  return (await bookForSomebody('summer-school', asked, { by: edda, key }, deps)).booking;
};

const write = ({ deps }: Desk, letter: object, key = JSON.stringify(letter)) =>
  writeToAttendees('summer-school', eventLetter.parse(letter), { key }, deps);

const unchanged = /^Unchanged: /;

const walks = async ({ row }: Desk) => (await row()).progress?.walks ?? [];

it('closes booking for everybody at once, and opens it again', async () => {
  const desk = await anEditorsDesk();
  const closed = await switchBooking('summer-school', false, desk.deps);
  expect(answers.bookedEvent.parse(closed)).toEqual(closed);
  expect(closed).toMatchObject({ state: 'closed', why: 'editor' });
  const again = (open: boolean) => switchBooking('summer-school', open, desk.deps);
  await expect(again(false)).rejects.toMatchObject({
    status: 409,
    message: expect.stringMatching(unchanged),
  });
  expect(await desk.quota('all')).toMatchObject({ isOpen: false, terms: 2 });
  await expect(bookOne(desk, 'mara')).rejects.toMatchObject({
    ...{ status: 409, message: expect.stringContaining('an editor closed it') },
  });
  expect(await again(true)).toMatchObject({ state: 'open' });
  await expect(again(true)).rejects.toMatchObject({ status: 409, message: expect.stringMatching(unchanged) });
  expect((await bookOne(desk, 'mara')).state).toBe('booked');
});

it('does not open what readers do not get, and says what to do', async () => {
  const desk = await anEditorsDesk();
  await desk.change((row) => ({ ...row, state: 'closed', why: 'withdrawn' }));
  await expect(switchBooking('summer-school', true, desk.deps)).rejects.toMatchObject({
    ...{ status: 409, message: expect.stringContaining('Publish it again') },
  });
  await expect(switchBooking('winter-school', true, desk.deps)).rejects.toMatchObject({ status: 404 });
});

it('cancels an event with the number of its bookings alone, and once', async () => {
  const desk = await anEditorsDesk();
  await bookOne(desk, 'mara');
  await bookOne(desk, 'tam');
  await expect(cancelEvent('summer-school', { bookings: 1 }, desk.deps)).rejects.toMatchObject({
    ...{ status: 409, message: expect.stringMatching(/^Nothing was cancelled: 2 bookings/) },
  });
  const note = 'The hall is flooded.';
  const cancelled = await cancelEvent('summer-school', { bookings: 2, note }, desk.deps);
  expect(answers.bookedEvent.parse(cancelled)).toEqual(cancelled);
  expect(cancelled).toMatchObject({ state: 'cancelling', why: 'cancelled', underWay: 'cancel' });
  expect(await walks(desk)).toMatchObject([{ what: 'cancel', after: '', note }]);
  expect(await desk.quota('all')).toMatchObject({ isOpen: false });
  // The answer may have been lost: asked again it is the same.
  expect(await cancelEvent('summer-school', { bookings: 2, note }, desk.deps)).toEqual(cancelled);
  expect(await walks(desk)).toHaveLength(1);
  await expect(bookOne(desk, 'noor')).rejects.toMatchObject({
    status: 409,
    message: 'The event is cancelled.',
  });
  await expect(switchBooking('summer-school', true, desk.deps)).rejects.toMatchObject({ status: 409 });
  await expect(write(desk, { about: 'message', note: 'Hi' })).rejects.toMatchObject({ status: 409 });
});

it('has letters sent to all or some by one walk, once a key', async () => {
  const desk = await anEditorsDesk();
  const message = { about: 'message', note: 'Doors open at nine.' };
  await write(desk, { ...message, to: { states: ['booked'], tickets: ['unwaged'] } }, 'one');
  await write(desk, { ...message, to: { states: ['booked'], tickets: ['unwaged'] } }, 'one');
  await write(desk, { about: 'changes' }, 'two');
  expect(await walks(desk)).toEqual([
    {
      ...{ id: expect.stringMatching(/^[0-9A-Z]{26}$/), what: 'write', after: '', note: message.note },
      to: { states: ['booked'], tickets: ['unwaged'] },
    },
    { id: expect.any(String), what: 'tell', after: '' },
  ]);
  // A letter says nothing of tickets and prices: who books is not asked again.
  expect(await desk.quota('all')).toMatchObject({ terms: 1 });
});

it('takes another letter for another one, also under a key that was used', async () => {
  const desk = await anEditorsDesk();
  const mara = await bookOne(desk, 'mara');
  for (const note of ['Doors open at nine.', 'No, at ten.', 'No, at ten.']) {
    await write(desk, { about: 'message', note, to: { bookings: [mara.code] } }, 'one');
  }
  const [, nine, ten, ...others] = desk.bookings.letters.map(({ mail }) => mail.text);
  expect([nine, ten]).toEqual([expect.stringContaining('at nine.'), expect.stringContaining('at ten.')]);
  expect(others).toEqual([]);
});

it('says that others are at the table, and to come again: nothing is told twice then', async () => {
  const desk = await anEditorsDesk();
  const mara = await bookOne(desk, 'mara');
  const busy = { ...desk, deps: { ...desk.deps, bookings: alwaysBusy(desk.bookings) } };
  for (const to of [{ to: { bookings: [mara.code] } }, {}])
    await expect(write(busy, { about: 'message', note: 'Hi', ...to })).rejects.toMatchObject({
      ...{ status: 503, headers: { 'retry-after': '1' } },
    });
  expect(desk.kinds()).toEqual(['booked']);
});

/** A table at whose rows others always are. */
const alwaysBusy = (bookings: Desk['bookings']): Desk['bookings'] =>
  new Proxy(bookings, {
    get: (target, name) =>
      name === 'make' ? async () => ({ outcome: 'busy' }) : Reflect.get(target, name).bind(target),
  });

it.each([[{ about: 'message', note: 'Hi' }], [{ about: 'changes' }]])(
  'does not write twice while letters of a kind are leaving: %j',
  async (letter) => {
    const desk = await anEditorsDesk();
    await write(desk, letter, 'one');
    const again = write(desk, letter, 'two');
    await expect(again).rejects.toMatchObject({ status: 409, message: expect.stringContaining('leaving') });
    await write(desk, letter, 'one');
    expect(await walks(desk)).toHaveLength(1);
  },
);

it('calls nothing off once the event has ended, and tells nobody so', async () => {
  const desk = await anEditorsDesk();
  const { code } = await bookOne(desk, 'mara');
  desk.pass(Date.parse((await desk.row()).endsAt) - desk.deps.clock.now().getTime());
  const isOver = { status: 409, message: expect.stringContaining('The event is over since') };
  await expect(cancelEvent('summer-school', { bookings: 1 }, desk.deps)).rejects.toMatchObject(isOver);
  const cancel = commandBooking('summer-school', code, { what: 'cancel' }, { by: edda }, desk.deps);
  await expect(cancel).rejects.toMatchObject(isOver);
  await expect(write(desk, { about: 'changes' })).rejects.toMatchObject(isOver);
  expect(desk.kinds()).toEqual(['booked']);
  expect(await switchBooking('summer-school', false, desk.deps)).toMatchObject({ state: 'past' });
});

it('writes to bookings that are named, to all of them or to nobody, once a key', async () => {
  const desk = await anEditorsDesk();
  const [mara, tam] = [await bookOne(desk, 'mara'), await bookOne(desk, 'tam')];
  const to = { bookings: [mara.code.toLowerCase(), tam.code, mara.code] };
  const message = { about: 'message', note: 'You are on the early boat.' };
  await expect(write(desk, { ...message, to: { bookings: [mara.code, 'BBBB-BBBB'] } })).rejects.toMatchObject(
    {
      status: 404,
    },
  );
  expect(desk.kinds()).toEqual(['booked', 'booked']);
  await write(desk, { ...message, to }, 'one');
  await write(desk, { ...message, to }, 'one');
  expect(desk.kinds().slice(2)).toEqual(['message', 'message']);
  const [, , first] = desk.bookings.letters;
  expect(first).toMatchObject({ to: 'mara@reader.example' });
  expect(first?.mail.text).toContain('You are on the early boat.');
});

it.each([
  [{ about: 'message' }, 'note'],
  [{ about: 'changes', to: { states: ['booked'] } }, 'to'],
  [{ about: 'message', note: 'Hi', to: { tickets: ['none'] } }, 'to.tickets'],
  [{ about: 'message', note: 'Hi', to: { bookings: ['BBBB-BBBB'], states: ['held'] } }, 'to'],
])('refuses a letter that cannot be: %#', async (letter, where) => {
  const desk = await anEditorsDesk();
  await expect(write(desk, letter)).rejects.toMatchObject({ status: 422, complaints: [{ where }] });
  expect(await walks(desk)).toEqual([]);
});
