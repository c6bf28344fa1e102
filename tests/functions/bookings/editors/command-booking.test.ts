import { expect, it } from 'vitest';
import * as answers from '../../../../functions/bookings/api/editor-answers.ts';
import { bookingCommand, editorsBooking } from '../../../../functions/bookings/api/editor-requests.ts';
import { bookForSomebody, commandBooking } from '../../../../functions/bookings/editors/command-booking.ts';
import { anEditorsDesk, edda } from './an-editors-desk.ts';

const asked = {
  email: 'Noor@reader.example',
  name: 'Noor Haldane',
  places: [{ ticket: 'waged', quantity: 2, names: ['Noor Haldane', 'Tam Haldane'] }],
};

const book = (
  { deps }: Awaited<ReturnType<typeof anEditorsDesk>>,
  more: Record<string, unknown> = {},
  key = 'key-1',
) => bookForSomebody('summer-school', editorsBooking.parse({ ...asked, ...more }), { by: edda, key }, deps);

const command = (
  { deps }: Awaited<ReturnType<typeof anEditorsDesk>>,
  code: string,
  body: object,
  key?: string,
) => commandBooking('summer-school', code, bookingCommand.parse(body), { by: edda, key }, deps);

it('holds what is to be paid, and books what was paid or is for a guest', async () => {
  const desk = await anEditorsDesk();
  const held = await book(desk);
  expect(answers.attendee.parse(held.booking)).toEqual(held.booking);
  expect(held).toMatchObject({ outcome: 'held', booking: { by: edda, sum: 2100, payment: 'transfer' } });
  expect(await book(desk, { paid: true }, 'key-2')).toMatchObject({
    outcome: 'booked',
    booking: { sum: 2100 },
  });
  expect(await book(desk, { guest: true }, 'key-3')).toMatchObject({
    outcome: 'booked',
    booking: { sum: 0 },
  });
  expect(desk.kinds()).toEqual(['held', 'booked', 'booked']);
  expect(await desk.quota('all')).toMatchObject({ booked: 4, held: 2, free: 94 });
});

it('books once for the same key, and refuses another booking under it', async () => {
  const desk = await anEditorsDesk();
  const first = await book(desk);
  expect(await book(desk)).toEqual(first);
  expect(await desk.quota('all')).toMatchObject({ held: 2, free: 98 });
  await expect(book(desk, { name: 'Tam' })).rejects.toMatchObject({
    ...{ status: 422, message: expect.stringContaining('Idempotency-Key') },
  });
});

it('is not held to the times of sale, to hidden tickets or to the limit of a network, but to quotas', async () => {
  const desk = await anEditorsDesk({
    capacity: 10,
    bookingCloses: '2027-01-01T00:00',
    tickets: [{ id: 'waged', name: 'Waged', price: 1050, hidden: true, most: 1, until: '2027-01-01T00:00' }],
  });
  for (let at = 0; at < 5; at++) expect((await book(desk, {}, `key-${at}`)).outcome).toBe('held');
  // Nobody gets an offer any more who waits now.
  await expect(book(desk, {}, 'key-6')).rejects.toMatchObject({ status: 409 });
});

it('has them wait where it is full', async () => {
  const desk = await anEditorsDesk({ capacity: 2 });
  await book(desk);
  const waiting = await book(desk, {}, 'key-2');
  expect(answers.attendee.parse(waiting.booking)).toEqual(waiting.booking);
  expect(waiting).toMatchObject({ outcome: 'waiting', booking: { position: 1 } });
  expect(desk.kinds()).toEqual(['held', 'waiting']);
});

it('says why nothing is booked', async () => {
  const desk = await anEditorsDesk({ capacity: 1, waitingList: false });
  await expect(book(desk)).rejects.toMatchObject({
    status: 409,
    message: expect.stringContaining('1 at most'),
  });
  await expect(book(desk, { email: 'noor' })).rejects.toMatchObject({ status: 422 });
  await expect(book(desk, { places: [{ ticket: 'none', quantity: 1 }] })).rejects.toMatchObject({
    status: 422,
    complaints: [expect.objectContaining({ where: expect.stringContaining('places.0') })],
  });
  expect(desk.bookings.letters).toEqual([]);
  await desk.change((row) => ({ ...row, state: 'closed', why: 'withdrawn' }));
  await expect(book(desk)).rejects.toMatchObject({
    ...{ status: 409, message: expect.stringContaining('Publish it again') },
  });
});

it('counts an answer for the order for each person whom the question asks', async () => {
  const lunch = {
    id: 'lunch',
    text: 'Lunch?',
    type: 'yes-no' as const,
    per: 'person' as const,
    required: true as const,
  };
  const from = { id: 'from', text: 'From where?', type: 'text' as const, per: 'order' as const };
  const desk = await anEditorsDesk({ questions: [lunch, from] });
  await expect(book(desk)).rejects.toMatchObject({ status: 422 });
  const places = [{ ticket: 'waged', quantity: 2, answers: [{}, { lunch: 'no' }] }];
  const { booking } = await book(desk, { places, answers: { lunch: 'yes', from: 'Port Ellery' } });
  expect(booking).toMatchObject({
    answers: { from: 'Port Ellery' },
    places: [{ answers: { lunch: 'yes' } }, { answers: { lunch: 'no' } }],
  });
});

