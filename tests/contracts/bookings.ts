import { expect, it } from 'vitest';
import type {
  AccessNeeds,
  Bookings,
  KeyRecord,
  Move,
  Quota,
  QuotaChange,
} from '../../functions/bookings/ports.ts';
import type { Letter } from '../../functions/post/contract/letter.ts';
import { aBooking, aGathering } from '../functions/bookings/a-gathering.ts';

export interface BookingsUnderTest {
  bookings: Bookings;
  access: AccessNeeds;
  /** Ids of the letters in the outbox, in order. */
  letters(): Promise<string[]>;
}

const noon = '2027-03-02T12:00:00.000Z';
const later = '2027-03-02T13:00:00.000Z';
const nextDay = '2027-03-03T12:00:00.000Z';

const { id } = aGathering();
const booking = aBooking();

const aLetter = (letter: string): Letter => ({
  ...{ id: letter, room: 'bookings', kind: 'booked', to: booking.email, addressHash: booking.addressHash },
  ...{
    about: `booking:${id}:${booking.code}`,
    mail: { subject: 'S', html: '<p>S</p>', text: 'S' },
    at: noon,
  },
});

const aRecord = (changes: Partial<KeyRecord> = {}): KeyRecord => ({
  ...{ hash: 'key1', request: 'r1', expiresAt: nextDay },
  answer: { outcome: 'booked', code: booking.code, total: 1050 },
  ...changes,
});

const aMove = (changes: Omit<Move, 'gathering' | 'at'>): Move => ({ gathering: id, at: noon, ...changes });

/** Takes places of the whole, as who books does. */
const taking = (places: number, name = 'all', openBy = 1): QuotaChange => ({
  name,
  add: { free: -places, booked: places },
  demands: { openBy },
});

const newQuota = (name: string, places: number): QuotaChange => ({
  name,
  isNew: true,
  add: { capacity: places, free: places },
  set: { isOpen: true, terms: 1 },
});

/** A gathering that was heard of: ten places, four of which may be unwaged. */
async function heard(bookings: Bookings): Promise<void> {
  const quotas = [newQuota('all', 10), newQuota('ticket:unwaged', 4)];
  const move = aMove({ row: { after: aGathering() }, quotas });
  expect(await bookings.make(move)).toEqual({ outcome: 'done' });
}

const all = async (bookings: Bookings): Promise<Quota | undefined> => (await bookings.quotas(id, ['all']))[0];

async function opened(open: () => Promise<BookingsUnderTest>): Promise<BookingsUnderTest> {
  const room = await open();
  await heard(room.bookings);
  return room;
}

