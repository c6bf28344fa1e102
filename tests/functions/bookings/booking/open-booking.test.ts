import { describe, expect, it } from 'vitest';
import { confirmBooking } from '../../../../functions/bookings/booking/confirm-booking.ts';
import { sendLinks } from '../../../../functions/bookings/booking/send-links.ts';
import { settleLine } from '../../../../functions/bookings/settle-line.ts';
import { aGathering, aText } from '../a-gathering.ts';
import { aSchool } from '../a-school.ts';
import { aReadersDesk, ask, type Desk, putOnSale, take } from '../readers-desk.ts';

interface Wanted {
  places: { ticket: string; quantity: number; names?: string[]; answers?: Record<string, string>[] }[];
  email?: string;
  payment?: 'door' | 'transfer';
  access?: string;
}

async function aDesk(gathering = aGathering()) {
  const desk = aReadersDesk();
  await putOnSale(desk.bookings, gathering);
  let orders = 0;
  /** Books as a program, and gives the path of the booking's page, from its letter. */
  const book = async ({ email = 'mara@home.example', ...wanted }: Wanted) => {
    const booked = await desk.book(
      { gathering: gathering.id, email, name: 'Mara Quill', key: `key-${++orders}`, ...wanted },
      { network: 'test' },
    );
    if (!('answer' in booked)) throw new Error(`Not booked: ${JSON.stringify(booked)}`);
    const path = desk.links().at(-1) ?? '';
    return { path, code: booked.booking.code, outcome: booked.outcome };
  };
  const row = async (code: string) => desk.bookings.booking(gathering.id, code);
  return { ...desk, desk, book, row };
}

const look = async (desk: Desk, path: string, query?: Record<string, string>) =>
  ask(desk, { path, ...(query && { query }) });

/** Sends a form and follows to the page that it leads to. */
async function send(desk: Desk, path: string, form: Record<string, string>) {
  const sent = await ask(desk, { path, form });
  if (sent.status !== 303) return sent;
  const { pathname, searchParams } = new URL(sent.location, 'https://lantern.example');
  return look(desk, pathname, Object.fromEntries(searchParams));
}

