import { expect, it } from 'vitest';
import { verdict } from './verdict.ts';

const run = (seconds: number, mebibytes = 100) => ({
  milliseconds: seconds * 1000,
  memory: mebibytes * 2 ** 20,
});

it.each([
  ['is met', run(2), { Hugo: run(3), Eleventy: run(10) }, true],
  ['is missed when Hugo is as fast', run(3), { Hugo: run(3), Eleventy: run(30) }, false],
  [
    'is missed when Eleventy takes less than five times as long',
    run(2),
    { Hugo: run(3), Eleventy: run(9) },
    false,
  ],
  ['is missed when it takes much memory', run(2, 500), { Hugo: run(3), Eleventy: run(10) }, false],
  ['is open without Hugo', run(2), { Eleventy: run(10) }, undefined],
  ['is open without Eleventy', run(2), { Hugo: run(3) }, undefined],
])('the goal of 10,000 articles %s', (_, ours, others, met) => {
  expect(verdict(10_000, ours, others).met).toBe(met);
});

it('a thousand articles are only to fit in memory', () => {
  expect(verdict(1000, run(60), {})).toEqual({ goal: '< 500 MiB', met: true });
  expect(verdict(1000, run(1, 600), {}).met).toBe(false);
});
