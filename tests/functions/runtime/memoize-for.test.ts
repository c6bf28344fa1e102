import { expect, it } from 'vitest';
import { memoizeFor } from '../../../functions/runtime/memoize-async.ts';

it('loads again once the time has passed, or the clock was set back', async () => {
  let [now, loads] = [100_000, 0];
  const value = memoizeFor(async () => ++loads, 1000, { now: () => new Date(now) });
  expect(await value()).toBe(1);
  now += 1000;
  expect(await value()).toBe(1);
  now += 1;
  expect(await value()).toBe(2);
  now -= 500;
  expect(await value()).toBe(3);
});

it('loads again after a load that failed', async () => {
  let works = false;
  const load = async () => {
    if (!works) throw new Error('No');
    return 'press';
  };
  const value = memoizeFor(load, 1000, { now: () => new Date(0) });
  await expect(value()).rejects.toThrow('No');
  works = true;
  expect(await value()).toBe('press');
});