describe('the page of a booking', () => {
  it('is one person’s: never stored, never listed, never named to others', async () => {
    const { desk, book } = await aDesk();
    const { path, code } = await book({ places: [{ ticket: 'unwaged', quantity: 1 }] });
    const { status, headers, body } = await look(desk, path);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
    expect(headers.etag).toBeUndefined();
    expect(body).toContain(code);
    expect(body).not.toContain('mara@home.example');
  });

  it('opens to nobody without its link', async () => {
    const { desk, book } = await aDesk();
    const { path } = await book({ places: [{ ticket: 'unwaged', quantity: 1 }] });
    const { path: other } = await book({ places: [{ ticket: 'unwaged', quantity: 1 }] });
    const [, , , link = ''] = path.split('/');
    const [, , , otherLink = ''] = other.split('/');
    const forged = [
      link.slice(0, -1),
      `${link}x`,
      link.replace(/\.1\.1\./, '.2.1.'),
      `${otherLink.split('.').slice(0, 3).join('.')}.${link.split('.').slice(3).join('.')}`,
      'K7QM-3FXD',
    ];
    for (const one of forged) {
      const { status, body } = await look(desk, `/events/bookings/${one}/`);
      expect(status, one).toBe(404);
      expect(body).toContain('This link opens nothing');
      expect((await ask(desk, { path: `/events/bookings/${one}/`, form: { do: 'cancel' } })).status).toBe(
        404,
      );
    }
  });

  it('is revoked by the version of its row, and gone once the person is', async () => {
    const { desk, book, row, bookings, clock } = await aDesk();
    const { path, code } = await book({ places: [{ ticket: 'unwaged', quantity: 1 }] });
    const change = async (members: object) => {
      const before = await row(code);
      if (!before) throw new Error('No booking');
      const after = { ...before, ...members };
      await bookings.make({ gathering: before.gathering, at: clock.at, bookings: [{ before, after }] });
    };
    await change({ linkVersion: 2 });
    expect((await look(desk, path)).status).toBe(404);
    await change({ linkVersion: 1 });
    expect((await look(desk, path)).status).toBe(200);
    await change({ erasedAt: clock.at, email: '', name: '', places: [] });
    expect((await look(desk, path)).status).toBe(404);
  });

  it('changes nothing by being looked at, whatever its address asks', async () => {
    const { desk, book, bookings } = await aDesk();
    const { path } = await book({ places: [{ ticket: 'unwaged', quantity: 2 }] });
    const before = JSON.stringify(bookings.rows());
    const queries: Record<string, string>[] = [
      { cancel: '' },
      { back: '1' },
      { leave: '' },
      { do: 'cancel' },
      { calendar: '' },
      { cancel: 'done' },
    ];
    for (const query of queries) expect((await look(desk, path, query)).status).toBe(200);
    expect((await ask(desk, { path, method: 'HEAD' })).status).toBe(200);
    expect((await ask(desk, { path, method: 'PUT' })).status).toBe(405);
    expect(JSON.stringify(bookings.rows())).toBe(before);
  });

  it('gives the calendar file of its letter', async () => {
    const { desk, book } = await aDesk();
    const { path, code } = await book({ places: [{ ticket: 'unwaged', quantity: 1 }] });
    const file = await look(desk, path, { calendar: '' });
    expect(file.headers['content-type']).toContain('text/calendar');
    expect(file.headers['content-disposition']).toBe(`attachment; filename="${code}.ics"`);
    expect(file.body).toContain('METHOD:REQUEST');
  });

  it('gives none to who never had a place', async () => {
    const { desk, book, bookings } = await aDesk();
    await take(bookings, 'summer-school-1', { all: 100 });
    const { path } = await book({ places: [{ ticket: 'unwaged', quantity: 1 }] });
    expect((await look(desk, path, { calendar: '' })).status).toBe(404);
    await send(desk, path, { do: 'leave' });
    expect((await look(desk, path, { calendar: '' })).status).toBe(404);
  });

  it('shows an online address to who has a place, and to nobody who has not paid', async () => {
    const text = { ...aText, online: 'https://meet.example/school' };
    const { desk, book } = await aDesk(aGathering({ text }));
    const free = await book({ places: [{ ticket: 'unwaged', quantity: 1 }] });
    expect((await look(desk, free.path)).body).toContain('href="https://meet.example/school"');
    const held = await book({ places: [{ ticket: 'waged', quantity: 1 }] });
    expect((await look(desk, held.path)).body).not.toContain('meet.example');
  });
});