/** What a booking's life relies on: rows, and the conditions of a move. */
export function bookingsContract(open: () => Promise<BookingsUnderTest>): void {
  it('keeps a gathering as written, counts its writes, and writes it only as it was read', async () => {
    const { bookings } = await open();
    expect(await bookings.gathering(id)).toBeUndefined();
    expect(await bookings.atSlug('summer-school')).toBeUndefined();
    await heard(bookings);
    expect(await bookings.gathering(id)).toEqual({ ...aGathering(), writes: 1 });
    expect(await bookings.make(aMove({ row: { after: aGathering() } }))).toEqual({ outcome: 'conflict' });
    const before = { ...aGathering(), writes: 1 };
    const row = { before, after: { ...before, state: 'closed' as const, why: 'editor' as const } };
    expect(await bookings.make(aMove({ row }))).toEqual({ outcome: 'done' });
    expect(await bookings.make(aMove({ row }))).toEqual({ outcome: 'conflict' });
    expect(await bookings.gathering(id)).toEqual({ ...row.after, writes: 2 });
  });

  it('leads to a gathering from its slug and from those it had, and another may take one of these', async () => {
    const { bookings } = await opened(open);
    const before = { ...aGathering(), writes: 1 };
    const moved = { before, after: { ...before, slug: 'school', slugs: ['summer-school', 'school'] } };
    await bookings.make(aMove({ row: moved }));
    expect([await bookings.atSlug('summer-school'), await bookings.atSlug('school')]).toEqual([id, id]);
    const other = aGathering({ id: 'another-1', slug: 'summer-school' });
    await bookings.make({ gathering: other.id, at: noon, row: { after: other } });
    expect(await bookings.atSlug('summer-school')).toBe(other.id);
    const after = { ...moved.after, writes: 2 };
    expect(await bookings.make(aMove({ row: { before: after, after } }))).toEqual({ outcome: 'done' });
    expect(await bookings.atSlug('summer-school')).toBe(other.id);
  });

  it('begins the line with the gathering, and leaves one that is there', async () => {
    const { bookings } = await open();
    const none = { gathering: id, version: 0, last: 0, waiting: 0, unsettled: false };
    expect(await bookings.line(id)).toEqual(none);
    expect(await bookings.make(aMove({ line: { isRaised: true } }))).toEqual({ outcome: 'conflict' });
    await heard(bookings);
    expect(await bookings.line(id)).toEqual(none);
    await bookings.make(aMove({ line: { isRaised: true } }));
    const again = { before: { ...aGathering(), writes: 1 }, after: aGathering({ title: 'x' } as object) };
    await bookings.make(aMove({ row: again }));
    expect(await bookings.line(id)).toEqual({ ...none, version: 1 });
  });

  it('lists gatherings by start, from either end, a page at a time', async () => {
    const { bookings } = await open();
    for (const day of ['03', '01', '02', '04']) {
      const after = aGathering({ id: `g${day}`, slug: `s${day}`, startsAt: `2027-07-${day}T09:00:00.000Z` });
      await bookings.make({ gathering: after.id, at: noon, row: { after } });
    }
    const walk = async (range: Omit<Parameters<Bookings['gatherings']>[0], 'limit'>) => {
      const pages: string[][] = [];
      let next: string | undefined;
      do {
        const page = await bookings.gatherings({ ...range, limit: 2, ...(next && { after: next }) });
        pages.push(page.items.map((one) => one.id));
        next = page.next;
      } while (next);
      return pages;
    };
    expect(await walk({})).toEqual([
      ['g01', 'g02'],
      ['g03', 'g04'],
    ]);
    expect(await walk({ from: '2027-07-02T09:00:00.000Z' })).toEqual([['g02', 'g03'], ['g04']]);
    expect(await walk({ from: '2027-07-02', until: '2027-07-04T09:00:00.000Z' })).toEqual([['g02', 'g03']]);
    expect(await walk({ past: true, from: '2027-07-04T09:00:00.000Z' })).toEqual([['g03', 'g02'], ['g01']]);
    expect(await walk({ past: true, from: '2027-07-04', until: '2027-07-02T09:00:00.000Z' })).toEqual([
      ['g03', 'g02'],
    ]);
    // A year that is to come, asked for from its end.
    for (const past of [true, false])
      expect(
        await walk({ from: '2028', until: '2027', ...(past && { from: '2027', until: '2028', past }) }),
      ).toEqual([[]]);
    const [first] = (await bookings.gatherings({ limit: 1 })).items;
    expect(first).toEqual({
      ...aGathering({ id: 'g01', slug: 's01', startsAt: '2027-07-01T09:00:00.000Z' }),
      writes: 1,
    });
  });

  it('books all of a move or nothing', async () => {
    const { bookings, access, letters } = await opened(open);
    const move = aMove({
      quotas: [taking(2), taking(1, 'ticket:unwaged')],
      bookings: [{ after: booking }],
      access: [{ code: booking.code, text: 'Hearing loop' }],
      letters: [aLetter('01L')],
      key: aRecord(),
    });
    const refused = { ...move, quotas: [taking(2), taking(5, 'ticket:unwaged')] };
    expect(await bookings.make(refused)).toMatchObject({ outcome: 'short' });
    expect(await all(bookings)).toMatchObject({ free: 10, booked: 0 });
    expect(await bookings.booking(id, booking.code)).toBeUndefined();
    expect(await bookings.ofAddress(booking.addressHash)).toEqual([]);
    expect([await letters(), await access.of(id, booking.code), await bookings.record('key1')]).toEqual([
      ...[[], undefined, undefined],
    ]);
    expect(await bookings.make(move)).toEqual({ outcome: 'done' });
    expect(await bookings.quotas(id, ['all', 'none', 'ticket:unwaged'])).toEqual([
      { ...aQuota('all', 10), free: 8, booked: 2 },
      { ...aQuota('ticket:unwaged', 4), free: 3, booked: 1 },
    ]);
    expect(await bookings.booking(id, booking.code)).toEqual({ ...booking, writes: 1 });
    expect(await bookings.ofAddress(booking.addressHash)).toEqual([{ gathering: id, code: booking.code }]);
    expect(await letters()).toEqual(['01L']);
    expect(await access.of(id, booking.code)).toBe('Hearing loop');
    expect(await bookings.record('key1')).toEqual(aRecord());
  });

  it('takes no count below 0, and names each quota that has too few', async () => {
    const { bookings } = await opened(open);
    const [whole, unwaged] = await bookings.quotas(id, ['all', 'ticket:unwaged']);
    expect(await bookings.make(aMove({ quotas: [taking(11), taking(1, 'ticket:unwaged')] }))).toEqual({
      ...{ outcome: 'short', quotas: [whole] },
    });
    expect(await bookings.make(aMove({ quotas: [taking(11), taking(5, 'ticket:unwaged')] }))).toEqual({
      ...{ outcome: 'short', quotas: [whole, unwaged] },
    });
    for (const count of ['booked', 'held', 'offered', 'passing', 'over'] as const) {
      const quotas = [{ name: 'all', add: { [count]: -1, free: 1 } }];
      expect(await bookings.make(aMove({ quotas }))).toEqual({ outcome: 'short', quotas: [whole] });
    }
    expect(await bookings.make(aMove({ quotas: [taking(10)] }))).toEqual({ outcome: 'done' });
    expect(await all(bookings)).toMatchObject({ free: 0, booked: 10 });
  });

  it('sells ten places once, however many ask at the same moment', async () => {
    const { bookings } = await opened(open);
    const codes = Array.from({ length: 14 }, (_, n) => `${'0123456789ABCDEF'[n]}AAA-AAAA`);
    const outcomes = await Promise.all(
      codes.map(async (code) => {
        const after = aBooking({ code, addressHash: code });
        const move = aMove({ quotas: [taking(1)], bookings: [{ after }] });
        const made = await bookings.make(move);
        return made.outcome === 'busy' ? bookings.make(move) : made;
      }),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'done')).toHaveLength(10);
    expect(outcomes.filter(({ outcome }) => outcome === 'short')).toHaveLength(4);
    expect(await all(bookings)).toMatchObject({ free: 0, booked: 10 });
    expect((await bookings.bookings(id, 20)).items).toHaveLength(10);
  });

  it('books by the terms that stand, while it is open', async () => {
    const { bookings } = await opened(open);
    const quota = await all(bookings);
    expect(await bookings.make(aMove({ quotas: [taking(1, 'all', 2)] }))).toEqual({
      ...{ outcome: 'not-open', quota },
    });
    await bookings.make(aMove({ quotas: [{ name: 'all', set: { isOpen: false, terms: 2 } }] }));
    expect(await all(bookings)).toEqual({ ...quota, isOpen: false, terms: 2 });
    expect(await bookings.make(aMove({ quotas: [taking(1, 'all', 2)] }))).toMatchObject({
      ...{ outcome: 'not-open', quota: { isOpen: false, terms: 2 } },
    });
    await bookings.make(aMove({ quotas: [{ name: 'all', set: { isOpen: true, terms: 3 } }] }));
    expect(await bookings.make(aMove({ quotas: [taking(1, 'all', 3)] }))).toEqual({ outcome: 'done' });
  });

  it('says that it is not open before it says that it is short', async () => {
    const { bookings } = await opened(open);
    const quotas = [taking(11), taking(1, 'ticket:unwaged', 2)];
    expect(await bookings.make(aMove({ quotas }))).toMatchObject({
      ...{ outcome: 'not-open', quota: { name: 'ticket:unwaged' } },
    });
  });

  it('changes a quota only exactly as it was read, where that is demanded', async () => {
    const { bookings } = await opened(open);
    const exactly = (counts: NonNullable<QuotaChange['demands']>['exactly']) =>
      aMove({ quotas: [{ name: 'all', add: { capacity: 1, free: 1 }, demands: { exactly: counts } }] });
    for (const counts of [{ over: 1 }, { free: 9 }, { passing: 1 }, { capacity: 11 }])
      expect(await bookings.make(exactly(counts))).toEqual({ outcome: 'conflict' });
    const read = { over: 0, free: 10, passing: 0, capacity: 10 };
    expect(await bookings.make(exactly(read))).toEqual({ outcome: 'done' });
    expect(await all(bookings)).toMatchObject({ capacity: 11, free: 11 });
  });

  it('makes a quota once, and changes none that is not there', async () => {
    const { bookings } = await opened(open);
    expect(await bookings.make(aMove({ quotas: [newQuota('all', 5)] }))).toEqual({ outcome: 'conflict' });
    expect(await bookings.make(aMove({ quotas: [taking(1, 'quota:hall')] }))).toEqual({
      outcome: 'conflict',
    });
    expect(await bookings.make(aMove({ quotas: [newQuota('quota:hall', 5)] }))).toEqual({ outcome: 'done' });
    expect(await bookings.quotas(id, ['quota:hall'])).toEqual([aQuota('quota:hall', 5)]);
    expect(await bookings.quotas('another-1', ['quota:hall'])).toEqual([]);
  });

  it('checks a quota and a line that nothing changes of', async () => {
    const { bookings } = await opened(open);
    const check = (openBy: number, version: number) =>
      aMove({ quotas: [{ name: 'all', demands: { openBy } }], line: { demands: { version } } });
    expect(await bookings.make(check(2, 0))).toMatchObject({ outcome: 'not-open' });
    expect(await bookings.make(check(1, 1))).toMatchObject({ outcome: 'line', line: { version: 0 } });
    expect(await bookings.make(check(1, 0))).toEqual({ outcome: 'done' });
    expect(await bookings.line(id)).toMatchObject({ version: 0 });
  });
}

