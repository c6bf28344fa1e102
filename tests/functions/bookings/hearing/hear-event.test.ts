import { describe, expect, it } from 'vitest';
import { closedByEditor, opened } from '../../../../functions/bookings/gathering-moves.ts';
import { findingsOf } from '../../../../functions/bookings/hearing/findings.ts';
import { aSchool, aSeason, checkPlaces, type Season } from '../a-season.ts';

const [waged, unwaged] = aSchool.tickets as [(typeof aSchool.tickets)[0], (typeof aSchool.tickets)[0]];

async function heard(text: Parameters<Season['stand']>[0] = {}): Promise<Season> {
  const season = aSeason();
  season.stand(text);
  await season.hear();
  return season;
}

const counts = async (season: Season, name: string) => {
  const { capacity, booked, passing, free, over, isOpen, terms } = (await season.quota(name)) ?? {};
  return { capacity, booked, passing, free, over, isOpen, terms };
};

describe('a document makes an event', () => {
  it('open, with every quota, once readers get it', async () => {
    const season = aSeason();
    season.stand({}, { status: 'draft' });
    await season.hear();
    expect(await season.bookings.gathering('SCHOOL')).toBeUndefined();
    season.stand();
    await season.hear();
    expect(await season.row()).toMatchObject({
      ...{ state: 'open', terms: 1, slug: 'school', quotas: ['all', 'ticket:unwaged'], writes: 1 },
      ...{ startsAt: '2027-07-01T09:00:00.000Z', endsAt: '2027-07-02T16:00:00.000Z' },
      dueAt: '2027-07-01T09:00:00.000Z',
    });
    const open = { booked: 0, passing: 0, over: 0, isOpen: true, terms: 1 };
    expect(await counts(season, 'all')).toEqual({ ...open, capacity: 10, free: 10 });
    expect(await counts(season, 'ticket:unwaged')).toEqual({ ...open, capacity: 4, free: 4 });
  });

  it('as it stands, however often, at once and late it is heard of', async () => {
    const season = await heard();
    season.stand({ title: 'Corrected', capacity: 12 });
    await Promise.all([season.hear(), season.hear(), season.hear()]);
    const row = await season.row();
    expect(row).toMatchObject({ text: { title: 'Corrected' }, terms: 2, sequence: 1 });
    await season.hear();
    expect((await season.row()).writes).toBe(row.writes);
    expect(await counts(season, 'all')).toMatchObject({ capacity: 12, free: 12, passing: 0, terms: 2 });
  });

  it('at its new slug, and found at both', async () => {
    const season = await heard();
    season.documents.delete('school');
    season.stand({}, { slug: 'summer-school' });
    await season.hear(undefined, 'school');
    expect(await season.row()).toMatchObject({ slug: 'summer-school', slugs: ['summer-school', 'school'] });
    expect(await season.bookings.atSlug('school')).toBe('SCHOOL');
    expect(await season.bookings.atSlug('summer-school')).toBe('SCHOOL');
  });

  it('that gives its slug to another document', async () => {
    const season = await heard();
    season.documents.delete('school');
    season.stand({}, { slug: 'old-school' });
    season.stand({}, { slug: 'school', id: 'OTHER' });
    await season.hear(undefined, 'school', 'OTHER');
    expect(await season.bookings.atSlug('school')).toBe('OTHER');
    expect(await season.bookings.atSlug('old-school')).toBe('SCHOOL');
    await season.hear(undefined, 'old-school');
    expect(await season.bookings.atSlug('school')).toBe('OTHER');
  });
});

