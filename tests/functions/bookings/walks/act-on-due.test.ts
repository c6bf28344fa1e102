import { describe, expect, it } from 'vitest';
import { giveBackPlaces } from '../../../../functions/bookings/booking/give-back-places.ts';
import { callingOff, closedByEditor, withWalk } from '../../../../functions/bookings/gathering-moves.ts';
import { dyingAfter } from '../../newsletters/issues/fakes.ts';
import { aSchool, aSeason, checkPlaces, type Season } from '../a-season.ts';

const walk = '01KXWAKJ00WWWWWWWWWWWWWWWW';
const day = 86_400_000;

async function opened(text: Parameters<Season['stand']>[0] = {}): Promise<Season> {
  const season = aSeason();
  season.stand(text);
  await season.hear();
  return season;
}

const codeOf = (number: number) => `K${String(number).padStart(3, '0')}-AAAA`;

/** More than a page of bookings, in every state. */
async function sold(): Promise<Season> {
  const season = await opened({ capacity: 70 });
  for (let number = 1; number <= 60; number++) await season.book(codeOf(number), 'booked', ['waged']);
  await season.book('P001-AAAA', 'held', ['waged', 'unwaged'], { lapsesAt: '2027-06-01T12:00:00.000Z' });
  await season.book('P002-AAAA', 'offered', ['waged'], { lapsesAt: '2027-06-01T12:00:00.000Z' });
  await season.book('P003-AAAA', 'waiting', ['waged', 'waged']);
  await season.book('P004-AAAA', 'cancelled', ['waged']);
  return season;
}

const to = (season: Season, kind: string): string[] => season.letters(kind).map((letter) => letter.to);

const ended = (season: Season) =>
  season.bookings.rows().bookings.map(({ code, state }) => `${code} ${state}`);

describe('an event that is called off', () => {
  const callOff = async (season: Season) =>
    season.change((row, at) => callingOff(row, { id: walk, note: 'The roof leaks.' }, at));

  it('closes first, then cancels every booking and tells everyone once', async () => {
    const season = await sold();
    await callOff(season);
    expect(await season.row()).toMatchObject({ state: 'cancelling', why: 'cancelled' });
    expect(await season.quota('all')).toMatchObject({ isOpen: false });
    await season.tick();
    await season.tick();
    expect(await season.row()).toMatchObject({ state: 'cancelled', progress: {} });
    expect(new Set(to(season, 'called-off')).size).toBe(63);
    expect(season.letters()).toHaveLength(63);
    expect(await season.quota('all')).toMatchObject({ booked: 0, held: 0, offered: 0, passing: 0, free: 70 });
    expect(await season.bookings.line('SCHOOL')).toMatchObject({ waiting: 0, unsettled: false });
    await checkPlaces(season);
  });

  it('stays so whatever the document says then', async () => {
    const season = await sold();
    await callOff(season);
    season.stand({ title: 'Not yet' });
    await season.hear();
    await season.tick();
    season.stand({ title: 'Again' });
    await season.hear();
    expect(await season.row()).toMatchObject({ state: 'cancelled', why: 'cancelled' });
    expect(await season.quota('all')).toMatchObject({ isOpen: false });
    expect(await season.change((row, at) => callingOff(row, { id: walk }, at))).toBeUndefined();
  });

  it.each(['before', 'after'] as const)(
    'tells everyone once wherever it is killed, %s a call',
    async (when) => {
      const whole = await sold();
      await callOff(whole);
      await whole.tick();
      const wanted = ended(whole);
      let calls = 0;
      let deaths = 0;
      for (let isKilled = true; isKilled; calls += 29 + (calls % 7)) {
        const season = await sold();
        await callOff(season);
        isKilled = await season.tick(dyingAfter(calls, when)).then(
          () => false,
          () => true,
        );
        if (isKilled) deaths += 1;
        await checkPlaces(season);
        await Promise.all([season.tick(), season.tick()]);
        await checkPlaces(season);
        expect(ended(season)).toEqual(wanted);
        expect(season.letters()).toHaveLength(63);
        expect(new Set(to(season, 'called-off')).size).toBe(63);
        expect(await season.row()).toMatchObject({ state: 'cancelled', progress: {} });
      }
      expect(deaths).toBeGreaterThan(10);
    },
  );

  it('cancels the others where one booking cannot be, and that one when it can', async () => {
    const season = await sold();
    await callOff(season);
    let isBroken = true;
    const broken = season.tick(async (name, call, args) => {
      if (isBroken && name === 'bookings.booking' && args[1] === codeOf(5)) throw new Error('Broken');
      return call();
    });
    await expect(broken).rejects.toThrow('Some bookings of an event could not be done');
    expect(season.errors).toEqual(['A booking could not be done']);
    expect(await season.row()).toMatchObject({ state: 'cancelling' });
    expect(season.letters('called-off')).toHaveLength(62);
    isBroken = false;
    await season.tick();
    expect(await season.row()).toMatchObject({ state: 'cancelled' });
    expect(season.letters('called-off')).toHaveLength(63);
  });

  it('lets what an editor wrote before leave first, and no reminder', async () => {
    const season = await sold();
    const [written, reminding] = ['X', 'Y'].map((end) => walk.slice(0, -1) + end) as [string, string];
    await season.change((row, at) => withWalk(row, { id: reminding, what: 'remind', days: 7 }, at));
    await season.change((row, at) => withWalk(row, { id: written, what: 'write', note: 'A cup.' }, at));
    await callOff(season);
    await season.tick();
    expect(season.letters('reminder')).toHaveLength(0);
    expect(new Set(to(season, 'message')).size).toBe(63);
    expect(season.letters().map(({ kind }) => kind)).toEqual([
      ...Array(63).fill('message'),
      ...Array(63).fill('called-off'),
    ]);
    expect(await season.row()).toMatchObject({ state: 'cancelled' });
  });
});