const aQuota = (name: string, places: number): Quota => ({
  ...{ gathering: id, name, capacity: places, booked: 0, held: 0, offered: 0, passing: 0 },
  ...{ free: places, over: 0, isOpen: true, terms: 1 },
});

/** What those who wait rely on. */
export function lineContract(open: () => Promise<BookingsUnderTest>): void {
  const joining = (number: number, freeBelow = 11): Move =>
    aMove({
      quotas: [{ name: 'all', demands: { openBy: 1, freeBelow } }],
      line: {
        isRaised: true,
        joins: { number, code: `K7QM-000${number}`, wants: { all: 2, 'ticket:unwaged': 1 } },
      },
    });

  it('lets wishes join one after another, under the number after the last', async () => {
    const { bookings } = await opened(open);
    expect(await bookings.make(joining(1))).toEqual({ outcome: 'done' });
    const line = { gathering: id, version: 1, last: 1, waiting: 1, unsettled: false };
    for (const number of [1, 3])
      expect(await bookings.make(joining(number))).toEqual({ outcome: 'line', line });
    expect(await bookings.make(joining(2))).toEqual({ outcome: 'done' });
    expect(await bookings.line(id)).toEqual({ ...line, version: 2, last: 2, waiting: 2 });
    const wants = { all: 2, 'ticket:unwaged': 1 };
    const [first, second] = [1, 2].map((number) => ({ number, code: `K7QM-000${number}`, wants }));
    expect(await bookings.wishes(id, 10)).toEqual([first, second]);
    expect(await bookings.wishes(id, 1)).toEqual([first]);
    expect(await bookings.wishes(id, 10, 1)).toEqual([second]);
    expect(await bookings.wishes('another-1', 10)).toEqual([]);
  });

  it('lets nobody join while enough is free', async () => {
    const { bookings } = await opened(open);
    expect(await bookings.make(joining(1, 10))).toMatchObject({
      ...{ outcome: 'not-short', quota: { name: 'all', free: 10 } },
    });
    expect(await bookings.make(joining(1, 11))).toEqual({ outcome: 'done' });
  });

  it('orders wishes by number, past the first ten', async () => {
    const { bookings } = await opened(open);
    for (let number = 1; number <= 11; number++) await bookings.make(joining(number));
    const numbers = (await bookings.wishes(id, 20, 8)).map(({ number }) => number);
    expect(numbers).toEqual([9, 10, 11]);
  });

  it('lets a wish leave once, and keeps its number', async () => {
    const { bookings } = await opened(open);
    for (const number of [1, 2, 3]) await bookings.make(joining(number));
    expect(await bookings.make(aMove({ line: { leaves: [1, 3] } }))).toEqual({ outcome: 'done' });
    expect(await bookings.make(aMove({ line: { leaves: [2, 3] } }))).toEqual({ outcome: 'conflict' });
    expect((await bookings.wishes(id, 10)).map(({ number }) => number)).toEqual([2]);
    expect(await bookings.line(id)).toMatchObject({ last: 3, waiting: 1, version: 3 });
    expect(await bookings.make(joining(3))).toMatchObject({ outcome: 'line' });
  });

  it('lets a wish want other places where it stands, and none that has left', async () => {
    const { bookings } = await opened(open);
    for (const number of [1, 2]) await bookings.make(joining(number));
    const [first, second] = await bookings.wishes(id, 10);
    const wish = { number: 1, code: first?.code ?? '', wants: { all: 11, 'quota:hall': 11 } };
    const rewriting = aMove({ line: { rewrites: [wish] } });
    expect(await bookings.make(rewriting)).toEqual({ outcome: 'done' });
    expect(await bookings.wishes(id, 10)).toEqual([wish, second]);
    expect(await bookings.line(id)).toMatchObject({ last: 2, waiting: 2, version: 2 });
    await bookings.make(aMove({ line: { leaves: [1] } }));
    expect(await bookings.make(rewriting)).toEqual({ outcome: 'conflict' });
    expect(await bookings.wishes(id, 10)).toEqual([second]);
  });

  it('demands the version that was read, which joining and freeing raise', async () => {
    const { bookings } = await opened(open);
    const freeing = (version: number) => aMove({ line: { demands: { version }, isRaised: true } });
    expect(await bookings.make(freeing(0))).toEqual({ outcome: 'done' });
    expect(await bookings.make(freeing(0))).toMatchObject({ outcome: 'line', line: { version: 1 } });
    await bookings.make(joining(1));
    expect(await bookings.make(freeing(1))).toMatchObject({ outcome: 'line', line: { version: 2 } });
    expect(await bookings.make(freeing(2))).toEqual({ outcome: 'done' });
  });

  it('knows whether anybody waits', async () => {
    const { bookings } = await opened(open);
    const demanding = (demands: object) => aMove({ quotas: [taking(1)], line: { demands } });
    expect(await bookings.make(demanding({ somebodyWaits: true }))).toMatchObject({ outcome: 'line' });
    expect(await bookings.make(demanding({ nobodyWaits: true }))).toEqual({ outcome: 'done' });
    await bookings.make(joining(1));
    expect(await bookings.make(demanding({ nobodyWaits: true }))).toMatchObject({
      ...{ outcome: 'line', line: { waiting: 1 } },
    });
    expect(await bookings.make(demanding({ somebodyWaits: true }))).toEqual({ outcome: 'done' });
    expect(await bookings.make(demanding({ waiting: 1 }))).toEqual({ outcome: 'done' });
    await bookings.make(aMove({ line: { leaves: [1] } }));
    expect(await bookings.make(demanding({ waiting: 1 }))).toMatchObject({ outcome: 'line' });
    expect(await bookings.make(demanding({ nobodyWaits: true }))).toEqual({ outcome: 'done' });
  });

  it('demands the number of the last wish without a new one', async () => {
    const { bookings } = await opened(open);
    await bookings.make(joining(1));
    const demanding = (last: number) => aMove({ line: { demands: { last } } });
    expect(await bookings.make(demanding(0))).toMatchObject({ outcome: 'line', line: { last: 1 } });
    expect(await bookings.make(demanding(1))).toEqual({ outcome: 'done' });
  });

  it('says that it is short before it says that somebody waits', async () => {
    const { bookings } = await opened(open);
    await bookings.make(joining(1));
    const move = aMove({ quotas: [taking(11)], line: { demands: { nobodyWaits: true } } });
    expect(await bookings.make(move)).toMatchObject({ outcome: 'short' });
  });

  it('has an unsettled line due until it is settled', async () => {
    const { bookings } = await opened(open);
    expect(await bookings.due(later, 10)).toEqual([]);
    await bookings.make({ ...aMove({ line: { unsettled: true } }), at: later });
    expect((await bookings.line(id)).unsettled).toBe(true);
    expect(await bookings.due(noon, 10)).toEqual([]);
    expect(await bookings.due(later, 10)).toEqual([{ what: 'line', gathering: id }]);
    await bookings.make(aMove({ line: { isRaised: true } }));
    expect(await bookings.due(later, 10)).toHaveLength(1);
    await bookings.make(aMove({ line: { unsettled: false } }));
    expect((await bookings.line(id)).unsettled).toBe(false);
    expect(await bookings.due(later, 10)).toEqual([]);
  });
}