describe('what one does on it', () => {
  it('gives one place of several back, after a question', async () => {
    const { desk, book, row, bookings } = await aDesk();
    const { path, code } = await book({
      places: [{ ticket: 'unwaged', quantity: 3, names: ['A', 'B', 'C'] }],
    });
    const { body: question } = await look(desk, path, { back: '2' });
    expect(question).toContain('Give this place back?');
    expect(question).toContain('for B');
    const { body } = await send(desk, path, { do: 'back', place: '2' });
    expect(body).toContain('The place is given back.');
    expect(body).toContain('2 places');
    expect((await row(code))?.places.map(({ id, name }) => [id, name])).toEqual([
      ['1', 'A'],
      ['3', 'C'],
    ]);
    expect(bookings.letters.at(-1)?.kind).toBe('changed');
    const letters = bookings.letters.length;
    expect((await send(desk, path, { do: 'back', place: '2' })).body).toContain('The place is given back.');
    expect(bookings.letters).toHaveLength(letters);
    expect((await send(desk, path, { do: 'back', place: '9' })).body).toContain('Nothing has changed');
  });

  it('cancels the whole, once', async () => {
    const { desk, book, row } = await aDesk();
    const { path, code } = await book({ places: [{ ticket: 'unwaged', quantity: 2 }] });
    expect((await look(desk, path, { cancel: '' })).body).toContain('Cancel the whole booking?');
    expect((await send(desk, path, { do: 'cancel' })).body).toContain('This booking is cancelled.');
    expect((await row(code))?.state).toBe('cancelled');
    expect((await send(desk, path, { do: 'cancel' })).body).toContain('It is cancelled.');
    expect((await send(desk, path, { do: 'back', place: '1' })).body).toContain('Nothing has changed');
    expect((await look(desk, path, { cancel: '' })).body).not.toContain('Cancel the whole booking?');
  });

  it('names each place to who hears the page, and the one that is left by its own name', async () => {
    const { desk, book, row } = await aDesk();
    const { path, code } = await book({ places: [{ ticket: 'unwaged', quantity: 2, names: ['A', 'B'] }] });
    const { body } = await look(desk, path);
    expect(body).toContain('aria-label="Give this place back: place 1, Unwaged, for A"');
    expect(body).toContain('aria-label="Give this place back: place 2, Unwaged, for B"');
    await send(desk, path, { do: 'back', place: '1' });
    expect((await look(desk, path)).body).toContain('name="name.2"');
    await send(desk, path, { do: 'details', name: 'Mara Quill', 'name.2': 'Bela' });
    expect((await row(code))?.places).toMatchObject([{ id: '2', name: 'Bela' }]);
    await send(desk, path, { do: 'details', name: 'Mara Quill', 'name.2': '' });
    expect((await row(code))?.places[0]?.name).toBeUndefined();
    expect((await look(desk, path)).body).not.toContain('name="name.2"');
  });

  it('says what to do about a sum that changed, of what is booked alone', async () => {
    const { desk, book } = await aDesk();
    const free = await book({ places: [{ ticket: 'unwaged', quantity: 2 }] });
    expect((await send(desk, free.path, { do: 'back', place: '1' })).body).not.toContain('settle the');
    const paid = await book({ places: [{ ticket: 'waged', quantity: 2 }] });
    await confirmBooking({ gathering: 'summer-school-1', code: paid.code }, { by: 'ama' }, desk);
    expect((await look(desk, paid.path)).body).not.toContain('settle the difference');
    const { body } = await send(desk, paid.path, { do: 'back', place: '1' });
    expect(body).toContain('The sum of your booking is now £10.50.');
    expect(body).toContain('settle the difference with us');
  });

  it('swaps a ticket for another of the same price, and only where there is one', async () => {
    const { desk, book, row, bookings } = await aDesk(aSchool());
    const lunch = [{ lunch: 'Soup' }];
    const { path, code } = await book({ places: [{ ticket: 'unwaged', quantity: 1, answers: lunch }] });
    const { body } = await look(desk, path);
    expect(body).toContain('Another ticket of the same price');
    expect(body).toContain('<option value="saturday"');
    expect(body).not.toContain('<option value="waged"');
    expect((await send(desk, path, { do: 'swap', place: '1', ticket: 'saturday' })).body).toContain(
      'The ticket is swapped.',
    );
    expect((await row(code))?.places[0]?.ticket).toBe('saturday');
    const other = await send(desk, path, { do: 'swap', place: '1', ticket: 'waged' });
    expect(other.status).toBe(422);
    expect(other.body).toContain('It has another price.');
    await take(bookings, 'school', { 'ticket:unwaged': 40 });
    const full = await send(desk, path, { do: 'swap', place: '1', ticket: 'unwaged' });
    expect(full.status).toBe(409);
    expect(full.body).toContain('There is no place left with that ticket.');
  });

  it('changes names and answers, and says what is wrong', async () => {
    const { desk, book, row } = await aDesk(aSchool());
    const answers = [{ lunch: 'Soup' }, { lunch: 'Pie' }];
    const places = [{ ticket: 'unwaged', quantity: 2, answers, names: ['Ama', 'Bo'] }];
    const { path, code } = await book({ places, access: 'A seat near the door' });
    const { body } = await look(desk, path);
    expect(body).toContain('value="Bo"');
    expect(body).not.toContain('A seat near the door');
    const form = {
      ...{ do: 'details', name: 'Mara Reed', 'name.1': 'Ama', 'name.2': 'Bela', access: 'A ramp' },
      ...{ 'answer.1.lunch': 'Pie', 'answer.2.lunch': 'Pie', 'answer.heard': 'At the docks' },
    };
    expect((await send(desk, path, form)).body).toContain('Saved.');
    expect(await row(code)).toMatchObject({
      name: 'Mara Reed',
      answers: { heard: 'At the docks' },
      places: [{ name: 'Ama', answers: { lunch: 'Pie' } }, { name: 'Bela' }],
    });
    expect(await desk.bookings.of('school', code)).toBe('A ramp');
    const wrong = await send(desk, path, { ...form, name: '', 'answer.2.lunch': 'Cake' });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toContain('id="name-error"');
    expect(wrong.body).toContain('id="answer.2.lunch-error"');
    await send(desk, path, { ...form, access: '' });
    expect(await desk.bookings.of('school', code)).toBe('A ramp');
    await send(desk, path, { ...form, access: '', 'forget-access': 'yes' });
    expect(await desk.bookings.of('school', code)).toBeUndefined();
  });

  it('waits, is offered, and takes it or not', async () => {
    const { desk, book, row, bookings, clock } = await aDesk();
    await take(bookings, 'summer-school-1', { all: 98 });
    const first = await book({ places: [{ ticket: 'unwaged', quantity: 2 }] });
    const group = await book({ places: [{ ticket: 'waged', quantity: 2 }], payment: 'door' });
    const second = await book({ places: [{ ticket: 'unwaged', quantity: 1 }] });
    expect([first.outcome, group.outcome, second.outcome]).toEqual(['booked', 'waiting', 'waiting']);
    const waiting = await look(desk, second.path);
    expect(waiting.body).toContain('1 stands before you.');
    await send(desk, first.path, { do: 'cancel' });
    await settleLine('summer-school-1', desk);
    const offer = await look(desk, group.path);
    expect(offer.body).toContain(
      'There are places for you: we keep 2 places until Tuesday 2 March 2027, 12:00 (GMT)',
    );
    expect(offer.body).toContain('Take them for £21');
    expect((await send(desk, group.path, { do: 'accept', payment: 'door' })).body).toContain(
      'Please bring £21',
    );
    expect((await row(group.code))?.state).toBe('held');
    expect((await send(desk, group.path, { do: 'decline' })).body).toContain('Nothing has changed');
    await send(desk, group.path, { do: 'cancel' });
    await settleLine('summer-school-1', desk);
    clock.at = '2027-03-02T12:00:00.000Z';
    const late = await look(desk, second.path);
    expect(late.body).toContain('The time for it has run out');
    expect(late.body).not.toContain('<form class="form" method="post" action="/events/bookings/school');
    expect((await send(desk, second.path, { do: 'accept' })).body).toContain('Nothing has changed');
  });

  it('leaves the line, and declines for good', async () => {
    const { desk, book, row, bookings } = await aDesk();
    await take(bookings, 'summer-school-1', { all: 99 });
    const holder = await book({ places: [{ ticket: 'unwaged', quantity: 1 }] });
    const one = await book({ places: [{ ticket: 'unwaged', quantity: 1 }] });
    const two = await book({ places: [{ ticket: 'unwaged', quantity: 1 }] });
    expect((await look(desk, one.path, { leave: '' })).body).toContain('Stop waiting?');
    expect((await send(desk, one.path, { do: 'leave' })).body).toContain('You do not wait any more.');
    expect((await row(one.code))?.state).toBe('left');
    await send(desk, holder.path, { do: 'cancel' });
    expect((await send(desk, two.path, { do: 'decline' })).body).toContain('You did not take the place that');
    expect((await row(two.code))?.state).toBe('declined');
    expect((await bookings.quotas('summer-school-1', ['all']))[0]).toMatchObject({ booked: 99, free: 1 });
  });

  it('takes no button that the page does not have, and none after the event', async () => {
    const { desk, book, clock, row } = await aDesk();
    const { path, code } = await book({ places: [{ ticket: 'unwaged', quantity: 2 }] });
    const forms: Record<string, string>[] = [{ do: 'erase' }, { name: 'x' }];
    for (const form of forms) expect((await ask(desk, { path, form: form })).status).toBe(422);
    clock.at = '2027-07-03T00:00:00.000Z';
    const { body } = await look(desk, path);
    expect(body).not.toContain('Cancel the whole booking');
    await send(desk, path, { do: 'cancel' });
    expect((await row(code))?.state).toBe('booked');
  });
});