describe('booking closes and opens', () => {
  it.each(['withdrawn', 'draft', 'gone'] as const)('with its document: %s', async (status) => {
    const season = await heard();
    await season.book('AAAA-AAAA', 'booked', ['waged']);
    season.stand({}, { status });
    await season.hear();
    expect(await season.row()).toMatchObject({
      state: 'closed',
      why: status === 'draft' ? 'draft' : 'withdrawn',
    });
    expect(await counts(season, 'all')).toMatchObject({ isOpen: false, terms: 2, booked: 1 });
    season.stand();
    await season.hear();
    expect(await season.row()).toMatchObject({ state: 'open', terms: 3 });
    expect(await season.row()).not.toHaveProperty('why');
  });

  it('keeps nothing of a deleted document but what bookings need', async () => {
    const season = await heard({ standfirst: 'All about it' });
    season.stand({}, { status: 'gone' });
    await season.hear();
    const { text, body } = await season.row();
    expect(text).not.toHaveProperty('standfirst');
    expect(text.title).toBe(aSchool.title);
    expect(body).toEqual({ html: '', text: '' });
  });

  it('by an editor, and stays so over a withdrawal', async () => {
    const season = await heard();
    await season.change(closedByEditor);
    season.stand({ title: 'Corrected' });
    await season.hear();
    expect(await season.row()).toMatchObject({ state: 'closed', why: 'editor' });
    season.stand({}, { status: 'withdrawn' });
    await season.hear();
    expect(await season.change(opened)).toBeUndefined();
    season.stand();
    await season.hear();
    expect(await season.row()).toMatchObject({ state: 'closed', why: 'editor' });
    await season.change(opened);
    expect(await season.row()).toMatchObject({ state: 'open' });
    expect(await counts(season, 'all')).toMatchObject({ isOpen: true, terms: (await season.row()).terms });
  });

  it('where it came with a restore: a hand alone opens it', async () => {
    const season = aSeason();
    season.stand({}, { isRestored: true });
    await season.hear();
    expect(await season.row()).toMatchObject({ state: 'closed', why: 'restored' });
    season.stand({ title: 'Corrected' });
    await season.hear();
    const row = await season.row();
    expect(row).toMatchObject({ state: 'closed', why: 'restored' });
    expect(findingsOf(row, [])).toHaveLength(1);
    await season.change(opened);
    season.stand({ title: 'Corrected again' }, { isRestored: true });
    await season.hear();
    expect(await season.row()).toMatchObject({ state: 'open' });
  });
});

describe('capacity changes', () => {
  it('raised goes to those who wait; who books by the old terms is refused', async () => {
    const season = await heard();
    for (const code of ['AAAA-AAAA', 'BBBB-BBBB'])
      await season.book(code, 'booked', ['waged', 'waged', 'waged', 'waged', 'waged']);
    await season.book('CCCC-CCCC', 'waiting', ['waged', 'waged']);
    season.stand({ capacity: 13 });
    await season.hear();
    expect((await season.bookings.booking('SCHOOL', 'CCCC-CCCC'))?.state).toBe('offered');
    expect(await counts(season, 'all')).toMatchObject({ capacity: 13, booked: 10, free: 1, passing: 0 });
    expect(season.letters('offer')).toHaveLength(1);
    const { outcome } = await season.bookings.make({
      ...{ gathering: 'SCHOOL', at: season.now() },
      quotas: [{ name: 'all', add: { free: -1, booked: 1 }, demands: { openBy: 1 } }],
    });
    expect(outcome).toBe('not-open');
    await checkPlaces(season);
  });

  it('under what is sold drops nobody and sells nothing, which editors find', async () => {
    const season = await heard();
    await season.book('AAAA-AAAA', 'booked', ['waged', 'waged', 'unwaged', 'unwaged']);
    season.stand({ capacity: 3, tickets: [waged, { ...unwaged, places: 1 }] });
    await season.hear();
    expect(await counts(season, 'all')).toMatchObject({ capacity: 3, booked: 4, free: 0, over: 1 });
    expect(await counts(season, 'ticket:unwaged')).toMatchObject({ capacity: 1, booked: 2, over: 1 });
    const row = await season.row();
    expect(findingsOf(row, await season.bookings.quotas('SCHOOL', row.quotas))).toEqual([
      'The event has 3 places and 4 are taken: nobody books until 2 are given back, and nobody loses a place.',
      'The ticket “Unwaged” has 1 places and 2 are taken: nobody books until 2 are given back, and nobody loses a place.',
    ]);
    expect(await season.book('BBBB-BBBB', 'booked', ['waged'])).toBe('short');
    season.stand({ capacity: 5 });
    await season.hear();
    expect(await counts(season, 'all')).toMatchObject({ capacity: 5, booked: 4, free: 1, over: 0 });
    await checkPlaces(season);
  });
});