/** What rows of bookings, their keys, letters and what is due rely on. */
export function bookingRowsContract(open: () => Promise<BookingsUnderTest>): void {
  const made = (changes: Parameters<typeof aBooking>[0]) =>
    aMove({ bookings: [{ after: aBooking(changes) }] });

  it('keeps one booking a code in a gathering, and changes it only as it was read', async () => {
    const { bookings } = await opened(open);
    expect(await bookings.make(made({}))).toEqual({ outcome: 'done' });
    expect(await bookings.make(made({ name: 'Another' }))).toEqual({ outcome: 'conflict' });
    const before = { ...booking, writes: 1 };
    const change = { before, after: { ...before, state: 'cancelled' as const, places: [], movedAt: later } };
    expect(await bookings.make(aMove({ bookings: [change] }))).toEqual({ outcome: 'done' });
    expect(await bookings.make(aMove({ bookings: [change] }))).toEqual({ outcome: 'conflict' });
    expect(await bookings.booking(id, booking.code)).toEqual({ ...change.after, writes: 2 });
    const other = { gathering: 'another-1', at: noon };
    const after = aBooking({ gathering: 'another-1' });
    expect(await bookings.make({ ...other, bookings: [{ after }] })).toEqual({ outcome: 'done' });
  });

  it('writes several bookings, or none of them', async () => {
    const { bookings } = await opened(open);
    await bookings.make(made({}));
    const [one, two] = [aBooking({ code: '1AAA-AAAA' }), aBooking({ code: 'ZAAA-AAAA' })];
    const fresh = [one, two].map((after) => ({ after }));
    expect(await bookings.make(aMove({ bookings: [...fresh, { after: booking }] }))).toEqual({
      outcome: 'conflict',
    });
    expect((await bookings.bookings(id, 10)).items).toHaveLength(1);
    expect(await bookings.make(aMove({ bookings: fresh }))).toEqual({ outcome: 'done' });
    expect((await bookings.bookings(id, 10)).items).toHaveLength(3);
  });

  it('walks the bookings of a gathering by code, a page at a time', async () => {
    const { bookings } = await opened(open);
    const codes = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'].map((letter) => `${letter}AAA-AAAA`);
    for (const code of [...codes].reverse()) await bookings.make(made({ code, addressHash: code }));
    const after = aBooking({ gathering: 'another-1' });
    await bookings.make({ gathering: 'another-1', at: noon, bookings: [{ after }] });
    for (const limit of [1, 7, 16, 32, 50]) {
      const found: string[] = [];
      let next: string | undefined;
      do {
        const page = await bookings.bookings(id, limit, next);
        expect(page.items.length).toBeLessThanOrEqual(limit);
        found.push(...page.items.map(({ code }) => code));
        next = page.next;
      } while (next);
      expect(found).toEqual(codes);
    }
    expect((await bookings.bookings(id, 3, 'ZAAA-AAAA')).items).toEqual([]);
  });

  it('finds what an address has in any gathering, until it is erased there', async () => {
    const { bookings } = await opened(open);
    await bookings.make(made({}));
    const after = aBooking({ gathering: 'another-1' });
    await bookings.make({ gathering: 'another-1', at: noon, bookings: [{ after }] });
    const { code } = booking;
    const [first, second] = [
      { gathering: 'another-1', code },
      { gathering: id, code },
    ];
    expect(await bookings.ofAddress(booking.addressHash)).toEqual([first, second]);
    expect(await bookings.ofAddress('another')).toEqual([]);
    const before = { ...booking, writes: 1 };
    const moved = { before, after: { ...before, addressHash: 'new' } };
    await bookings.make(aMove({ bookings: [moved] }));
    expect(await bookings.ofAddress(booking.addressHash)).toEqual([first]);
    expect(await bookings.ofAddress('new')).toEqual([second]);
    const last = { ...moved.after, writes: 2 };
    await bookings.make(aMove({ bookings: [{ before: last, after: { ...last, addressHash: '' } }] }));
    expect(await bookings.ofAddress('new')).toEqual([]);
    expect(await bookings.ofAddress('')).toEqual([]);
  });

  it('keeps a record under its key until it expires', async () => {
    const { bookings, letters } = await opened(open);
    const move = (key: KeyRecord, at = noon): Move => ({
      ...aMove({ quotas: [taking(1)], letters: [aLetter(`01${key.request}${at}`)], key }),
      at,
    });
    expect(await bookings.make(move(aRecord()))).toEqual({ outcome: 'done' });
    const again = await bookings.make(move(aRecord({ request: 'r2' }), later));
    expect(again).toEqual({ outcome: 'same-key', record: aRecord() });
    const short = { ...move(aRecord(), later), quotas: [taking(20, 'all', 7)] };
    expect(await bookings.make(short)).toEqual({ outcome: 'same-key', record: aRecord() });
    expect(await letters()).toHaveLength(1);
    expect(await all(bookings)).toMatchObject({ booked: 1 });
    const renewed = aRecord({ request: 'r2', expiresAt: '2027-03-04T12:00:00.000Z' });
    expect(await bookings.make(move(renewed, nextDay))).toEqual({ outcome: 'done' });
    expect(await bookings.record('key1')).toEqual(renewed);
    expect(await bookings.record('key2')).toBeUndefined();
  });

  it('puts a letter once, and makes nothing of a move that puts it again', async () => {
    const { bookings, letters } = await opened(open);
    await bookings.make(aMove({ letters: [aLetter('01L')] }));
    const quotas = [taking(1)];
    const again = aMove({ quotas, letters: [aLetter('01L'), aLetter('02L')] });
    expect(await bookings.make(again)).toEqual({ outcome: 'same-letter' });
    expect(await letters()).toEqual(['01L']);
    expect(await all(bookings)).toMatchObject({ booked: 0 });
    await bookings.make(aMove({ quotas, letters: [aLetter('02L')] }));
    expect(await letters()).toEqual(['01L', '02L']);
  });

  it('says that a row is not as read before it says what is not open, short or in line', async () => {
    const { bookings } = await opened(open);
    await bookings.make(made({}));
    const quotas = [taking(20, 'all', 7)];
    const move = aMove({ quotas, bookings: [{ after: booking }], line: { demands: { version: 9 } } });
    expect(await bookings.make(move)).toEqual({ outcome: 'conflict' });
  });

  it('has offers and holds due when they lapse, and gatherings at their time, the oldest first', async () => {
    const { bookings } = await opened(open);
    await bookings.make(made({ code: 'H000-0000', state: 'held', lapsesAt: nextDay }));
    await bookings.make(made({ code: '0000-0000', state: 'offered', lapsesAt: later }));
    await bookings.make(made({ code: 'B000-0000', state: 'booked', lapsesAt: noon }));
    await bookings.make(made({ code: 'L000-0000', state: 'lapsed', lapsesAt: noon }));
    const row = { before: { ...aGathering(), writes: 1 }, after: aGathering({ dueAt: noon }) };
    await bookings.make(aMove({ row }));
    const gathering = { what: 'gathering', gathering: id };
    const offer = { what: 'booking', gathering: id, code: '0000-0000' };
    const hold = { what: 'booking', gathering: id, code: 'H000-0000' };
    expect(await bookings.due(nextDay, 10)).toEqual([gathering, offer, hold]);
    expect(await bookings.due(nextDay, 2)).toEqual([gathering, offer]);
    expect(await bookings.due(later, 10)).toEqual([gathering, offer]);
    expect(await bookings.lapsedOf(id, nextDay, 10)).toEqual(['0000-0000', 'H000-0000']);
    expect(await bookings.lapsedOf(id, later, 10)).toEqual(['0000-0000']);
    expect(await bookings.lapsedOf(id, nextDay, 1)).toEqual(['0000-0000']);
    expect(await bookings.lapsedOf('another-1', nextDay, 10)).toEqual([]);
    const before = await bookings.booking(id, 'H000-0000');
    if (!before) throw new Error('The hold is gone');
    expect(before).toEqual({
      ...aBooking({ code: 'H000-0000', state: 'held', lapsesAt: nextDay }),
      writes: 1,
    });
    await bookings.make(aMove({ bookings: [{ before, after: { ...before, state: 'booked' } }] }));
    expect(await bookings.due(nextDay, 10)).toEqual([gathering, offer]);
    expect(await bookings.lapsedOf(id, nextDay, 10)).toEqual(['0000-0000']);
    const told = await bookings.gathering(id);
    if (!told) throw new Error('The gathering is gone');
    const { dueAt: _, ...after } = told;
    await bookings.make(aMove({ row: { before: told, after } }));
    expect(await bookings.due(nextDay, 10)).toEqual([offer]);
  });

  it('keeps access needs apart, changes and erases them', async () => {
    const { bookings, access } = await opened(open);
    const needs = [
      { code: '0000-0000', text: 'Step-free way' },
      { code: 'H000-0000', text: 'No nuts' },
    ];
    await bookings.make(aMove({ access: needs }));
    await bookings.make({ gathering: 'another-1', at: noon, access: [{ code: '0000-0000', text: 'x' }] });
    const listed = async () => {
      const found: { code: string; text: string }[] = [];
      for await (const one of access.all(id)) found.push(one);
      return found;
    };
    expect(await listed()).toEqual(needs);
    expect(await access.of(id, 'H000-0000')).toBe('No nuts');
    await bookings.make(aMove({ access: [{ code: 'H000-0000', text: 'No nuts or seeds' }] }));
    expect(await access.of(id, 'H000-0000')).toBe('No nuts or seeds');
    await bookings.make(aMove({ access: [{ code: 'H000-0000', text: '' }] }));
    expect(await listed()).toEqual(needs.slice(0, 1));
    await access.erase(id, '0000-0000');
    await access.erase(id, '0000-0000');
    expect(await listed()).toEqual([]);
    expect(await access.of('another-1', '0000-0000')).toBe('x');
  });

  it('makes no move of more than a hundred actions', async () => {
    const { bookings } = await opened(open);
    const quotas = Array.from({ length: 96 }, (_, n) => newQuota(`quota:q${n}`, 1));
    const line: Move['line'] = {
      isRaised: true,
      joins: { number: 1, code: booking.code, wants: { all: 1 } },
    };
    const access = [{ code: booking.code, text: 'No nuts' }];
    const large = aMove({ quotas, line, bookings: [{ after: booking }], access });
    await expect(bookings.make(large)).rejects.toThrow();
    expect(await bookings.quotas(id, ['quota:q0'])).toEqual([]);
    expect(await bookings.make({ ...large, access: [] })).toEqual({ outcome: 'done' });
  });
}
