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
  it('allows so many in a window, and says when the next one begins', async () => {
    const { limits, at } = await open();
    at('2024-05-01T12:01:00.250Z');
    expect(await limits.count(signUps)).toEqual({ allowed: true });
    expect(await limits.count(signUps)).toEqual({ allowed: true });
    expect(await limits.count(signUps)).toEqual({ allowed: false, retryAfter: 540 });
    at('2024-05-01T12:09:59.999Z');
    expect(await limits.count(signUps)).toEqual({ allowed: false, retryAfter: 1 });
    at('2024-05-01T12:10:00Z');
    expect(await limits.count(signUps)).toEqual({ allowed: true });
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

  it('allows exactly so many of those that come at the same moment', async () => {
    const { limits, at } = await open();
    at('2024-05-01T12:00:00Z');
    const limit = { ...signUps, most: 5 };
    const answers = await Promise.all(Array.from({ length: 12 }, () => limits.count(limit)));
    expect(answers.filter(({ allowed }) => allowed)).toHaveLength(5);
  });

  it('never allows more in a window, however the clock jumps', async () => {
    const steps = fc.array(fc.integer({ min: -900, max: 900 }), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(steps, async (jumps) => {
        const { limits, at } = await open();
        const allowed = new Map<number, number>();
        let time = Date.UTC(2024, 4, 1);
        for (const jump of jumps) {
          time += jump * 1_000;
          at(new Date(time).toISOString());
          const window = Math.floor(time / 600_000);
          const before = allowed.get(window) ?? 0;
          const answer = await limits.count(signUps);
          expect(answer.allowed).toBe(before < signUps.most);
          if (answer.allowed) allowed.set(window, before + 1);
        }
      }),
      { numRuns: 20 },
    );
  });
}
