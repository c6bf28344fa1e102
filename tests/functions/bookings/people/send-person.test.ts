import { Buffer } from 'node:buffer';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Booking } from '../../../../functions/bookings/booking.ts';
import { mostBytes, whyTooMuch } from '../../../../functions/bookings/order/answers.ts';
import { sendPerson, sendPersonAgain } from '../../../../functions/bookings/people/send-person.ts';
import { mostAttached } from '../../../../functions/post/contract/letter.ts';
import { outgoing } from '../../../../functions/post/letters/letter-mail.ts';
import { aBooking, aGathering, aPlace, aPress } from '../a-gathering.ts';
import { MemoryBookings } from '../memory-bookings.ts';

const at = '2027-03-02T12:00:00.000Z';
const { addressHash: hash } = aBooking();
const asked = { hash, at, id: '01KJQ1V5M0AAAAAAAAAAAAAAA0' };
let room: MemoryBookings;
const deps = () => ({ bookings: room, access: room, press: async () => aPress });
const contents = () =>
  room.letters.flatMap(({ mail: { attachments = [] } }) =>
    attachments.map(({ base64 }) => JSON.parse(Buffer.from(base64, 'base64').toString())),
  );

const add = async (changes: Partial<Booking>, access = '') => {
  const booking = aBooking(changes);
  const move = { gathering: booking.gathering, at, bookings: [{ after: booking }] };
  await room.make({ ...move, ...(access && { access: [{ code: booking.code, text: access }] }) });
};

beforeEach(async () => {
  room = new MemoryBookings();
  await room.make({ gathering: aGathering().id, at, row: { after: aGathering() } });
});

describe('what the room knows of somebody', () => {
  it('goes to the address of their bookings, access needs and all, and names no other person’s', async () => {
    await add({ answers: { lunch: 'yes' } }, 'No stairs, please.');
    await add({ code: 'AAAA-BBBB', state: 'cancelled', places: [], at: '2027-02-02T12:00:00.000Z' });
    await add({ code: 'CCCC-DDDD', addressHash: 'another', email: 'other@home.example', name: 'Otto' });
    await sendPerson(asked, deps());
    expect(room.letters).toHaveLength(1);
    expect(room.letters[0]).toMatchObject({
      to: 'mara@home.example',
      kind: 'own-data',
      about: `person:${hash}`,
    });
    const [{ bookings }] = contents();
    expect(bookings.map(({ code }: Booking) => code)).toEqual(['AAAA-BBBB', 'K7QM-3FXD']);
    expect(bookings[1]).toMatchObject({
      ...{ name: 'Mara Quill', answers: { lunch: 'yes' }, access: 'No stairs, please.', state: 'booked' },
      event: { title: 'Summer School of the Harbour' },
      places: [{ ticket: 'unwaged' }, { ticket: 'waged', price: 1050, name: 'Tomas Reed' }],
    });
    expect(JSON.stringify(bookings)).not.toMatch(/Otto|quotas|addressHash|linkVersion/);
  });

  it('goes in letters that post takes, however much one booking says', async () => {
    // As an order may be at most: every question answered for every person.
    const answers = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [`question-${at}`, '\n"é'.repeat(7)]),
    );
    const places = Array.from({ length: 20 }, (_, at) =>
      aPlace({ id: `${at + 1}`, name: 'Tomas Reed', answers }),
    );
    const access = 'é'.repeat(1_000);
    const said = { name: 'Mara Quill', places, access, answers: { fill: '' } };
    said.answers.fill = 'x'.repeat(mostBytes - Buffer.byteLength(JSON.stringify(said)));
    expect([whyTooMuch(said), whyTooMuch({ ...said, more: '' }).length]).toEqual([[], 1]);
    await add(said, access);
    await add({ ...said, code: 'AAAA-BBBB', at: '2027-02-02T12:00:00.000Z' }, access);
    await add({ ...said, code: 'CCCC-DDDD', at: '2027-02-01T12:00:00.000Z' }, access);
    await sendPerson(asked, deps());
    expect(contents().flatMap(({ bookings }) => bookings)).toHaveLength(3);
    for (const { mail } of room.letters)
      for (const { base64 } of mail.attachments ?? [])
        expect(base64.length).toBeLessThanOrEqual(mostAttached);
  });

  it('is nothing of an address without bookings, and of one that was erased', async () => {
    await sendPerson(asked, deps());
    await add({ erasedAt: at, email: '' });
    await sendPerson(asked, deps());
    expect(room.letters).toEqual([]);
    expect(await sendPersonAgain(hash, { next: asked.id, at }, deps())).toBe(false);
  });

  it('is sent once, however often the event comes, and wherever the function died', async () => {
    const note = 'x'.repeat(60_000);
    for (let n = 0; n < 5; n++) await add({ code: `AAAA-000${n}`, answers: { note } });
    const make = room.make.bind(room);
    for (let alive = 0; alive < 6; alive++) {
      let calls = 0;
      room.make = async (move) => {
        if (calls++ >= alive) throw new Error('killed');
        return make(move);
      };
      await sendPerson(asked, deps()).catch(() => undefined);
    }
    room.make = make;
    await sendPerson(asked, deps());
    expect(new Set(room.letters.map(({ id }) => id)).size).toBe(room.letters.length);
    expect(contents().flatMap(({ bookings }) => bookings)).toHaveLength(5);
    for (const letter of room.letters) {
      expect(letter.id).toMatch(/^01KJQ1V5M0[0-9A-HJKMNP-TV-Z]{16}$/);
      expect(letter.mail.attachments?.[0]?.base64.length).toBeLessThanOrEqual(mostAttached);
      const row = { ...letter, state: 'waiting' as const, attempt: 0 };
      expect(outgoing(row, 1, 'post@lantern.example', { ceiling: 9 })?.attachments).toHaveLength(1);
    }
  });

  it('is sent again under the id that post gave', async () => {
    await add({});
    expect(await sendPersonAgain(hash, { next: 'again', at }, deps())).toBe(true);
    expect(room.letters.map(({ id }) => id)).toEqual(['again']);
  });
});
