import { beforeEach, describe, expect, it } from 'vitest';
import type { Booking } from '../../../../functions/bookings/booking.ts';
import { answerWanted } from '../../../../functions/bookings/people/answer-wanted.ts';
import type { LetterNotWanted } from '../../../../functions/post/contract/letter.ts';
import { aBooking, aGathering, aPress } from '../a-gathering.ts';
import { MemoryBookings } from '../memory-bookings.ts';

const at = '2027-03-02T12:00:00.000Z';
const [letter, next] = ['01KJQ1V5M0AAAAAAAAAAAAAAA0', '01KJQ1V5M0AAAAAAAAAAAAAAA1'];
let room: MemoryBookings;
let answers: LetterNotWanted[];

const deps = () => ({
  ...{ bookings: room, access: room, press: async () => aPress },
  keys: { sign: async () => 's'.repeat(22) },
  clock: { now: () => new Date('2027-03-05T12:00:00.000Z') },
  announcer: { letterNotWanted: async (answer: LetterNotWanted) => void answers.push(answer) },
});
const want = (kind: string, about = 'booking:summer-school-1:K7QM-3FXD') =>
  answerWanted({ letter, next, kind, about }, deps());
const stands = async (changes: Partial<Booking>) => {
  const gathering = aGathering();
  const moved = { gathering: gathering.id, at };
  await room.make({ ...moved, row: { after: gathering } });
  await room.make({ ...moved, bookings: [{ after: aBooking(changes) }] });
};

beforeEach(() => {
  room = new MemoryBookings();
  answers = [];
});

describe('a letter in doubt that an editor wants again', () => {
  it('is composed of the booking as it is now, once, under the id that post gave', async () => {
    await stands({ linkVersion: 3 });
    await want('held');
    await want('held');
    expect(room.letters).toHaveLength(1);
    expect(room.letters[0]).toMatchObject({ id: next, kind: 'booked', at: '2027-03-05T12:00:00.000Z' });
    expect(room.letters[0]?.mail.text).toContain('/events/bookings/summer-school-1.K7QM-3FXD.3.');
    expect(answers).toEqual([]);
  });

  it.each([
    ['offer', 'offered', 'offer'],
    ['offer', 'booked', 'booked'],
    ['waiting', 'offered', 'offer'],
    ['reminder', 'booked', 'reminder'],
    ['link', 'waiting', 'link'],
    ['cancelled', 'cancelled', 'cancelled'],
    ['called-off', 'left', 'called-off'],
  ] as const)('%s of what is %s now is sent as %s', async (kind, state, sent) => {
    await stands({ state });
    await want(kind);
    expect(room.letters.map((one) => one.kind)).toEqual([sent]);
  });

  it.each([
    ['offer', 'lapsed'],
    ['booked', 'cancelled'],
    ['news', 'left'],
    ['cancelled', 'booked'],
    ['message', 'booked'],
    ['confirm', 'booked'],
  ] as const)('%s of what is %s now is true no more', async (kind, state) => {
    await stands({ state });
    await want(kind);
    expect(room.letters).toEqual([]);
    expect(answers).toEqual([{ letter, next, why: 'used' }]);
  });

  it.each(['booking:summer-school-1:AAAA-BBBB', 'booking:other:K7QM-3FXD', 'token:abc', 'person:nobody'])(
    'about %s has nobody any more',
    async (about) => {
      await stands({});
      await want('booked', about);
      expect(answers).toEqual([{ letter, next, why: 'gone' }]);
    },
  );

  it('does not go to who was erased', async () => {
    await stands({ erasedAt: at, email: '' });
    await want('booked');
    expect([room.letters.length, answers[0]?.why]).toEqual([0, 'gone']);
  });

  it('is wanted again later while the table is busy', async () => {
    await stands({});
    room.make = async () => ({ outcome: 'busy' });
    await expect(want('booked')).rejects.toThrow('others are at the table');
    expect(answers).toEqual([]);
  });
});