describe('“Send me my booking’s link”', () => {
  const path = '/events/bookings/';

  it('answers the same to everybody, and asks the room for the rest', async () => {
    const { desk, book, wanted } = await aDesk();
    await book({ places: [{ ticket: 'unwaged', quantity: 1 }] });
    expect((await look(desk, path)).body).toContain('Your e-mail address');
    const known = await ask(desk, { path, form: { email: 'MARA@home.example' } });
    const unknown = await ask(desk, { path, form: { email: 'nobody@home.example' } });
    expect(known).toEqual(unknown);
    expect(known).toMatchObject({ status: 303, location: '/events/bookings/?sent' });
    expect((await look(desk, path, { sent: '' })).body).toContain('Please look into your mailbox');
    expect(wanted).toHaveLength(2);
    expect(JSON.stringify(wanted)).not.toContain('@');
    expect((await ask(desk, { path, form: { email: 'mara@' } })).body).toContain('id="email-error"');
  });

  it('sends each booking that is to come, once for each request', async () => {
    const { desk, book, bookings, wanted, clock } = await aDesk();
    const one = await book({ places: [{ ticket: 'unwaged', quantity: 1 }] });
    const two = await book({ places: [{ ticket: 'unwaged', quantity: 1 }] });
    await book({ places: [{ ticket: 'unwaged', quantity: 1 }], email: 'other@home.example' });
    await send(desk, two.path, { do: 'cancel' });
    await ask(desk, { path, form: { email: 'mara@home.example' } });
    const [request] = wanted;
    if (!request) throw new Error('Nothing is wanted');
    const before = bookings.letters.length;
    for (let n = 0; n < 2; n++) await sendLinks(request, desk);
    const letters = bookings.letters.slice(before);
    expect(letters.map(({ kind, to }) => [kind, to])).toEqual([['link', 'mara@home.example']]);
    expect(desk.links().at(-1)).toBe(one.path);
    clock.at = '2027-07-03T00:00:00.000Z';
    await sendLinks({ ...request, id: desk.ids.next() }, desk);
    expect(bookings.letters).toHaveLength(before + 1);
  });

  it('sends an address three a day for one network, and a network asks six times in ten minutes', async () => {
    const { desk, wanted } = await aDesk();
    const once = (email: string) => ask(desk, { path, form: { email } });
    for (let n = 0; n < 6; n++) expect((await once('mara@home.example')).status).toBe(303);
    expect(wanted).toHaveLength(3);
    expect((await once('mara@home.example')).status).toBe(429);
    // Nobody is locked out by a stranger who typed their address.
    const from = (network: number) =>
      ask(desk, { path, form: { email: 'mara@home.example' }, from: `198.51.100.${network}` });
    expect((await from(1)).status).toBe(303);
    expect(wanted).toHaveLength(4);
    for (let network = 2; network < 60; network++) expect((await from(network)).status).toBe(303);
    expect(wanted).toHaveLength(30);
  });

  it('is not for forms of other sites', async () => {
    const { desk } = await aDesk();
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await ask(desk, { path, form: { email: 'mara@home.example' }, headers })).status).toBe(403);
  });
});
