import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aStart, aStep, begin, comesToRest, type Start, type Step } from './life-steps.ts';
import { work } from './life-work.ts';
import { type Control, World } from './life-world.ts';

const runs = Number(process.env.RUNS ?? 150);

/** @throws where something happens that must not. */
async function live(start: Start, steps: readonly Step[], control?: Control): Promise<void> {
  const world = new World(control);
  await begin(world, start);
  for (const one of steps) {
    world.pass(100);
    await one.run(world);
    expect(await world.check(), `after: ${one}`).toEqual([]);
  }
  await comesToRest(world, work);
  expect([...(await world.check()), ...(await world.checkAtRest())], 'at rest').toEqual([]);
  expect(world.errors).toEqual([]);
}

const aLife = (control?: Control) =>
  fc.asyncProperty(
    aStart,
    fc.array(aStep(work), { minLength: 10, maxLength: 60, size: 'max' }),
    (start, steps) => live(start, steps, control),
  );

it('nobody gets an issue twice, nobody is forgotten', { timeout: 3_600_000 }, async () => {
  await fc.assert(aLife(), { numRuns: runs });
});

const controls: [Control, string, RegExp][] = [
  ['claim', 'without the condition of the claim somebody gets it twice', /twice/],
  ['second-read', 'without the second read of its people a mail follows a leave', /after leaving/],
  ['cursor', 'with the message as the cursor its chain forks', /a stale message went on/],
];

it.each(controls)('the control: %s', { timeout: 240_000 }, async (control, _, found) => {
  const { failed, errorInstance } = await fc.check(aLife(control), { numRuns: 2_000, endOnFailure: true });
  expect(failed).toBe(true);
  expect(`${errorInstance}`).toMatch(found);
});