it('keeps access needs apart', async () => {
  const desk = await anEditorsDesk();
  const { booking } = await book(desk, { access: 'A ramp, please' });
  expect(JSON.stringify(booking)).not.toContain('ramp');
  expect(await desk.bookings.of('summer-school-1', booking.code)).toBe('A ramp, please');
});

it('confirms what is held, once, and not what has lapsed', async () => {
  const desk = await anEditorsDesk();
  const { booking } = await book(desk);
  const { booking: other } = await book(desk, {}, 'key-2');
  const typed = booking.code.toLowerCase().replace('-', ' ');
  expect(await command(desk, typed, { what: 'confirm' })).toMatchObject({ state: 'booked' });
  await expect(command(desk, typed, { what: 'confirm' })).rejects.toMatchObject({
    ...{ status: 409, message: 'Unchanged: it is booked already.' },
  });
  desk.pass(8 * 86_400_000);
  await expect(command(desk, other.code, { what: 'confirm' })).rejects.toMatchObject({
    ...{ status: 409, message: expect.stringContaining('book for them anew') },
  });
  await expect(command(desk, 'BBBB-BBBB', { what: 'confirm' })).rejects.toMatchObject({ status: 404 });
  expect(desk.kinds()).toEqual(['held', 'held', 'booked']);
});

it('cancels some places, and then the whole, each once', async () => {
  const desk = await anEditorsDesk();
  const { booking } = await book(desk, { paid: true });
  const after = await command(desk, booking.code, { what: 'cancel', places: ['2'] });
  expect(answers.attendee.parse(after)).toEqual(after);
  expect(after).toMatchObject({ state: 'booked', places: [{ id: '1' }], givenBack: [{ id: '2' }] });
  await expect(command(desk, booking.code, { what: 'cancel', places: ['2'] })).rejects.toMatchObject({
    message: expect.stringMatching(/^Unchanged:/),
  });
  await expect(command(desk, booking.code, { what: 'cancel', places: ['1', '2'] })).rejects.toMatchObject({
    message: 'Place 2 was given back already.',
  });
  await expect(command(desk, booking.code, { what: 'cancel', places: ['9'] })).rejects.toMatchObject({
    status: 422,
  });
  expect(await command(desk, booking.code, { what: 'cancel' })).toMatchObject({ state: 'cancelled' });
  await expect(command(desk, booking.code, { what: 'cancel' })).rejects.toMatchObject({
    message: 'Unchanged: it is cancelled already.',
  });
  expect(await desk.quota('all')).toMatchObject({ booked: 0, free: 100 });
  expect(desk.kinds()).toEqual(['booked', 'changed', 'cancelled']);
});

it('moves places to another ticket at its price, if it has room', async () => {
  const desk = await anEditorsDesk({
    tickets: [
      { id: 'waged', name: 'Waged', price: 1050 },
      { id: 'unwaged', name: 'Unwaged', price: 500, places: 1 },
    ],
  });
  const { booking } = await book(desk, { paid: true });
  const move = (body: object) => command(desk, booking.code, { what: 'move', ticket: 'unwaged', ...body });
  await expect(move({})).rejects.toMatchObject({ status: 409, message: expect.stringContaining('free') });
  expect(await move({ places: ['2'] })).toMatchObject({
    sum: 1550,
    places: [{ ticket: 'waged' }, { ticket: 'unwaged', price: 500 }],
  });
  await expect(move({ places: ['2'] })).rejects.toMatchObject({
    message: expect.stringMatching(/^Unchanged:/),
  });
  await expect(move({ ticket: 'none' })).rejects.toMatchObject({ status: 422 });
  await expect(move({ places: ['9'] })).rejects.toMatchObject({ status: 422 });
  // The one that has it already stays.
  await expect(move({})).rejects.toMatchObject({ message: 'No place with this ticket is free.' });
  expect(await move({ ticket: 'waged' })).toMatchObject({ sum: 2100 });
  expect(await desk.quota('ticket:unwaged')).toMatchObject({ booked: 0, free: 1 });
});

it('sends the letter that tells how a booking stands again, once a key, and to nobody whose booking is over', async () => {
  const desk = await anEditorsDesk();
  const { booking } = await book(desk);
  await command(desk, booking.code, { what: 'resend' }, 'again');
  await command(desk, booking.code, { what: 'resend' }, 'again');
  expect(desk.kinds()).toEqual(['held', 'held']);
  await command(desk, booking.code, { what: 'resend' });
  expect(desk.kinds()).toHaveLength(3);
  await command(desk, booking.code, { what: 'cancel' });
  await expect(command(desk, booking.code, { what: 'resend' })).rejects.toMatchObject({ status: 409 });
});

it('says busy where others are at the same rows', async () => {
  const desk = await anEditorsDesk();
  const { booking } = await book(desk);
  desk.bookings.make = async () => ({ outcome: 'busy' });
  for (const what of ['confirm', 'cancel', 'resend'])
    await expect(command(desk, booking.code, { what })).rejects.toMatchObject({
      ...{ status: 503, headers: { 'retry-after': '1' } },
    });
  await expect(book(desk, {}, 'key-2')).rejects.toMatchObject({ status: 503 });
});
