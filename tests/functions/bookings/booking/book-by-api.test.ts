import { describe, expect, it } from 'vitest';
import { bookingRefusal } from '../../../../functions/bookings/api/reader-answers.ts';
import { aGathering, aText } from '../a-gathering.ts';
import { aSchool } from '../a-school.ts';
import { aReadersDesk, ask, putOnSale, take } from '../readers-desk.ts';

async function aDesk(gathering = aGathering()) {
  const desk = aReadersDesk();
  await putOnSale(desk.bookings, gathering);
  const book = async (
    json: unknown,
    { key = 'key-1', headers = {}, from = '192.0.2.7', slug = gathering.slug } = {},
  ) => {
    const path = `/api/events/${slug}/bookings`;
    const answer = await ask(desk, { path, json, from, headers: { 'idempotency-key': key, ...headers } });
    return { ...answer, json: answer.body ? JSON.parse(answer.body) : undefined };
  };
  return { ...desk, desk, book };
}

const whole = 'has to be a whole number, such as 2.';
const mara = { email: 'mara@home.example', name: 'Mara Quill' };
const one = { ...mara, places: [{ ticket: 'unwaged', quantity: 1 }] };

describe('booking by the API', () => {
  it('answers what became of it: booked, held, waiting, or full with what is left', async () => {
    const { book, bookings } = await aDesk();
    const booked = await book(one);
    expect(booked).toMatchObject({ status: 201, json: { outcome: 'booked', total: 0 } });
    expect(booked.json.code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    expect(booked.headers['cache-control']).toBe('no-store');
    const held = await book({ ...mara, places: [{ ticket: 'waged', quantity: 2 }] }, { key: 'key-2' });
    expect(held).toMatchObject({
      status: 201,
      json: { outcome: 'held', lapses: '2027-03-08T12:00:00Z', total: 2100 },
    });
    await take(bookings, 'summer-school-1', { all: 97 });
    const waiting = await book(one, { key: 'key-3' });
    expect(waiting).toMatchObject({ status: 202, json: { outcome: 'waiting', position: 1 } });
    const closed = await aDesk(aGathering({ text: { ...aText, waitingList: false } }));
    await take(closed.bookings, 'summer-school-1', { all: 99 });
    const full = await closed.book({ ...mara, places: [{ ticket: 'unwaged', quantity: 2 }] });
    expect(full).toMatchObject({ status: 409, json: { outcome: 'full', left: 1, status: 409 } });
    expect(full.json.detail).toContain('1 is left');
    expect(full.headers['content-type']).toBe('application/problem+json');
    expect(bookingRefusal.parse(full.json)).toEqual(full.json);
  });

  it('says how many there ever are to who asks for more', async () => {
    const { book } = await aDesk(aGathering({ text: { ...aText, capacity: 3 } }));
    const never = await book({ ...mara, places: [{ ticket: 'unwaged', quantity: 4 }] });
    expect(never).toMatchObject({ status: 409, json: { outcome: 'full' } });
    expect(never.json.detail).toContain('So many places there never are: 3 at most');
  });

  it.each([
    [{}, ['email', 'is missing, and has to be a text.']],
    [{ ...one, email: 3 }, ['email', 'has to be a text.']],
    [{ ...mara, places: [{ ticket: 'waged', quantity: 1.5 }] }, ['places.0.quantity', whole]],
    [{ ...mara, places: [{ ticket: 'waged', quantity: '1' }] }, ['places.0.quantity', whole]],
    [
      { ...mara, places: [{ ticket: 'waged', quantity: 1, price: 700.5 }] },
      ['places.0.price', 'has to be a whole number of the currency’s smallest units.'],
    ],
    [{ ...one, extra: 1 }, ['', expect.stringMatching(/^Unknown: extra\. The request has to be \{"email"/)]],
    [[], ['', expect.stringMatching(/^The request has to be/)]],
  ])('says of which form what is asked has to be: %j', async (json, [where, text]) => {
    const { book } = await aDesk();
    const refused = await book(json);
    expect(refused.json.errors[0]).toEqual({ where, text });
    expect(refused.json.detail).not.toContain('Invalid');
  });

  it('gives the same answer to the same key, and refuses it for another order', async () => {
    const { book, bookings } = await aDesk();
    const first = await book(one);
    expect((await book(one)).body).toBe(first.body);
    expect(bookings.letters).toHaveLength(1);
    const other = await book({ ...one, name: 'Somebody else' });
    expect(other.status).toBe(422);
    expect(other.json.detail).toContain('Idempotency-Key');
    const another = await book({ ...one, email: 'other@home.example' });
    expect(another.status).toBe(201);
    expect(another.json.code).not.toBe(first.json.code);
  });

  it('lets a network try 30 codes in ten minutes, by the API and the form together; a right one opens nothing then', async () => {
    const { book, desk } = await aDesk(aSchool());
    const from = '192.0.2.8';
    const places = [{ ticket: 'waged', quantity: 1 }];
    const tried = (code: string, at: number) => book({ ...mara, places, code }, { key: `k${at}`, from });
    const query = (code: string) => ({ 'n.waged': '1', code });
    const path = `/events/${aSchool().slug}/book`;
    for (let at = 0; at < 15; at++) {
      expect((await tried(`guess-${at}`, at)).status).toBe(422);
      const page = await ask(desk, { path, query: query(`page-${at}`), from });
      expect(page.body).toContain('There is no such code');
    }
    const beyond = await tried('MEMBER', 99);
    expect([beyond.status, Number(beyond.headers['retry-after']) > 0]).toEqual([429, true]);
    expect((await ask(desk, { path, query: query('MEMBER'), from })).status).toBe(429);
    expect((await ask(desk, { path, query: { 'n.waged': '1' }, from })).status).toBe(200);
    expect((await ask(desk, { path, query: query('MEMBER'), from: '192.0.2.9' })).status).toBe(200);
  });

  it('takes a language as BCP 47 has it, and no more text than a booking holds', async () => {
    const { book } = await aDesk();
    for (const language of ['x'.repeat(36), 'not a language', 'en_GB', 'en'.repeat(50_000)])
      expect([language.slice(0, 40), (await book({ ...one, language })).status]).toEqual([
        language.slice(0, 40),
        422,
      ]);
    expect((await book({ ...one, language: 'pt-BR' })).status).toBe(201);
  });

  it('demands a key of at most 255 characters', async () => {
    const { book } = await aDesk();
    expect((await book(one, { key: '' })).status).toBe(400);
    expect((await book(one, { key: 'k'.repeat(256) })).status).toBe(400);
    expect((await book(one, { key: 'k'.repeat(255) })).status).toBe(201);
  });

  it('says by its member what is wrong, and keeps nothing under the key', async () => {
    const { book } = await aDesk(aSchool());
    const refused = await book({
      ...{ ...mara, email: 'mara@home.example', code: 'NOPE' },
      places: [
        { ticket: 'unwaged', quantity: 2, answers: [{ lunch: 'Soup' }] },
        { ticket: 'never', quantity: 1 },
      ],
    });
    expect(refused.status).toBe(422);
    expect(refused.headers['content-type']).toBe('application/problem+json');
    const where = refused.json.errors.map((error: { where: string }) => error.where);
    expect(where).toEqual(expect.arrayContaining(['places.0.answers.1.lunch', 'places.1.ticket', 'code']));
    const places = [{ ticket: 'saturday', quantity: 1 }];
    expect((await book({ ...mara, places })).status).toBe(201);
  });

  it.each([
    [{ ...one, extra: 1 }, 422],
    [{ ...one, places: [{ ticket: 'unwaged', quantity: 1.5 }] }, 422],
    [{ ...one, places: [{ ticket: 'unwaged', quantity: 21 }] }, 422],
    [{ ...one, places: [] }, 422],
    [{ ...one, name: '  ' }, 422],
    [{ ...one, answers: { lunch: 1 } }, 422],
    [[], 422],
    [null, 422],
  ])('refuses %j', async (json, status) => {
    const { book, bookings } = await aDesk();
    expect((await book(json)).status).toBe(status);
    expect(bookings.letters).toEqual([]);
  });

  it('asks again where a price is not today’s', async () => {
    const { book } = await aDesk();
    const old = { ...mara, places: [{ ticket: 'waged', quantity: 2, price: 900 }] };
    expect(await book(old)).toMatchObject({
      status: 409,
      json: { outcome: 'price-changed', total: 2100, prices: { waged: 1050 }, detail: expect.any(String) },
    });
    const today = { ...mara, places: [{ ticket: 'waged', quantity: 2, price: 1050 }] };
    expect((await book(today)).status).toBe(201);
  });

  it('takes JSON alone, from no other site, for events that are', async () => {
    const { book } = await aDesk();
    expect((await book(one, { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
    expect((await book(one, { slug: 'never' })).status).toBe(404);
    const closed = await aDesk(aGathering({ state: 'closed', why: 'editor' }));
    const answer = await closed.book(one);
    expect(answer.status).toBe(409);
    expect(answer.json.detail).toBe('Booking is closed at present.');
  });

  it('limits a network to six that came to something', async () => {
    const { book } = await aDesk();
    for (let n = 0; n < 3; n++) await book({ ...one, name: '' }, { key: `wrong-${n}` });
    for (let n = 0; n < 6; n++) expect((await book(one, { key: `key-${n}` })).status).toBe(201);
    const seventh = await book(one, { key: 'key-7' });
    expect(seventh.status).toBe(429);
    expect(Number(seventh.headers['retry-after'])).toBeGreaterThan(0);
    expect((await book(one, { key: 'key-0' })).status).toBe(201);
    expect((await book(one, { key: 'key-8', from: '192.0.2.99' })).status).toBe(201);
  });

  it('answers who is known as who is not', async () => {
    const { book } = await aDesk();
    await book(one);
    const [known, unknown] = [
      await book(one, { key: 'a' }),
      await book({ ...one, email: 'new@home.example' }, { key: 'b' }),
    ];
    expect(Object.keys(known.json)).toEqual(Object.keys(unknown.json));
    expect(known.status).toBe(unknown.status);
  });
});
