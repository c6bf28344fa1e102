import { describe, expect, it } from 'vitest';
import { honeypotName } from '../../../../functions/look/form.tsx';
import { aGathering, aText } from '../a-gathering.ts';
import { aSchool } from '../a-school.ts';
import { aReadersDesk, ask, putOnSale, take } from '../readers-desk.ts';

const school = '/events/summer-school/book/';

async function aDesk(gathering = aGathering()) {
  const desk = aReadersDesk();
  await putOnSale(desk.bookings, gathering);
  const form = async (query: Record<string, string>, path = school) => {
    const { body, status, headers } = await ask(desk, { path, query });
    return { body, status, headers, fields: fieldsIn(body) };
  };
  const send = (fields: Record<string, string>, path = school, headers = {}) =>
    ask(desk, { path, form: fields, headers });
  return { ...desk, desk, form, send };
}

/** What a browser would send of the page's form as it is. */
function fieldsIn(html: string): Record<string, string> {
  const main = html.slice(html.indexOf('<main'), html.indexOf('</main'));
  const inputs = [...main.matchAll(/<input[^>]*>/g)].map(([tag]) => tag);
  const sent = inputs.filter((tag) => !/type="(radio|checkbox)"/.test(tag) || / checked/.test(tag));
  const of = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  const areas = [...main.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>([^<]*)/g)];
  return Object.fromEntries([
    ...sent.map((tag) => [of(tag, 'name'), of(tag, 'value')]),
    ...areas.map(([, name, value]) => [name, value]),
  ]);
}

const mara = { name: 'Mara Quill', email: 'mara@home.example' };

describe('the page on which one books', () => {
  it('is one person’s, and carries a key of its own each time', async () => {
    const { form } = await aDesk();
    const one = await form({ 'n.waged': '2', 'n.unwaged': '0' });
    expect(one.status).toBe(200);
    expect(one.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      'referrer-policy': 'strict-origin-when-cross-origin',
    });
    expect(one.body).toContain('2 × Waged');
    expect(one.body).toContain('£21');
    expect(one.fields).toMatchObject({ 'n.waged': '2', 'shown.waged': '1050', payment: 'transfer' });
    const other = await form({ 'n.waged': '2' });
    expect(one.fields.key).toMatch(/^[\w-]{27}$/);
    expect(other.fields.key).not.toBe(one.fields.key);
  });

  it('shows the tickets again where none is chosen', async () => {
    const { form } = await aDesk();
    const queries: Record<string, string>[] = [
      {},
      { 'n.waged': '0' },
      { 'n.waged': 'many' },
      { 'n.never': '3' },
    ];
    for (const query of queries) expect((await form(query)).body).toContain('aria-label="How many: Waged"');
  });

  it('asks for a choice where the form was sent without one, and not of who only comes', async () => {
    const words = 'Choose at least one place.';
    const { form } = await aDesk();
    expect((await form({ 'n.waged': '0', 'n.unwaged': '0' })).body).toContain(words);
    expect((await form({})).body).not.toContain(words);
    const school = await aDesk(aSchool());
    const path = '/events/who-owns-the-water-side/book/';
    const none = { 'n.waged': '0', 'n.unwaged': '0', 'n.solidarity': '0', 'n.saturday': '0' };
    expect((await school.form(none, path)).body).toContain(words);
    expect((await school.form({ ...none, code: 'stew' }, path)).body).not.toContain(words);
    expect((await school.form({ ...none, code: 'stew', 'n.crew': '0' }, path)).body).toContain(words);
  });

  it('is there for events that are, to be read and sent', async () => {
    const { desk } = await aDesk();
    expect((await ask(desk, { path: '/events/never/book/', query: {} })).status).toBe(404);
    expect((await ask(desk, { path: school, method: 'DELETE' })).status).toBe(405);
  });

  it('opens with a code what nobody else sees, and lowers prices by it', async () => {
    const { form } = await aDesk(aSchool());
    const path = '/events/who-owns-the-water-side/book/';
    expect((await form({ 'n.crew': '1' }, path)).body).not.toContain('Kitchen crew');
    const opened = await form({ code: 'stew' }, path);
    expect(opened.body).toContain('aria-label="How many: Kitchen crew"');
    expect((await form({ code: 'stew', 'n.crew': '2' }, path)).body).toContain('2 × Kitchen crew');
    expect((await form({ code: 'nope', 'n.waged': '1' }, path)).body).toContain('There is no such code');
    expect((await form({ code: 'stew', 'n.waged': '1' }, path)).body).toContain('for other tickets');
    const lowered = await form({ code: 'MEMBER', 'n.waged': '1' }, path);
    expect(lowered.fields).toMatchObject({ code: 'MEMBER', 'shown.waged': '2205' });
  });

  it('asks each person what hangs on their ticket, and all what hangs on another answer', async () => {
    const { form } = await aDesk(aSchool());
    const { body } = await form(
      { 'n.waged': '2', 'n.saturday': '1' },
      '/events/who-owns-the-water-side/book/',
    );
    expect(body.match(/What would you like for lunch\?/g)).toHaveLength(2);
    expect(body.match(/Who comes/g)).toHaveLength(3);
    expect(body).toContain('Only if you answered “Yes” to “Do you need a bed for the night?”');
  });
});

