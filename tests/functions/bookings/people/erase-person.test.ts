import { describe, expect, it } from 'vitest';
import { cancelBooking } from '../../../../functions/bookings/booking/cancel-booking.ts';
import { dyingAfter } from '../../newsletters/issues/fakes.ts';
import { aSeason, checkPlaces, type Season } from '../a-season.ts';

const hash = 'hash-of-mara';
const now = '2027-03-01T12:00:00.000Z';

/** One person's bookings of an event that is to come, and of one that is over. */
async function known(): Promise<Season> {
  const season = aSeason();
  season.stand();
  await season.hear();
  const hers = { addressHash: hash, email: 'mara@home.example', name: 'Mara Quill' };
  await season.book('AAAA-AAAA', 'booked', ['waged', 'unwaged'], hers);
  await season.book('BBBB-BBBB', 'cancelled', ['waged'], hers);
  await season.book('CCCC-CCCC', 'waiting', ['waged'], hers);
  await season.book('DDDD-DDDD', 'booked', ['waged'], { ...hers, at: '2027-03-01T12:00:01.000Z' });
  await season.book('EEEE-EEEE', 'booked', ['waged']);
  return season;
}

const rowOf = (season: Season, code: string) => season.bookings.booking('SCHOOL', code);

const all = (season: Season) => {
  const { bookings, quotas, wishes } = season.bookings.rows();
  return { bookings: bookings.map(({ writes, ...row }) => row), quotas, wishes };
};

describe('a person who is erased', () => {
  it('is gone from what is over, and comes still to what is to come', async () => {
    const season = await known();
    await season.erase(hash, now);
    const { erasedAt, ...over } = (await rowOf(season, 'BBBB-BBBB')) ?? {};
    expect(erasedAt).toBe(now);
    expect(over).toMatchObject({ email: '', name: '', addressHash: '', linkVersion: 2, state: 'cancelled' });
    expect((await rowOf(season, 'BBBB-BBBB'))?.places).toEqual([
      { id: '1', ticket: 'waged', price: 0, quotas: ['all'] },
    ]);
    expect(await season.bookings.of('SCHOOL', 'BBBB-BBBB')).toBeUndefined();
    expect(await rowOf(season, 'AAAA-AAAA')).toMatchObject({
      name: 'Mara Quill',
      erasure: now,
      state: 'booked',
    });
    expect(await season.bookings.of('SCHOOL', 'AAAA-AAAA')).toBe('Needs of AAAA-AAAA');
    await checkPlaces(season);
  });

  it('waits for nothing any more, and gets no letter of it', async () => {
    const season = await known();
    await season.erase(hash, now);
    expect(await rowOf(season, 'CCCC-CCCC')).toMatchObject({ state: 'left', email: '', erasedAt: now });
    expect(season.bookings.rows().wishes).toEqual([]);
    expect(season.letters()).toHaveLength(0);
  });

  it('keeps what was booked since, and others keep theirs', async () => {
    const season = await known();
    await season.erase(hash, now);
    expect(await rowOf(season, 'DDDD-DDDD')).toMatchObject({ email: 'mara@home.example' });
    expect(await rowOf(season, 'DDDD-DDDD')).not.toHaveProperty('erasure');
    expect(await rowOf(season, 'EEEE-EEEE')).toMatchObject({ name: 'Name EEEE-EEEE' });
    expect(await season.bookings.ofAddress(hash)).toEqual([
      { gathering: 'SCHOOL', code: 'AAAA-AAAA' },
      { gathering: 'SCHOOL', code: 'DDDD-DDDD' },
    ]);
  });

  it('is gone once the event is over; what was booked and paid stays for the sums', async () => {
    const season = await known();
    await season.erase(hash, now);
    season.clock.pass(Date.parse('2027-07-02T16:01:00.000Z') - season.clock.now().getTime());
    await season.tick();
    const row = await rowOf(season, 'AAAA-AAAA');
    expect(row).toMatchObject({ email: '', name: '', state: 'booked', erasedAt: expect.any(String) });
    expect(row?.places.map(({ ticket }) => ticket)).toEqual(['waged', 'unwaged']);
    expect(row).not.toHaveProperty('erasure');
    expect(JSON.stringify(row)).not.toMatch(/mara|Mara|beans|Guest/);
    expect(await season.bookings.of('SCHOOL', 'AAAA-AAAA')).toBeUndefined();
    expect(await season.quota('all')).toMatchObject({ booked: 4 });
  });

  it.each(['before', 'after'] as const)(
    'is gone when their booking ends before, with its last letter, also killed %s any call',
    async (when) => {
      for (let calls = 0, isKilled = true; isKilled; calls++) {
        const season = await known();
        await season.erase(hash, now);
        const before = season.letters().length;
        const cancel = (gate?: ReturnType<typeof dyingAfter>) =>
          cancelBooking({ gathering: 'SCHOOL', code: 'AAAA-AAAA' }, {}, season.deps(gate));
        isKilled = await cancel(dyingAfter(calls, when)).then(
          () => false,
          () => true,
        );
        const row = await rowOf(season, 'AAAA-AAAA');
        const isEnded = row?.state === 'cancelled';
        expect(row?.erasedAt !== undefined).toBe(isEnded);
        await cancel();
        const gone = await rowOf(season, 'AAAA-AAAA');
        expect(gone).toMatchObject({ state: 'cancelled', email: '', name: '', linkVersion: 2 });
        expect(JSON.stringify(gone)).not.toMatch(/mara|Mara|beans|Guest/);
        expect(await season.bookings.of('SCHOOL', 'AAAA-AAAA')).toBeUndefined();
        expect(season.letters().slice(before)).toMatchObject([
          { kind: 'cancelled', to: 'mara@home.example' },
        ]);
        await checkPlaces(season);
      }
    },
  );

  it('is gone at once in an event’s last minutes, which the walk may have passed', async () => {
    const season = await known();
    season.clock.pass(Date.parse('2027-07-02T15:55:00.000Z') - season.clock.now().getTime());
    await season.erase(hash, season.now());
    expect(await rowOf(season, 'AAAA-AAAA')).toMatchObject({ email: '', state: 'booked' });
  });

  it.each(['before', 'after'] as const)('twice, and killed %s any call, is the same', async (when) => {
    const whole = await known();
    await whole.erase(hash, now);
    await whole.erase(hash, now);
    const wanted = all(whole);
    for (let calls = 0, isKilled = true; isKilled; calls++) {
      const season = await known();
      isKilled = await season.erase(hash, now, dyingAfter(calls, when)).then(
        () => false,
        () => true,
      );
      await season.erase(hash, now);
      expect(all(season)).toEqual(wanted);
      await checkPlaces(season);
    }
  });
});
