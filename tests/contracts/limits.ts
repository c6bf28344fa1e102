import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Limit, Limits } from '../../functions/runtime/people/limits.ts';

export interface LimitsUnderTest {
  limits: Limits;
  /** Sets the clock. */
  at(time: string): void;
}

const signUps: Limit = { name: 'sign-ups', hash: 'h1', most: 2, seconds: 600 };

/** @param open Gives limits on which nothing has been counted. */
export function limitsContract(open: () => Promise<LimitsUnderTest>): void {
  it('allows so many in a window, and says when there is room again', async () => {
    const { limits, at } = await open();
    at('2024-05-01T12:01:00.250Z');
    expect(await limits.count(signUps)).toEqual({ allowed: true });
    expect(await limits.count(signUps)).toEqual({ allowed: true });
    expect(await limits.count(signUps)).toEqual({ allowed: false, retryAfter: 840 });
    at('2024-05-01T12:09:59.999Z');
    expect(await limits.count(signUps)).toEqual({ allowed: false, retryAfter: 301 });
    at('2024-05-01T12:30:00Z');
    expect(await limits.count(signUps)).toEqual({ allowed: true });
  });

  it('does not begin anew at the border of two windows', async () => {
    const { limits, at } = await open();
    at('2024-05-01T12:09:59Z');
    for (let n = 0; n < 2; n++) expect(await limits.count(signUps)).toEqual({ allowed: true });
    at('2024-05-01T12:10:00Z');
    expect(await limits.count(signUps)).toEqual({ allowed: false, retryAfter: 300 });
    at('2024-05-01T12:15:00Z');
    expect(await limits.count(signUps)).toEqual({ allowed: true });
    expect(await limits.count(signUps)).toEqual({ allowed: false, retryAfter: 300 });
    at('2024-05-01T12:20:00Z');
    expect(await limits.count(signUps)).toEqual({ allowed: true });
    expect(await limits.count(signUps)).toEqual({ allowed: false, retryAfter: 600 });
  });

  it('counts each name and each reader alone', async () => {
    const { limits, at } = await open();
    at('2024-05-01T12:00:00Z');
    const once = { ...signUps, most: 1 };
    for (const limit of [once, { ...once, hash: 'h2' }, { ...once, name: 'letters' }]) {
      expect(await limits.count(limit)).toEqual({ allowed: true });
      expect(await limits.count(limit)).toMatchObject({ allowed: false });
    }
  });

  it('follows a limit that the press changes', async () => {
    const { limits, at } = await open();
    at('2024-05-01T12:00:00Z');
    await limits.count(signUps);
    await limits.count(signUps);
    expect(await limits.count({ ...signUps, most: 1 })).toMatchObject({ allowed: false });
    expect(await limits.count({ ...signUps, most: 3 })).toEqual({ allowed: true });
  });

  it('says whether there is room as often as it is asked, and counts nothing by it', async () => {
    const { limits, at } = await open();
    at('2024-05-01T12:01:00.250Z');
    for (let times = 0; times < 4; times++) expect(await limits.look(signUps)).toEqual({ allowed: true });
    await limits.count(signUps);
    await limits.count(signUps);
    for (let times = 0; times < 2; times++)
      expect(await limits.look(signUps)).toEqual({ allowed: false, retryAfter: 840 });
    at('2024-05-01T12:30:00Z');
    expect(await limits.look(signUps)).toEqual({ allowed: true });
  });

  it('takes back one that came to nothing, also from the window before, and never more than were counted', async () => {
    const { limits, at } = await open();
    at('2024-05-01T12:09:59Z');
    await limits.takeBack(signUps);
    for (let times = 0; times < 2; times++) expect(await limits.count(signUps)).toEqual({ allowed: true });
    await limits.takeBack(signUps);
    expect(await limits.count(signUps)).toEqual({ allowed: true });
    expect(await limits.count(signUps)).toMatchObject({ allowed: false });
    at('2024-05-01T12:10:00Z');
    for (let times = 0; times < 3; times++) await limits.takeBack(signUps);
    for (let times = 0; times < 2; times++) expect(await limits.count(signUps)).toEqual({ allowed: true });
    expect(await limits.count(signUps)).toMatchObject({ allowed: false });
  });

  it('allows exactly so many of those that come at the same moment', async () => {
    const { limits, at } = await open();
    at('2024-05-01T12:00:00Z');
    const limit = { ...signUps, most: 5 };
    const answers = await Promise.all(Array.from({ length: 12 }, () => limits.count(limit)));
    expect(answers.filter(({ allowed }) => allowed)).toHaveLength(5);
  });

  it('never allows more in a window, and again when it said, however the clock jumps', async () => {
    const steps = fc.array(fc.integer({ min: -900, max: 900 }), { minLength: 1, maxLength: 25 });
    const limit = fc.constantFrom(signUps, { ...signUps, most: 7 });
    await fc.assert(
      fc.asyncProperty(steps, limit, async (jumps, one) => {
        const { limits, at } = await open();
        const allowed = new Map<number, number>();
        let time = Date.UTC(2024, 4, 1);
        const count = async () => {
          const window = Math.floor(time / 600_000);
          const covered = 1 - (time % 600_000) / 600_000;
          const before = (allowed.get(window - 1) ?? 0) * covered;
          const present = allowed.get(window) ?? 0;
          at(new Date(time).toISOString());
          const answer = await limits.count(one);
          expect(answer.allowed).toBe(present + before + 1 <= one.most + 1e-6);
          if (answer.allowed) allowed.set(window, present + 1);
          return answer;
        };
        let latest = time;
        for (const jump of jumps) {
          time += jump * 1_000;
          latest = Math.max(latest, time);
          await count();
        }
        // Behind all that was counted: whoever waits as long as they are told is let in, and nobody sooner.
        time = latest + 1_800_000;
        for (let times = 0; times < 4; times++) {
          let answer = await count();
          while (answer.allowed) answer = await count();
          time += (answer.retryAfter - 1) * 1_000;
          if (answer.retryAfter > 1) expect((await count()).allowed).toBe(false);
          time += 1_000;
          expect((await count()).allowed).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });
}