describe('a form that is sent', () => {
  it('books, and leads to the booking’s page, once however often it is sent', async () => {
    const { form, send, desk, bookings } = await aDesk();
    const { fields } = await form({ 'n.unwaged': '2' });
    const filled = { ...fields, ...mara, 'name.unwaged.0': 'Mara', 'name.unwaged.1': 'Tomas Reed' };
    const sent = await send(filled);
    expect(sent.status).toBe(303);
    expect(sent.location).toMatch(/^\/events\/bookings\/[\w.-]+\/$/);
    expect(await send(filled)).toMatchObject({ status: 303, location: sent.location });
    expect(bookings.letters.map(({ kind, to }) => [kind, to])).toEqual([['booked', 'mara@home.example']]);
    expect(desk.links()).toEqual([sent.location]);
    const page = await ask(desk, { path: sent.location });
    expect(page.body).toContain('You are coming: 2 places.');
    expect(page.body).toContain('Tomas Reed');
    const again = await send({ ...filled, name: 'Somebody else' });
    expect(again.status).toBe(422);
    expect(again.body).toContain('sent already');
  });

  it('holds what is to be paid, in the way that was chosen', async () => {
    const { form, send, desk } = await aDesk();
    const { fields } = await form({ 'n.waged': '1' });
    const { location } = await send({ ...fields, ...mara, payment: 'door' });
    expect((await ask(desk, { path: location })).body).toContain('Please bring £10.50 to the door.');
    const other = await form({ 'n.waged': '2' });
    const held = await send({ ...other.fields, ...mara });
    const { body } = await ask(desk, { path: held.location });
    expect(body).toContain('Please transfer £21 by Monday 8 March 2027, 12:00 (GMT)');
    expect(body).toContain('Port Ellery Credit Union');
  });

  it('shows what is wrong at its field, and keeps what was typed', async () => {
    const { form, send } = await aDesk(aSchool());
    const path = '/events/who-owns-the-water-side/book/';
    const { fields } = await form({ 'n.waged': '1', 'n.solidarity': '1' }, path);
    const unaddressed = await send({ ...fields, ...mara, email: 'mara@' }, path);
    expect(unaddressed.status).toBe(422);
    expect(unaddressed.body).toContain('id="email-error"');
    const sent = await send(
      {
        ...fields,
        ...mara,
        name: 'Mara "Q"',
        'price.solidarity': '1',
        'answer.heard': 'At the <docks>',
      },
      path,
    );
    expect(sent.status).toBe(422);
    expect(sent.body).toContain('id="price.solidarity-error"');
    expect(sent.body).toContain('id="answer.waged.0.lunch-error"');
    expect(sent.body).toContain('value="Mara &quot;Q&quot;"');
    expect(sent.body).toContain('At the &lt;docks>');
    expect(fieldsIn(sent.body).key).toBe(fields.key);
  });

  it('asks again where the price is another by now, and takes the new one', async () => {
    const { form, send, bookings, clock } = await aDesk();
    const { fields } = await form({ 'n.waged': '1' });
    const before = await bookings.gathering('summer-school-1');
    if (!before) throw new Error('The event is not there');
    const tickets = aText.tickets.map((ticket) =>
      ticket.id === 'waged' ? { ...ticket, price: 1200 } : ticket,
    );
    await bookings.make({
      gathering: before.id,
      at: clock.at,
      row: { before, after: { ...before, text: { ...before.text, tickets }, terms: 2 } },
      quotas: before.quotas.map((name) => ({ name, set: { isOpen: true, terms: 2 } })),
    });
    const sent = await send({ ...fields, ...mara });
    expect(sent.status).toBe(409);
    expect(sent.body).toContain('The price has changed');
    expect(sent.body).toContain('£12');
    expect(bookings.letters).toEqual([]);
    expect((await send({ ...fieldsIn(sent.body), ...mara })).status).toBe(303);
  });

  it('lets one wait where it is full, and says it before', async () => {
    const { form, send, desk, bookings } = await aDesk();
    await take(bookings, 'summer-school-1', { all: 99 });
    const { fields, body } = await form({ 'n.unwaged': '2' });
    expect(body).toContain('Join the waiting list');
    const { location } = await send({ ...fields, ...mara });
    const { body: page } = await ask(desk, { path: location });
    expect(page).toContain('You are the first in the line.');
    expect(page).toContain('You are waiting for 2 places.');
  });

  it('is refused where nobody can wait, with what is left', async () => {
    const { form, send, bookings } = await aDesk(aGathering({ text: { ...aText, waitingList: false } }));
    const { fields } = await form({ 'n.unwaged': '2' });
    await take(bookings, 'summer-school-1', { all: 99 });
    const sent = await send({ ...fields, ...mara });
    expect(sent.status).toBe(409);
    expect(sent.body).toContain('1 is left. Nothing was booked.');
  });

  it('is refused from another site, without its key, and filled in by a program', async () => {
    const { form, send, bookings } = await aDesk();
    const { fields } = await form({ 'n.unwaged': '1' });
    const filled = { ...fields, ...mara };
    expect((await send(filled, school, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await send({ ...filled, key: '' })).status).toBe(400);
    expect((await send({ ...filled, [honeypotName]: 'x' })).status).toBe(422);
    expect(bookings.letters).toEqual([]);
  });

  it('is refused after six bookings in ten minutes, not after six repeats', async () => {
    const { form, send } = await aDesk();
    const { fields } = await form({ 'n.unwaged': '1' });
    for (let n = 0; n < 8; n++) expect((await send({ ...fields, ...mara })).status).toBe(303);
    for (let n = 0; n < 5; n++) {
      const { fields: next } = await form({ 'n.unwaged': '1' });
      expect((await send({ ...next, ...mara })).status).toBe(303);
    }
    const { fields: seventh } = await form({ 'n.unwaged': '1' });
    const refused = await send({ ...seventh, ...mara });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await send({ ...fields, ...mara })).status).toBe(303);
  });

  it('says why where the event closed meanwhile', async () => {
    const { form, send, clock } = await aDesk();
    const { fields } = await form({ 'n.unwaged': '1' });
    clock.at = '2027-07-01T09:30:00.000Z';
    const sent = await send({ ...fields, ...mara });
    expect(sent.status).toBe(409);
    expect(sent.body).toContain('It has begun: no more bookings. Nothing was booked.');
  });
});