describe('people are told and written to', () => {
  it('of a new date: all who come or wait', async () => {
    const season = await sold();
    await season.change((row, at) => withWalk(row, { id: walk, what: 'tell', note: 'A week later.' }, at));
    await season.tick();
    await season.tick();
    expect(season.letters('news')).toHaveLength(63);
    expect(await season.row()).toMatchObject({ progress: {} });
  });

  it('some alone, one walk after the other', async () => {
    const season = await sold();
    const other = `${walk.slice(0, -1)}X`;
    await season.change((row, at) =>
      withWalk(row, { id: walk, what: 'write', note: 'Pay, please.', to: { states: ['held'] } }, at),
    );
    await season.change((row, at) =>
      withWalk(row, { id: other, what: 'write', note: 'Beds.', to: { tickets: ['unwaged'] } }, at),
    );
    await season.tick();
    expect(to(season, 'message')).toEqual(['p001-aaaa@home.example', 'p001-aaaa@home.example']);
  });

  it('refuses more than a few walks at once', async () => {
    const season = await opened();
    const more = (number: number) =>
      season.change((row, at) => withWalk(row, { id: `${walk.slice(0, -1)}${number}`, what: 'tell' }, at));
    for (const number of [1, 2, 3, 4, 5]) expect(await more(number)).toBeDefined();
    expect(await more(6)).toBeUndefined();
  });
});

