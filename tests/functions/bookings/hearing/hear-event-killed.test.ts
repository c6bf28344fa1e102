import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventText } from '../../../../functions/bookings/gathering.ts';
import { times } from '../../../times.ts';
import { dyingAfter, type Gate } from '../../newsletters/issues/fakes.ts';
import { aSchool, aSeason, checkPlaces, type Season } from '../a-season.ts';

const [waged, unwaged] = aSchool.tickets as [(typeof aSchool.tickets)[0], (typeof aSchool.tickets)[0]];

/** All at once: a ticket vanishes, a quota is put on one that was sold, there is more room, and somebody waits for it. */
const changed: Partial<EventText> = {
  capacity: 12,
  tickets: [{ ...waged, places: 9, quotas: ['hall'] }],
  quotas: [{ name: 'hall', places: 8 }],
};

async function sold(): Promise<Season> {
  const season = aSeason();
  season.stand();
  await season.hear();
  await season.book('AAAA-AAAA', 'booked', ['waged', 'waged', 'waged', 'unwaged']);
  await season.book('BBBB-BBBB', 'held', ['waged', 'waged', 'waged', 'unwaged', 'unwaged'], {
    lapsesAt: '2027-03-08T12:00:00.000Z',
  });
  await season.book('CCCC-CCCC', 'waiting', ['waged', 'waged']);
  season.stand(changed);
  return season;
}

/** What stands at the end, but for how often it was written. */
function ending({ bookings, letters }: Season) {
  const { gatherings, quotas, lines, bookings: rows } = bookings.rows();
  return {
    gatherings: gatherings.map(({ writes, terms, ...row }) => row),
    quotas: quotas.map(({ terms, ...quota }) => quota),
    unsettled: lines.map((line) => line.unsettled),
    states: rows.map(({ code, state }) => `${code} ${state}`),
    offers: letters('offer').length,
  };
}

describe('hearing that is killed between any two calls', () => {
  it.each(['before', 'after'] as const)('and heard again ends the same: killed %s a call', async (when) => {
    const whole = await sold();
    await whole.hear();
    const wanted = ending(whole);
    expect(wanted.offers).toBe(1);
    let died = 0;
    for (let calls = 0; ; calls++) {
      const season = await sold();
      const isKilled = await season.hear(dyingAfter(calls, when)).then(
        () => false,
        () => true,
      );
      await checkPlaces(season);
      if (isKilled) {
        died += 1;
        await season.hear();
        // What the line still had to get the stream gives, or the tick.
        await season.tick();
      }
      await checkPlaces(season);
      expect(ending(season)).toEqual(wanted);
      if (!isKilled) break;
    }
    expect(died).toBeGreaterThan(15);
  });

  it('while people book and cancel ends with every place counted, and no quota sold beyond', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            at: fc.nat(40),
            tickets: fc.array(fc.constantFrom('waged', 'unwaged'), { minLength: 1, maxLength: 4 }),
          }),
          { maxLength: 8 },
        ),
        fc.array(
          fc.record({
            capacity: fc.integer({ min: 1, max: 14 }),
            places: fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined }),
            hasUnwaged: fc.boolean(),
            hall: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
          }),
          { minLength: 1, maxLength: 4 },
        ),
        async (orders, texts) => {
          const season = aSeason();
          season.stand();
          await season.hear();
          let [call, made] = [0, 0];
          const busy: Gate = async (_name, run) => {
            call += 1;
            for (const { tickets } of orders.filter(({ at }) => at === call)) {
              const { text } = await season.row();
              const known = tickets.filter((ticket) => text.tickets.some(({ id }) => id === ticket));
              made += 1;
              if (known.length) await season.book(`B${String(made).padStart(3, '0')}-AAAA`, 'booked', known);
              await checkPlaces(season);
            }
            return run();
          };
          for (const { capacity, places, hasUnwaged, hall } of texts) {
            const most = places === undefined ? {} : { places };
            const halls = hall === undefined ? {} : { quotas: ['hall'] };
            season.stand({
              capacity,
              tickets: [{ ...waged, ...most, ...halls }, ...(hasUnwaged ? [{ ...unwaged, ...halls }] : [])],
              ...(hall !== undefined && { quotas: [{ name: 'hall', places: hall }] }),
            });
            await season.hear(busy);
            await checkPlaces(season);
          }
          await season.tick();
          await checkPlaces(season);
          await checkLimits(season);
        },
      ),
      { numRuns: times(50) },
    );
  });
});

/** What is free could be sold: a quota counts all places of its tickets, or keeps room for those it does not count. */
async function checkLimits(season: Season): Promise<void> {
  const { text } = await season.row();
  const { bookings } = season.bookings.rows();
  const places = bookings.filter(({ state }) => state === 'booked').flatMap((one) => one.places);
  for (const { id, places: most, quotas = [] } of text.tickets) {
    const names = [
      ...(most === undefined ? [] : [[`ticket:${id}`, most, [id]] as const]),
      ...quotas.map((name) => {
        const own = text.tickets.filter((ticket) => ticket.quotas?.includes(name)).map((ticket) => ticket.id);
        return [`quota:${name}`, text.quotas?.find((one) => one.name === name)?.places ?? 0, own] as const;
      }),
    ];
    for (const [name, limit, tickets] of names) {
      const [quota] = await season.bookings.quotas('SCHOOL', [name]);
      const taken = places.filter(({ ticket }) => tickets.includes(ticket)).length;
      const free = (quota?.free ?? 0) + (quota?.passing ?? 0);
      if (free > 0) expect(taken + free).toBeLessThanOrEqual(limit);
    }
  }
}