describe('tickets change', () => {
  it('one that vanishes stays, closed, while somebody holds it', async () => {
    const season = await heard();
    await season.book('AAAA-AAAA', 'booked', ['unwaged']);
    season.stand({ tickets: [waged] });
    await season.hear();
    expect(await season.row()).toMatchObject({ closedTickets: [unwaged] });
    const row = await season.row();
    expect(findingsOf(row, [])).toEqual([expect.stringContaining('“Unwaged” (unwaged)')]);
    await checkPlaces(season);
    season.stand();
    await season.hear();
    expect(await season.row()).toMatchObject({ closedTickets: [] });
    expect(await counts(season, 'ticket:unwaged')).toMatchObject({ capacity: 4, booked: 1, free: 3 });
  });

  it('one that vanishes while somebody waits for it keeps them in the line, and serves them once it is back', async () => {
    const season = await heard({ capacity: 1 });
    await season.book('AAAA-AAAA', 'booked', ['waged']);
    await season.book('BBBB-BBBB', 'waiting', ['unwaged']);
    season.stand({ capacity: 2, tickets: [waged] });
    await season.hear();
    await season.tick();
    const row = await season.row();
    expect(row).toMatchObject({ closedTickets: [unwaged] });
    expect(findingsOf(row, [])).toEqual([
      expect.stringContaining('who waits stays in the line, and gets places once you put it back'),
    ]);
    expect(await season.bookings.line('SCHOOL')).toMatchObject({ waiting: 1, unsettled: false });
    expect(await season.quota('all')).toMatchObject({ free: 1, passing: 0 });
    season.stand({ capacity: 2 });
    await season.hear();
    expect(await season.bookings.booking('SCHOOL', 'BBBB-BBBB')).toMatchObject({ state: 'offered' });
    expect(season.letters().map(({ kind }) => kind)).toEqual(['offer']);
    await checkPlaces(season);
  });

  it('one that vanishes and that nobody holds is gone', async () => {
    const season = await heard();
    await season.book('AAAA-AAAA', 'booked', ['waged']);
    season.stand({ tickets: [waged] });
    await season.hear();
    expect(await season.row()).toMatchObject({ closedTickets: [] });
  });

  it('a quota that is put on sold tickets counts what was sold', async () => {
    const season = await heard();
    await season.book('AAAA-AAAA', 'booked', ['waged', 'waged', 'waged']);
    season.stand({ tickets: [{ ...waged, places: 5 }, unwaged] });
    await season.hear();
    expect(await counts(season, 'ticket:waged')).toMatchObject({
      capacity: 2,
      booked: 0,
      free: 2,
      passing: 0,
    });
    const row = await season.row();
    expect(row.uncounted).toEqual({ 'ticket:waged': 3 });
    expect(findingsOf(row, [])).toEqual([expect.stringContaining('3 places of The ticket “Waged”')]);
    await season.book('BBBB-BBBB', 'booked', ['waged', 'waged']);
    expect(await season.book('CCCC-CCCC', 'booked', ['waged'])).toBe('short');
    await season.hear();
    expect(await counts(season, 'ticket:waged')).toMatchObject({ capacity: 2, booked: 2, free: 0 });
    await checkPlaces(season);
  });

  it('a sold ticket that goes and comes back is still not counted by a quota that is newer than it', async () => {
    const season = await heard();
    await season.book('AAAA-AAAA', 'booked', ['unwaged']);
    const halls = (places: number, ...tickets: (typeof unwaged)[]) => ({
      tickets: tickets.map((ticket) => ({ ...ticket, quotas: ['hall'] })),
      quotas: [{ name: 'hall', places }],
    });
    for (const text of [halls(3, waged, unwaged), halls(3, waged), halls(3, waged, unwaged)]) {
      season.stand(text);
      await season.hear();
      expect(await counts(season, 'quota:hall')).toMatchObject({ capacity: 2, booked: 0, free: 2 });
    }
  });

  it('a quota that is put on tickets nobody has yet has all its places', async () => {
    const season = await heard();
    season.stand({ tickets: [{ ...waged, places: 5 }, unwaged] });
    await season.hear();
    expect(await counts(season, 'ticket:waged')).toMatchObject({ capacity: 5, free: 5, passing: 0 });
    expect(await season.row()).not.toHaveProperty('uncounted');
  });
});