describe('reminders', () => {
  const reminded = async () => {
    const season = await opened({ reminders: [7, 1], capacity: 70 });
    await season.book('AAAA-AAAA', 'booked', ['waged']);
    await season.book('BBBB-BBBB', 'held', ['waged'], { lapsesAt: '2027-07-01T12:00:00.000Z' });
    await season.book('CCCC-CCCC', 'waiting', ['waged']);
    return season;
  };

  it('go once, on their day, to those who have a place', async () => {
    const season = await reminded();
    expect(await season.row()).toMatchObject({ dueAt: '2027-06-24T09:00:00.000Z' });
    season.clock.pass(Date.parse('2027-06-24T08:59:00.000Z') - season.clock.now().getTime());
    await season.tick();
    expect(season.letters('reminder')).toHaveLength(0);
    season.clock.pass(90_000);
    await Promise.all([season.tick(), season.tick()]);
    await season.tick();
    expect(to(season, 'reminder')).toEqual(['aaaa-aaaa@home.example', 'bbbb-bbbb@home.example']);
    season.clock.pass(6 * day);
    await season.tick();
    expect(season.letters('reminder')).toHaveLength(4);
    expect(await season.row()).toMatchObject({ dueAt: '2027-07-01T09:00:00.000Z' });
  });

  it('are not sent a day late, and of two that are due one goes', async () => {
    const late = await reminded();
    late.clock.pass(Date.parse('2027-06-26T09:00:00.000Z') - late.clock.now().getTime());
    await late.tick();
    expect(late.letters('reminder')).toHaveLength(0);
    late.stand({ reminders: [7, 6, 5], capacity: 70 });
    await late.hear();
    late.clock.pass(60_000);
    await late.tick();
    expect(late.letters('reminder')).toHaveLength(2);
  });

  it('go again where the event has another day', async () => {
    const season = await reminded();
    season.clock.pass(Date.parse('2027-06-24T09:01:00.000Z') - season.clock.now().getTime());
    await season.tick();
    season.stand({ reminders: [7, 1], capacity: 70, starts: '2027-08-01T10:00', ends: '2027-08-02T17:00' });
    await season.hear();
    season.clock.pass(Date.parse('2027-07-25T09:01:00.000Z') - season.clock.now().getTime());
    await season.tick();
    expect(to(season, 'reminder').filter((one) => one.startsWith('aaaa'))).toHaveLength(2);
  });
});

