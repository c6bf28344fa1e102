import { expect, it } from 'vitest';
import { Throttle } from '../../../../lib/local/api/throttle.ts';

it('lets a burst through, then the rate', () => {
  const throttle = new Throttle(10, 3, 0);
  const at = (now: number) => throttle.admits(now);
  expect([at(0), at(0), at(0), at(0)]).toEqual([true, true, true, false]);
  expect([at(99), at(100), at(100)]).toEqual([false, true, false]);
  expect([at(5000), at(5000), at(5000), at(5000)]).toEqual([true, true, true, false]);
});