describe('time', () => {
  it('lets holds and offers lapse, and gives their places to those who wait', async () => {
    const season = await opened({ capacity: 2 });
    await season.book('AAAA-AAAA', 'held', ['waged', 'waged'], { lapsesAt: '2027-03-08T12:00:00.000Z' });
    await season.book('BBBB-BBBB', 'waiting', ['waged']);
    await season.tick();
    expect(season.letters()).toHaveLength(0);
    season.clock.pass(7 * day + 1);
    await season.tick();
    expect(ended(season)).toEqual(['AAAA-AAAA lapsed', 'BBBB-BBBB offered']);
    expect(
      season
        .letters()
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['lapsed', 'offer']);
    expect(await season.quota('all')).toMatchObject({ held: 0, offered: 1, free: 1, passing: 0 });
    season.clock.pass(day + 1);
    await season.tick();
    expect(await season.quota('all')).toMatchObject({ offered: 0, free: 2 });
    await checkPlaces(season);
  });

  it('ends the line when the event starts', async () => {
    const season = await opened({ capacity: 1 });
    await season.book('AAAA-AAAA', 'booked', ['waged']);
    await season.book('BBBB-BBBB', 'waiting', ['waged']);
    season.clock.pass(Date.parse('2027-07-01T09:00:00.000Z') - season.clock.now().getTime());
    await season.tick();
    expect(ended(season)).toEqual(['AAAA-AAAA booked', 'BBBB-BBBB left']);
    expect(await season.bookings.line('SCHOOL')).toMatchObject({ waiting: 0 });
    expect(await season.row()).toMatchObject({ dueAt: '2027-07-02T16:00:00.000Z' });
  });

  it('brings what else it has to where a line cannot end, and says that it did not', async () => {
    const season = await opened({ capacity: 1 });
    await season.book('AAAA-AAAA', 'booked', ['waged']);
    await season.book('BBBB-BBBB', 'waiting', ['waged']);
    season.clock.pass(Date.parse('2027-08-03T12:00:00.000Z') - season.clock.now().getTime());
    const stuck = season.tick(async (name, call) => {
      if (name === 'bookings.wishes') throw new Error('The line cannot be read');
      return call();
    });
    await expect(stuck).rejects.toThrow('The line cannot be read');
    expect(await season.bookings.of('SCHOOL', 'AAAA-AAAA')).toBeUndefined();
    expect(ended(season)).toContain('BBBB-BBBB waiting');
    await season.tick();
    expect(ended(season)).toContain('BBBB-BBBB left');
  });

  it('counts anew what a quota did not count, once places go back while people wait', async () => {
    const season = await opened({ capacity: 4 });
    await season.book('AAAA-AAAA', 'booked', ['waged', 'waged']);
    const [waged, ...others] = aSchool.tickets;
    const text = {
      capacity: 4,
      tickets: [{ ...waged, id: 'waged', name: 'Waged', price: 0, places: 2 }, ...others],
    };
    season.stand(text);
    await season.hear();
    expect(await season.quota('ticket:waged')).toMatchObject({ capacity: 0, free: 0 });
    await season.book('BBBB-BBBB', 'waiting', ['waged']);
    const ref = { gathering: 'SCHOOL', code: 'AAAA-AAAA' };
    await giveBackPlaces(ref, { places: ['1'] }, season.deps());
    expect(ended(season)).toContain('BBBB-BBBB waiting');
    await season.tick();
    await season.tick();
    expect(ended(season)).toContain('BBBB-BBBB offered');
    expect(await season.row()).toMatchObject({ uncounted: { 'ticket:waged': 1 } });
    expect(await season.quota('ticket:waged')).toMatchObject({ capacity: 1, offered: 1, free: 0 });
    expect(await season.bookings.line('SCHOOL')).toMatchObject({ unsettled: false });
    await checkPlaces(season);
  });

  it('erases access needs 30 days after the end, and nothing before', async () => {
    const season = await opened();
    await season.book('AAAA-AAAA', 'booked', ['waged']);
    season.clock.pass(Date.parse('2027-08-01T15:00:00.000Z') - season.clock.now().getTime());
    await season.tick();
    expect(await season.bookings.of('SCHOOL', 'AAAA-AAAA')).toBe('Needs of AAAA-AAAA');
    season.clock.pass(3_600_000);
    await season.tick();
    expect(await season.bookings.of('SCHOOL', 'AAAA-AAAA')).toBeUndefined();
    expect(await season.row()).not.toHaveProperty('dueAt');
  });

  it('does each thing once wherever a function is killed, over a whole year', async () => {
    const year = async (season: Season, kill?: () => Parameters<Season['tick']>[0]) => {
      for (const instant of [
        '2027-03-09T12:00:00.000Z',
        '2027-06-24T09:00:30.000Z',
        '2027-06-30T09:00:30.000Z',
        '2027-07-01T09:00:30.000Z',
        '2027-07-02T16:00:30.000Z',
        '2027-08-01T16:00:30.000Z',
      ]) {
        season.clock.pass(Date.parse(instant) - season.clock.now().getTime());
        if (kill) await season.tick(kill()).catch(() => undefined);
        await checkPlaces(season);
        season.clock.pass(60_000);
        await season.tick();
        await checkPlaces(season);
      }
      const { bookings } = season.bookings.rows();
      return {
        states: ended(season),
        letters: season
          .letters()
          .map(({ kind, to }) => `${kind} ${to}`)
          .sort(),
        erased: bookings.map(({ erasedAt }) => erasedAt !== undefined),
        access: await season.bookings.of('SCHOOL', 'AAAA-AAAA'),
      };
    };
    const begun = async () => {
      const season = await opened({ reminders: [7, 1], capacity: 4 });
      await season.book('AAAA-AAAA', 'booked', ['waged'], { erasure: '2027-03-01T12:00:00.000Z' });
      await season.book('BBBB-BBBB', 'held', ['waged', 'waged'], { lapsesAt: '2027-03-08T12:00:00.000Z' });
      await season.book('CCCC-CCCC', 'booked', ['waged']);
      await season.book('DDDD-DDDD', 'waiting', ['waged', 'waged']);
      await season.book('EEEE-EEEE', 'waiting', ['waged', 'waged', 'waged']);
      return season;
    };
    const wanted = await year(await begun());
    expect(wanted.erased).toEqual([true, false, false, false, false]);
    for (const when of ['before', 'after'] as const)
      for (let calls = 0; calls < 40; calls++)
        expect(await year(await begun(), () => dyingAfter(calls, when))).toEqual(wanted);
  });

  it('leaves a closed event’s places free', async () => {
    const season = await opened({ capacity: 2 });
    await season.book('AAAA-AAAA', 'held', ['waged', 'waged'], { lapsesAt: '2027-03-08T12:00:00.000Z' });
    await season.book('BBBB-BBBB', 'waiting', ['waged']);
    await season.change(closedByEditor);
    season.clock.pass(7 * day + 1);
    await season.tick();
    expect(ended(season)).toEqual(['AAAA-AAAA lapsed', 'BBBB-BBBB waiting']);
    expect(await season.quota('all')).toMatchObject({ free: 2, passing: 0, isOpen: false });
  });
});
